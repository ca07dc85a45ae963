"""The queue of a day: for the officer's desk, for the waiting room, for the head's figures."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from pendopo.domains.bookings import access, rules
from pendopo.domains.bookings.models import Payer, Priority, Session, Ticket, VisitKind
from pendopo.domains.bookings.queries import person, schedule
from pendopo.domains.bookings.rules import State
from pendopo.domains.bookings.schema import Clinic, Site
from pendopo.kernel.actor import Actor


@dataclass(frozen=True)
class Row:
    """A number on the officer's list, with the steps that may follow."""

    ticket: Ticket
    state: str
    kind: str
    payer: str
    priority: str
    steps: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DeskSession:
    """One session of the day on the officer's page; `id` is 0 until somebody has a number."""

    id: int
    opening: rules.Opening
    rows: tuple[Row, ...]
    waiting: int
    left_walk_in: int


@dataclass(frozen=True)
class Desk:
    """The officer's page of one clinic on one day."""

    clinic: Clinic
    on: date
    sessions: tuple[DeskSession, ...]


@dataclass(frozen=True)
class BoardClinic:
    """What the public display says of one clinic; numbers only."""

    name: str
    room: str
    now: str
    before: tuple[str, ...]
    waiting: int


@dataclass(frozen=True)
class SiteVisits:
    """What happened at one site between two moments."""

    site: Site
    booked: int
    served: int
    missed: int


STEP_WORDS = {
    "check_in": ("hadir", "Sudah hadir"),
    "serve": ("layani", "Mulai dilayani"),
    "finish": ("selesai", "Selesai"),
    "miss": ("tidak-hadir", "Tidak hadir"),
}
"""Step of the rules → the word in the address and on the button."""


def managed_sites(actor: Actor, on: date) -> list[Site]:
    """Return the sites whose queue the actor runs."""
    return [place for place in schedule.sites(on) if access.may_manage(actor, place)]


def desk(place: Site, poli: str, now: datetime) -> Desk:
    """Return the day's sessions of a clinic; without a code, of the first clinic."""
    on = schedule.local_date(now)
    clinic = schedule.clinic(place, poli) if poli else place.clinics[0]
    planned = rules.openings(place, clinic, on, schedule.zone())
    known = _sessions(place, clinic, on)
    return Desk(
        clinic=clinic,
        on=on,
        sessions=tuple(_desk_session(opening, known.get(opening.starts_at)) for opening in planned),
    )


def board(place: Site, on: date) -> list[BoardClinic]:
    """Return the public display of a site: what is called now, what was before, how many wait."""
    rows = list(Ticket.objects.of_day(place.code, on).select_related("session"))
    return [
        _board_clinic(clinic, [row for row in rows if row.session.clinic == clinic.code])
        for clinic in place.clinics
        if rules.openings(place, clinic, on, schedule.zone())
    ]


def tickets_by_code(actor: Actor, text: str, on: date) -> Iterator[tuple[Site, Ticket]]:
    """Find a queue number of a day on the sites that the actor runs."""
    for place in managed_sites(actor, on):
        rows = Ticket.objects.of_day(place.code, on).filter(code__iexact=text.strip())
        for row in rows.select_related("session")[:5]:
            yield place, row


def visits_by_site(since: datetime, until: datetime) -> list[SiteVisits]:
    """Count visits booked, served and missed between two moments, site by site."""
    closed = Q(closed_at__gte=since, closed_at__lt=until)
    booked = _per_site(Q(booked_at__gte=since, booked_at__lt=until))
    served = _per_site(closed & Q(state=State.DONE.value))
    missed = _per_site(closed & Q(state=State.NO_SHOW.value))
    return [
        SiteVisits(place, booked[place.code], served[place.code], missed[place.code])
        for place in schedule.sites(schedule.local_date(until))
    ]


def _per_site(condition: Q) -> Counter[str]:
    rows = Ticket.objects.filter(condition).values("session__site").annotate(count=Count("pk"))
    return Counter({row["session__site"]: row["count"] for row in rows})


def _sessions(place: Site, clinic: Clinic, on: date) -> dict[datetime, Session]:
    rows = Session.objects.filter(site=place.code, clinic=clinic.code, visit_on=on)
    return {row.starts_at: row for row in rows.prefetch_related("tickets")}


def _desk_session(opening: rules.Opening, known: Session | None) -> DeskSession:
    if known is None:
        return DeskSession(0, opening, (), 0, opening.quota_walk_in)
    tickets = sorted(known.tickets.all(), key=lambda ticket: ticket.number)
    return DeskSession(
        id=known.pk,
        opening=opening,
        rows=tuple(_row(ticket) for ticket in tickets),
        waiting=sum(ticket.state == State.WAITING for ticket in tickets),
        left_walk_in=known.quota_walk_in - known.taken_walk_in,
    )


def _row(ticket: Ticket) -> Row:
    steps = (
        words for step, words in STEP_WORDS.items() if State(ticket.state) in rules.STEPS[step][0]
    )
    return Row(
        ticket=ticket,
        state=person.state_word(ticket),
        kind=VisitKind(ticket.visit_kind).label,
        payer=Payer(ticket.payer).label,
        priority=Priority(ticket.priority).label if ticket.is_priority else "",
        steps=tuple(steps),
    )


def _board_clinic(clinic: Clinic, rows: list[Ticket]) -> BoardClinic:
    called = sorted(
        ((row.called_at, row.number, row.code) for row in rows if row.called_at), reverse=True
    )
    codes = [code for _, _, code in called]
    return BoardClinic(
        name=clinic.name,
        room=clinic.room,
        now=codes[0] if codes else "",
        before=tuple(codes[1:4]),
        waiting=sum(row.state == State.WAITING for row in rows),
    )
