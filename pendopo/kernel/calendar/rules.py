"""Working days and deadlines over a calendar: pure, no clock, no database.

Day 0 is the day of receipt; a request that arrives after the desk has closed, or on a day off,
is received on the next working day. The deadline is the end of desk hours on the n-th counted
day after day 0. A working day is counted only when the clock ran during all of its desk hours,
so the day of a return and the day of its completion are treated like the day of receipt.
docs/explanation/clocks.md argues each of these choices.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from pendopo.kernel.sentences import Filled

DAY_NAMES = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
WAITING = "Menunggu kelengkapan dari Anda"
LONGEST = 1500
"""Working days that a deadline may have; a larger number is a mistake in a service's content."""

_ONE_DAY = timedelta(days=1)


class Kind(StrEnum):
    """Why a day of the week that is normally worked is off."""

    NATIONAL_HOLIDAY = "national_holiday"
    COLLECTIVE_LEAVE = "collective_leave"
    REGIONAL_HOLIDAY = "regional_holiday"
    ELECTION_DAY = "election_day"


KIND_WORDS = {
    Kind.NATIONAL_HOLIDAY: "Libur nasional",
    Kind.COLLECTIVE_LEAVE: "Cuti bersama",
    Kind.REGIONAL_HOLIDAY: "Libur daerah",
    Kind.ELECTION_DAY: "Hari pemungutan suara",
}


