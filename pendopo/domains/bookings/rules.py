"""The queue's rules: which number is called next, when a number's turn is, and which step may follow.

Pure: no clock, no Django.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from pendopo.domains.bookings.schema import WEEKDAYS, Clinic, Site, WeeklySession


class State(StrEnum):
    """Where a ticket stands."""

    BOOKED = "booked"
    WAITING = "waiting"
    CALLED = "called"
    SERVED = "served"
    DONE = "done"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


STATE_WORDS = {
    State.BOOKED: "Terdaftar",
    State.WAITING: "Menunggu dipanggil",
    State.CALLED: "Dipanggil",
    State.SERVED: "Sedang dilayani",
    State.DONE: "Selesai",
    State.CANCELLED: "Dibatalkan",
    State.NO_SHOW: "Tidak hadir",
}

ACTIVE = frozenset({State.BOOKED, State.WAITING, State.CALLED, State.SERVED})

STEPS: dict[str, tuple[frozenset[State], State]] = {
    "check_in": (frozenset({State.BOOKED, State.NO_SHOW}), State.WAITING),
    "call": (frozenset({State.WAITING}), State.CALLED),
    "serve": (frozenset({State.CALLED}), State.SERVED),
    "finish": (frozenset({State.SERVED}), State.DONE),
    "miss": (frozenset({State.BOOKED, State.CALLED}), State.NO_SHOW),
    "cancel": (frozenset({State.BOOKED}), State.CANCELLED),
}
"""Step → from which states, to which. Who comes late after all is checked in again."""


@dataclass(frozen=True)
class Waiting:
    """A number in the queue as the rule sees it."""

    number: int
    is_priority: bool


@dataclass(frozen=True)
class Choice:
    """The number to call, and the sentence that explains it to those who wait."""

    number: int
    reason: str


@dataclass(frozen=True)
class Opening:
    """One session on one day, in UTC, as the schedule plans it."""

    starts_at: datetime
    ends_at: datetime
    hours: str
    slot_minutes: int
    quota_online: int
    quota_walk_in: int


def next_call(
    waiting: Iterable[Waiting], *, priority_run: int, regular_every: int
) -> Choice | None:
    """Choose the next number, or None where nobody waits.

    Priority goes first, but of every `regular_every` calls one is regular while both wait, so
    that nobody waits for ever. `priority_run` is the number of priority calls since the last
    regular one.
    """
    ordered = sorted(waiting, key=lambda ticket: ticket.number)
    priority = [ticket for ticket in ordered if ticket.is_priority]
    regular = [ticket for ticket in ordered if not ticket.is_priority]
    if not ordered:
        return None
    if not regular:
        return Choice(priority[0].number, "Prioritas, nomor terkecil yang sudah hadir.")
    if not priority:
        return Choice(regular[0].number, "Nomor terkecil yang sudah hadir.")
    if priority_run >= regular_every - 1:
        reason = f"Giliran umum: setiap {regular_every} panggilan, satu untuk umum."
        return Choice(regular[0].number, reason)
    return Choice(priority[0].number, "Prioritas didahulukan, nomor terkecil yang sudah hadir.")


def run_after(priority_run: int, *, is_priority: bool) -> int:
    """Return the length of the run of priority calls after this call."""
    return priority_run + 1 if is_priority else 0


def turn_at(starts_at: datetime, number: int, slot_minutes: int) -> datetime:
    """Estimate when a number is called if everyone takes one slot."""
    return starts_at + timedelta(minutes=slot_minutes * (number - 1))


def queue_code(letter: str, number: int) -> str:
    """Write a queue number as it is called out: A-007."""
    return f"{letter}-{number:03d}"


def openings(site: Site, clinic: Clinic, day: date, zone: ZoneInfo) -> Sequence[Opening]:
    """Return the sessions of a clinic on a day, the earliest first; none on a closed day."""
    if day in site.closed_on:
        return []
    name = WEEKDAYS[day.weekday()]
    planned = sorted((s for s in clinic.sessions if name in s.days), key=lambda s: s.start)
    return [
        Opening(
            starts_at=datetime.combine(day, session.start, zone),
            ends_at=datetime.combine(day, session.end, zone),
            hours=_hours(session, zone.tzname(datetime.combine(day, session.start)) or ""),
            slot_minutes=session.slot_minutes,
            quota_online=session.quota_online,
            quota_walk_in=session.quota_walk_in,
        )
        for session in planned
    ]


def _hours(session: WeeklySession, zone_label: str) -> str:
    return f"{session.start:%H.%M}–{session.end:%H.%M} {zone_label}".rstrip()
