"""From the list of sites to a ticket: site, clinic, time, patient."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pendopo.domains.bookings import actions, queries
from pendopo.domains.bookings.forms import BookingForm
from pendopo.domains.bookings.models import Ticket
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest, limits
from pendopo.kernel.errors import DomainError

BOOKINGS_A_DAY = 20


@access.public
@require_GET
def list_sites(request: ActedRequest) -> HttpResponse:
    """Choose a puskesmas; who has a visit sees it first."""
    now = timezone.now()
    return render(
        request,
        "bookings/sites.html",
        {
            "sites": queries.sites(queries.local_date(now)),
            "visits": queries.next_visits(request.actor, now),
        },
    )


@access.public
@require_GET
def list_clinics(request: ActedRequest, site: str) -> HttpResponse:
    """Choose a clinic and a time; sessions that are full say so."""
    now = timezone.now()
    place = queries.site(site, queries.local_date(now))
    schedule = [(clinic, queries.offers(place, clinic, now)) for clinic in place.clinics]
    return render(request, "bookings/clinics.html", {"site": place, "schedule": schedule})


@access.signed_in
@require_http_methods(["GET", "POST"])
def book(request: ActedRequest, site: str, clinic: str, starts_at: datetime) -> HttpResponse:
    """Say who comes and take the number."""
    now = timezone.now()
    today = queries.local_date(now)
    place = queries.site(site, today)
    poli = queries.clinic(place, clinic)
    planned = queries.opening(place, poli, starts_at)
    form = BookingForm(queries.patients(request.actor, today), request.POST or None)
    if request.method == "POST" and form.is_valid():
        ticket = _take_number(request, form, site, clinic, starts_at, now)
        if ticket:
            return redirect("bookings:ticket", key=ticket.key)
    page = {"site": place, "clinic": poli, "opening": planned, "form": form}
    return render(request, "bookings/book.html", page)


@access.signed_in
@require_GET
def show_ticket(request: ActedRequest, key: str) -> HttpResponse:
    """Show the number, the estimated time and what to bring; made to be printed."""
    now = timezone.now()
    ticket = queries.ticket(f"booking:{key}", request.actor)
    return render(request, "bookings/ticket.html", {"sheet": queries.sheet(ticket, now)})


@access.signed_in
@require_POST
def cancel(request: ActedRequest, key: str) -> HttpResponse:
    """Call a visit off."""
    actions.cancel_visit(ref=f"booking:{key}", actor=request.actor, now=timezone.now())
    messages.success(request, _("Kunjungan dibatalkan. Tempatnya dapat dipakai orang lain."))
    return redirect("bookings:ticket", key=key)


def _take_number(
    request: ActedRequest,
    form: BookingForm,
    site: str,
    clinic: str,
    starts_at: datetime,
    now: datetime,
) -> Ticket | None:
    """Book, or put the refusal on the form with everything that was chosen."""
    try:
        limits.spend(
            "booking", request.actor.ref, limit=BOOKINGS_A_DAY, window=timedelta(days=1), now=now
        )
        return actions.book_visit(
            site=site,
            clinic=clinic,
            starts_at=starts_at,
            patient_ref=form.cleaned_data["patient"],
            visit=form.visit(),
            actor=request.actor,
            now=now,
        )
    except DomainError as refusal:
        form.add_error(None, refusal.sentence)
        return None
