"""Today's queue of a clinic, and its one large button: call the next number."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET, require_POST

from pendopo.domains.bookings import access as queue_access
from pendopo.domains.bookings import actions, queries
from pendopo.domains.bookings.forms import VisitForm
from pendopo.domains.bookings.models import Ticket
from pendopo.domains.bookings.schema import Site
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import DomainError, NotAllowed

STEPS: dict[str, Callable[..., Ticket]] = {
    "hadir": actions.check_in,
    "layani": actions.start_service,
    "selesai": actions.finish_service,
    "tidak-hadir": actions.mark_missed,
}
"""The word in the address → the action."""


@access.requires(queue_access.MANAGE)
@require_GET
def list_queues(request: ActedRequest) -> HttpResponse:
    """Choose among the sites that the officer runs; with one site, go there."""
    places = queries.managed_sites(request.actor, queries.local_date(timezone.now()))
    if len(places) == 1:
        return redirect("bookings:queue", site=places[0].code)
    return render(request, "bookings/queues.html", {"sites": places})


@access.requires(queue_access.MANAGE)
@require_GET
def show_queue(request: ActedRequest, site: str) -> HttpResponse:
    """Show today's sessions of one clinic; htmx asks for the lists only."""
    now = timezone.now()
    place = _site(site, request.actor, now)
    page = {
        "site": place,
        "desk": queries.desk(place, request.GET.get("poli", ""), now),
        "form": VisitForm(initial={"kind": "new", "payer": "general", "priority": "none"}),
    }
    part = "_desk.html" if request.headers.get("HX-Request") else "queue.html"
    return render(request, f"bookings/{part}", page)


@access.requires(queue_access.MANAGE)
@require_POST
def call_next(request: ActedRequest, site: str, session_id: int) -> HttpResponse:
    """Call the next number and say why it is this one."""
    try:
        ticket, reason = actions.call_next(
            session_id=session_id, actor=request.actor, now=timezone.now()
        )
        messages.success(request, f"Panggil {ticket.code}. {reason}")
    except DomainError as refusal:
        messages.warning(request, refusal.sentence)
    return _back(request, site)


@access.requires(queue_access.MANAGE)
@require_POST
def take_step(request: ActedRequest, site: str, key: str, step: str) -> HttpResponse:
    """Note that somebody arrived, entered, is done or did not come."""
    if step not in STEPS:
        raise NotAllowed
    try:
        STEPS[step](ref=f"booking:{key}", actor=request.actor, now=timezone.now())
    except actions.StepNotAllowed as refusal:
        messages.warning(request, refusal.sentence)
    return _back(request, site)


@access.requires(queue_access.MANAGE)
@require_POST
def add_walk_in(request: ActedRequest, site: str, clinic: str, starts_at: datetime) -> HttpResponse:
    """Give a number at the counter."""
    form = VisitForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Pilih jenis kunjungan, cara bayar, dan prioritas.")
        return _back(request, site)
    try:
        ticket = actions.add_walk_in(
            site=site,
            clinic=clinic,
            starts_at=starts_at,
            visit=form.visit(),
            actor=request.actor,
            now=timezone.now(),
        )
        messages.success(request, f"Nomor {ticket.code} diberikan.")
    except actions.SessionFull as refusal:
        messages.warning(request, refusal.sentence)
    return _back(request, site)


@access.requires(queue_access.MANAGE, "command.view")
@require_GET
def list_visits(request: ActedRequest) -> HttpResponse:
    """Show what stands behind the figures of the head's page: visits of a time, site by site."""
    until = _moment(request.GET.get("sampai", "")) or timezone.now()
    since = _moment(request.GET.get("dari", "")) or until - timedelta(days=30)
    rows = queries.visits_by_site(since, until)
    return render(request, "bookings/visits.html", {"rows": rows, "since": since, "until": until})


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text) if len(text) < 40 else None
    except ValueError:
        return None
    # Years at the ends of the calendar cannot be moved to another zone.
    return found if found and found.tzinfo and 2000 <= found.year < 2100 else None


def _site(code: str, actor: Actor, now: datetime) -> Site:
    place = queries.site(code, queries.local_date(now))
    if not queue_access.may_manage(actor, place):
        raise NotAllowed
    return place


def _back(request: ActedRequest, site: str) -> HttpResponse:
    answer = redirect("bookings:queue", site=site)
    answer["Location"] += f"?{request.GET.urlencode()}" if request.GET else ""
    return answer
