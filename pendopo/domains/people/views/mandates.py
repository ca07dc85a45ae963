"""Whom one acts for: children, wards and businesses; and who acts for oneself."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pendopo.domains.people import actions, forms, queries
from pendopo.domains.people.models import Person
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest

PER_PAGE = 20


@access.signed_in
def overview(request: ActedRequest) -> HttpResponse:
    """List whom one acts for, and who may act for oneself."""
    today = timezone.localdate()
    person = _person(request)
    page = Paginator(queries.own_mandates(person), PER_PAGE).get_page(request.GET.get("halaman"))
    shown = {
        "page": page,
        "rows": [(mandate, mandate.is_over(today)) for mandate in page],
        "representatives": queries.representatives_of(person, on=today),
    }
    return render(request, "people/mandates.html", shown)


@access.signed_in
@require_http_methods(["GET", "POST"])
def add_ward(request: ActedRequest) -> HttpResponse:
    """Name a child or a ward; an officer sees the proof later."""
    form = forms.WardForm(request.POST or None)
    if forms.submit(
        form,
        lambda typed: actions.claim_ward(
            holder=_person(request),
            name=typed["name"],
            kind=typed["kind"],
            proof=form.proof_text(),
            actor=request.actor,
            now=timezone.now(),
        ),
    ):
        messages.success(request, _("Tersimpan. Tunjukkan bukti aslinya kepada petugas loket."))
        return redirect("people:mandates")
    return render(request, "people/ward.html", {"form": form})


@access.signed_in
@require_http_methods(["GET", "POST"])
def add_business(request: ActedRequest) -> HttpResponse:
    """Name one's business; its NIB stays OSS's."""
    districts = [(one.code, one.name) for one in queries.districts()]
    form = forms.BusinessForm(request.POST or None, districts=districts)
    if forms.submit(
        form,
        lambda typed: actions.record_business(
            owner=_person(request), **typed, actor=request.actor, now=timezone.now()
        ),
    ):
        messages.success(request, _("Usaha tercatat. Tunjukkan NIB atau suratnya kepada petugas."))
        return redirect("people:mandates")
    return render(request, "people/business.html", {"form": form})


@access.signed_in
@require_POST
def end(request: ActedRequest, pk: int) -> HttpResponse:
    """End a mandate that one holds or stands under, at once."""
    now = timezone.now()
    actions.end_mandate(
        mandate=queries.mandate_of(_person(request), pk),
        last_day=timezone.localdate(now) - timedelta(days=1),
        actor=request.actor,
        now=now,
    )
    messages.success(request, _("Kuasa diakhiri."))
    return redirect("people:mandates")


def _person(request: ActedRequest) -> Person:
    return queries.person(request.actor.ref)
