"""What bookings adds to the house: menu, my next visit, search, links, figures, the worker's round."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pendopo.domains.bookings import access, actions, queries
from pendopo.domains.bookings.schema import Site, check_package
from pendopo.kernel import content, hooks
from pendopo.kernel.actor import Actor
from pendopo.kernel.events import Code
from pendopo.shell import formats

_FIGURES = (
    ("bookings.made.district", "Kunjungan didaftarkan", "booked"),
    ("bookings.served.district", "Kunjungan dilayani", "served"),
    ("bookings.missed.district", "Tidak hadir", "missed"),
)

content.register("clinics", Site, main="clinic.yaml", check=check_package)


@hooks.starts.fill
def start(channel: str, service: str) -> str | None:
    """Say where a service of the channel "booking" begins."""
    return reverse("bookings:sites") if channel == "booking" else None


@hooks.menu.fill
def menu(actor: Actor) -> Iterable[hooks.MenuItem]:
    """Offer visits to residents and the queue to those who run one."""
    yield hooks.MenuItem(
        label=_("Kunjungan"),
        address=reverse("bookings:sites"),
        icon="stethoscope",
        frame="resident",
        rank=65,
    )
    if actor.may(access.MANAGE):
        yield hooks.MenuItem(
            label="Antrean", address=reverse("bookings:queues"), icon="users", frame="officer"
        )


@hooks.home_cards.fill
def next_visit(actor: Actor) -> Iterable[hooks.HomeCard]:
    """Show the visits to come with their numbers."""
    for ticket in queries.next_visits(actor, timezone.now()):
        turn = formats.moment(queries.turn_at(ticket), queries.zone())
        yield hooks.HomeCard(
            title=_("Kunjungan Anda, nomor %(code)s") % {"code": ticket.code},
            text=_("Perkiraan giliran %(turn)s") % {"turn": turn},
            address=reverse("bookings:ticket", args=[ticket.key]),
            action=_("Buka tiket"),
            rank=20,
        )


@hooks.search.fill
def tickets_today(actor: Actor, text: str) -> Iterable[hooks.SearchHit]:
    """Find a queue number of today on the sites that the actor runs: "A-007"."""
    now = timezone.now()
    if not actor.may(access.MANAGE):
        return
    for place, ticket in queries.tickets_by_code(actor, text, queries.local_date(now)):
        yield hooks.SearchHit(
            title=f"{ticket.code} · {place.title}",
            text=queries.state_word(ticket),
            address=_queue_address(place.code, ticket.session.clinic),
            kind="Antrean",
        )


@hooks.subject_links.fill
def ticket_links(subjects: Collection[str], actor: Actor) -> dict[str, hooks.SubjectLink]:
    """Return the pages of tickets for their owner."""
    refs = [one for one in subjects if one.startswith("booking:")]
    tickets = access.visible_to(actor).filter(ref__in=refs) if refs else ()
    return {
        one.ref: hooks.SubjectLink(
            label=_("tiket %(code)s") % {"code": one.code},
            address=reverse("bookings:ticket", args=[one.key]),
        )
        for one in tickets
    }


@hooks.figures.fill
def visits(actor: Actor, since: datetime, until: datetime) -> Iterable[hooks.Figure]:
    """Count visits booked, served and missed, split by the district of the site."""
    rows = queries.visits_by_site(since, until)
    query = urlencode({"dari": since.isoformat(), "sampai": until.isoformat()})
    for code, label, column in _FIGURES:
        parts: Counter[str] = Counter()
        for row in rows:
            parts[row.site.district] += getattr(row, column)
        yield hooks.Figure(
            code=code,
            label=label,
            unit="kunjungan",
            value=parts.total(),
            address=f"{reverse('bookings:visits')}?{query}",
            parts=tuple(sorted(parts.items())),
        )


@hooks.record_kinds.fill
def kinds() -> Iterable[str]:
    """Say that "booking:…" names a record."""
    return ("booking",)


@hooks.registers.fill
def registers() -> Iterable[hooks.Register]:
    """Publish the sites where visits can be booked."""
    yield hooks.Register(
        name="sites",
        columns={
            "site": Code,
            "agency": Code,
            "district": Code,
            "clinics": int,
            "days_ahead": int,
            "is_sample": bool,
        },
        rows=_site_rows,
        public=True,
    )


def _site_rows(day: date) -> Iterator[dict[str, Any]]:
    for site in queries.sites(day):
        yield {
            "site": site.code,
            "agency": site.agency,
            "district": site.district,
            "clinics": len(site.clinics),
            "days_ahead": site.days_ahead,
            "is_sample": site.is_sample,
        }


@hooks.ticks.fill
def close_sessions(now: datetime) -> None:
    """Close what nobody came for."""
    actions.close_past_sessions(now=now)


def _queue_address(site: str, clinic: str) -> str:
    return f"{reverse('bookings:queue', args=[site])}?poli={clinic}"
