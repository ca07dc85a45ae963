"""Change the days of a calendar: import a decree, or seed from the software library."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version

import holidays
from django.db import transaction

from pendopo.kernel.actor import Actor
from pendopo.kernel.calendar.events import CalendarChanged
from pendopo.kernel.calendar.importing import DayOff, day_off
from pendopo.kernel.calendar.models import SEEDED_FROM, CalendarDay
from pendopo.kernel.calendar.rules import Kind
from pendopo.kernel.content.models import Revision
from pendopo.kernel.events import Ref
from pendopo.kernel.ledger import book

# One decree fixes holidays and joint leave together, so importing it replaces both.
DECREES = (
    frozenset({Kind.NATIONAL_HOLIDAY, Kind.COLLECTIVE_LEAVE}),
    frozenset({Kind.REGIONAL_HOLIDAY}),
    frozenset({Kind.ELECTION_DAY}),
)
ESTIMATED = "(perkiraan)"


@dataclass(frozen=True)
class Change:
    """What an import did, or would do."""

    added: tuple[DayOff, ...]
    removed: tuple[DayOff, ...]
    kept: int


def replace_days(
    *, calendar: str, days: Sequence[DayOff], source: str, actor: Actor, now: datetime
) -> Change:
    """Make the calendar say what a decree says, for the years and kinds that it names.

    A file holds whole years: what it leaves out is removed. Days of another decree (a regional
    holiday when the national list is imported) stay. Importing twice changes nothing.
    """
    with transaction.atomic():
        change = _replace(calendar, days, lambda day: _row(calendar, day, source))
        _announce(calendar, change, actor, now)
    return change


def seed_days(*, calendar: str, years: Iterable[int], actor: Actor, now: datetime) -> Change:
    """Fill years from the library `holidays`; a year that has a decree is left alone."""
    with transaction.atomic():
        wanted = [year for year in years if not _has_decree(calendar, year)]
        days = library_days(wanted)
        source = f"{SEEDED_FROM} {version('holidays')}"
        change = _replace(calendar, days, lambda day: _row(calendar, day, source))
        _announce(calendar, change, actor, now)
    return change


def library_days(years: Sequence[int]) -> list[DayOff]:
    """Return Indonesia's holidays and joint leave as the library knows them."""
    kinds = (("public", Kind.NATIONAL_HOLIDAY), ("government", Kind.COLLECTIVE_LEAVE))
    return [
        day_off(day, kind, name)
        for category, kind in kinds
        for day, names in _from_library(category, years)
        for name in names.split("; ")
    ]


def _from_library(category: str, years: Sequence[int]) -> list[tuple[date, str]]:
    found = holidays.country_holidays("ID", years=years, categories=(category,), language="id")
    # An empty list of years would make the library answer lazily for any year.
    return sorted(found.items()) if years else []


def _replace(
    calendar: str, days: Sequence[DayOff], make: Callable[[DayOff], CalendarDay]
) -> Change:
    # One import at a time: the second waits here and sees what the first one did.
    list(Revision.objects.select_for_update())
    held = {_plain(row): row for row in _rows_of_same_decrees(calendar, days)}
    wanted = {day: make(day) for day in days}
    kept = [day for day in wanted if day in held and _same(held[day], wanted[day])]
    change = Change(
        added=tuple(day for day in wanted if day not in kept),
        removed=tuple(day for day in held if day not in wanted),
        kept=len(kept),
    )
    stale = [row.pk for day, row in held.items() if day not in kept]
    CalendarDay.objects.filter(pk__in=stale).delete()
    CalendarDay.objects.bulk_create([wanted[day] for day in change.added])
    if change.added or change.removed:
        Revision.renew()
    return change


def _rows_of_same_decrees(calendar: str, days: Sequence[DayOff]) -> list[CalendarDay]:
    covered = {(day.date.year, kind) for day in days for kind in _decree_of(day.kind)}
    rows = CalendarDay.objects.filter(
        calendar=calendar, date__year__in={year for year, _ in covered}
    )
    return [row for row in rows if (row.date.year, row.kind) in covered]


def _decree_of(kind: Kind) -> frozenset[Kind]:
    return next(group for group in DECREES if kind in group)


def _has_decree(calendar: str, year: int) -> bool:
    rows = CalendarDay.objects.filter(
        calendar=calendar, date__year=year, kind=Kind.NATIONAL_HOLIDAY
    )
    return rows.exclude(source__startswith=SEEDED_FROM).exists()


def _row(calendar: str, day: DayOff, source: str) -> CalendarDay:
    return CalendarDay(
        calendar=calendar,
        date=day.date,
        kind=day.kind,
        name=day.name,
        source=source,
        confidence=_confidence(day, source),
    )


def _confidence(day: DayOff, source: str) -> str:
    if day.name.endswith(ESTIMATED):
        return CalendarDay.Confidence.ESTIMATED
    if source.startswith(SEEDED_FROM):
        return CalendarDay.Confidence.SECONDARY
    return CalendarDay.Confidence.OFFICIAL


def _plain(row: CalendarDay) -> DayOff:
    return DayOff(row.date, Kind(row.kind), row.name)


def _same(held: CalendarDay, wanted: CalendarDay) -> bool:
    return (held.source, held.confidence) == (wanted.source, wanted.confidence)


def _announce(calendar: str, change: Change, actor: Actor, now: datetime) -> None:
    if not (change.added or change.removed):
        return
    event = CalendarChanged(
        subject=Ref(f"calendar:{calendar}"), added=len(change.added), removed=len(change.removed)
    )
    book.record(event, actor=actor, at=now)