@dataclass(frozen=True)
class SpecialDay:
    """A day off by decree: its kind, its name, and the decree that says so."""

    kind: Kind
    name: str
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class WorkCalendar:
    """When a desk is open. Times are local to `zone`; Monday is 0."""

    code: str = "nasional"
    zone: str = "Asia/Jakarta"
    weekly_off: frozenset[int] = frozenset({5, 6})
    opens: time = time(8)
    closes: time = time(16)
    cut_off: time | None = None
    """Received later than this counts as the next working day; closing time when None."""
    counts_collective_leave: bool = False
    days: Mapping[date, SpecialDay] = field(default_factory=dict, hash=False)
    known_years: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a desk that never opens. Raises ValueError."""
        if self.weekly_off >= frozenset(range(7)):
            raise ValueError(f"calendar {self.code}: no day of the week is worked")
        if self.opens >= self.closes:
            raise ValueError(f"calendar {self.code}: opens at or after it closes")

    def is_working_day(self, day: date) -> bool:
        """Tell whether the desk is open on this local date."""
        return not self._is_off_by_decree(day) and day.weekday() not in self.weekly_off

    def reason(self, day: date) -> str:
        """Say in Indonesian what kind of day this is."""
        special = self.days.get(day)
        if special and self._is_off_by_decree(day):
            return Filled("{kind}: {name}", kind=KIND_WORDS[special.kind], name=special.name)
        if day.weekday() in self.weekly_off:
            return DAY_NAMES[day.weekday()]
        if special:
            return Filled(
                "Hari kerja (cuti bersama, layanan tetap buka: {name})", name=special.name
            )
        if day.year not in self.known_years:
            return Filled("Hari kerja ({note})", note=missing_year_sentence(day.year))
        return Filled("Hari kerja")

    def local(self, moment: datetime) -> datetime:
        """Return an aware moment in the zone of the desk. Raises ValueError for a naive one."""
        if moment.tzinfo is None:
            raise ValueError("a moment needs a zone")
        return moment.astimezone(ZoneInfo(self.zone))

    def closing(self, day: date) -> datetime:
        """Return the end of desk hours of a local date, as UTC."""
        return datetime.combine(day, self.closes, ZoneInfo(self.zone)).astimezone(UTC)

    def opening(self, day: date) -> datetime:
        """Return the start of desk hours of a local date, as UTC."""
        return datetime.combine(day, self.opens, ZoneInfo(self.zone)).astimezone(UTC)

    def _is_off_by_decree(self, day: date) -> bool:
        special = self.days.get(day)
        if special is None:
            return False
        return not (special.kind == Kind.COLLECTIVE_LEAVE and self.counts_collective_leave)


@dataclass(frozen=True)
class Stop:
    """The clock stood from `start` until `end`; it still stands when `end` is None."""

    start: datetime
    end: datetime | None = None
    reason: str = WAITING


@dataclass(frozen=True)
class Day:
    """One line of the explanation: a local date, whether it was counted, and why."""

    date: date
    counted: bool
    reason: str


@dataclass(frozen=True)
class Lead:
    """Working days that a case took: all of them, and without those on which its clock stood."""

    gross: int
    net: int


def day_zero(start: datetime, calendar: WorkCalendar) -> date:
    """Return the local date on which something that arrived at `start` counts as received."""
    local = calendar.local(start)
    if local.time() > (calendar.cut_off or calendar.closes):
        return _next_working_day(local.date() + _ONE_DAY, calendar)
    return _next_working_day(local.date(), calendar)


def due_at(
    start: datetime, working_days: int, calendar: WorkCalendar, stops: Sequence[Stop] = ()
) -> datetime:
    """Return the deadline as UTC: end of desk hours on the n-th counted day after day 0.

    While a stop is open this is the earliest deadline still possible, as if the clock ran again
    on the day after the stop began; closing the stop never makes it earlier.
    Raises ValueError for a number of days below 0 or above LONGEST.
    """
    if not 0 <= working_days <= LONGEST:
        raise ValueError(f"{working_days} working days are not a deadline")
    closed = [_shortest(stop, calendar) for stop in stops]
    day = day_zero(start, calendar)
    while working_days > 0:
        day = _next_working_day(day + _ONE_DAY, calendar)
        if _standing(day, calendar, closed) is None:
            working_days -= 1
    return calendar.closing(day)


def count(
    start: datetime, until: datetime, calendar: WorkCalendar, stops: Sequence[Stop] = ()
) -> list[Day]:
    """Explain every local date from `start` to `until`, both included, without a gap."""
    first, last = calendar.local(start).date(), calendar.local(until).date()
    zero = day_zero(start, calendar)
    return [_explain(day, first, zero, calendar, stops) for day in _dates(first, last)]


def working_days_between(
    start: datetime, until: datetime, calendar: WorkCalendar, stops: Sequence[Stop] = ()
) -> int:
    """Count the days that were counted between two moments: 0 when done on day 0."""
    return sum(day.counted for day in count(start, until, calendar, stops))


def lead(
    start: datetime, end: datetime, calendar: WorkCalendar, stops: Sequence[Stop] = ()
) -> Lead:
    """Measure how long something took, with and without its stops."""
    return Lead(
        gross=working_days_between(start, end, calendar),
        net=working_days_between(start, end, calendar, stops),
    )


def missing_years(calendar: WorkCalendar, first: date, last: date) -> tuple[int, ...]:
    """Return the years of a period for which no holidays have been imported."""
    return tuple(y for y in range(first.year, last.year + 1) if y not in calendar.known_years)


def missing_year_sentence(year: int) -> str:
    """Say that a year was counted without its holidays."""
    return Filled("kalender tahun {year} belum ada; dihitung tanpa hari libur", year=year)


def _explain(
    day: date, first: date, zero: date, calendar: WorkCalendar, stops: Sequence[Stop]
) -> Day:
    if not calendar.is_working_day(day):
        return Day(day, counted=False, reason=calendar.reason(day))
    if day == zero:
        return Day(day, counted=False, reason=Filled("Hari penerimaan (hari ke-0)"))
    if day == first:
        return Day(day, counted=False, reason=Filled("Diterima setelah jam layanan"))
    standing = _standing(day, calendar, stops)
    if standing is not None:
        return Day(day, counted=False, reason=standing.reason)
    return Day(day, counted=True, reason=calendar.reason(day))


def _standing(day: date, calendar: WorkCalendar, stops: Sequence[Stop]) -> Stop | None:
    opening, closing = calendar.opening(day), calendar.closing(day)
    for stop in stops:
        if stop.start < closing and (stop.end is None or stop.end > opening):
            return stop
    return None


def _shortest(stop: Stop, calendar: WorkCalendar) -> Stop:
    if stop.end is not None:
        return stop
    return Stop(stop.start, max(stop.start, calendar.closing(calendar.local(stop.start).date())))


def _next_working_day(day: date, calendar: WorkCalendar) -> date:
    while not calendar.is_working_day(day):
        day += _ONE_DAY
    return day


def _dates(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _ONE_DAY
