"""Pages of notices: the list, its marks, the channels."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pendopo.domains.notices import access as notice_access
from pendopo.domains.notices import actions, queries
from pendopo.domains.notices.forms import PreferenceForm
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest

PAGE_SIZE = 20


@access.signed_in
@require_GET
def list_notices(request: ActedRequest) -> HttpResponse:
    """Show the actor's notices, newest first, and the channel form."""
    page = Paginator(notice_access.visible_to(request.actor), PAGE_SIZE).get_page(
        request.GET.get("halaman")
    )
    today = queries.local_date(timezone.now())
    return render(
        request,
        "notices/list.html",
        {
            "page": page,
            "lines": queries.lines(list(page), request.actor, on=today),
            "unread": queries.unread_count(request.actor),
            "form": PreferenceForm(queries.channel_choices(request.actor.ref)),
        },
    )


@access.signed_in
@require_POST
def open_notice(request: ActedRequest, notice_id: uuid.UUID) -> HttpResponse:
    """Mark a notice read and go to what it is about."""
    notice = actions.mark_read(notice_id=notice_id, actor=request.actor, now=timezone.now())
    return redirect(queries.address_of(notice, request.actor) or "notices:list")


@access.signed_in
@require_POST
def read_all(request: ActedRequest) -> HttpResponse:
    """Mark everything read."""
    actions.mark_all_read(actor=request.actor, now=timezone.now())
    return redirect("notices:list")


@access.signed_in
@require_POST
def save_channels(request: ActedRequest) -> HttpResponse:
    """Keep the person's choice of channels."""
    form = PreferenceForm(queries.channel_choices(request.actor.ref), request.POST)
    if form.is_valid():
        actions.set_preferences(wanted=form.wanted(), actor=request.actor)
        messages.success(request, _("Pilihan Anda tersimpan."))
    return redirect("notices:list")
