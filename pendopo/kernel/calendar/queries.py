"""Load calendars, and say what is missing in them."""

from collections.abc import Iterable
from datetime import date

from pendopo.kernel.calendar.models import CalendarDay
from pendopo.kernel.calendar.rules import Kind, SpecialDay, WorkCalendar, missing_years
from pendopo.kernel.calendar.schema import WEEKDAYS, CalendarPackage
from pendopo.kernel.content import shelf
from pendopo.kernel.content.models import Version
from pendopo.kernel.errors import NotFound

KIND = "calendars"


class UnknownCalendar(NotFound):
    """No package of this calendar has been loaded."""

    sentence = "Kalender kerja ini belum dimuat. Jalankan: pendopo content load."


def load(code: str) -> WorkCalendar:
    """Return a calendar in its newest version, from the shelf. Raises UnknownCalendar."""
    return shelf.keep((WorkCalendar, code), lambda: _build(_newest(code)))


def warnings(calendar: WorkCalendar, on: date) -> list[str]:
    """Say what staff should import: this year, or the next one from October on."""
    last = date(on.year + (on.month >= 10), 12, 31)
    missing = [
        f"Kalender kerja tahun {year} belum diimpor. Batas waktu dihitung tanpa hari libur."
        for year in missing_years(calendar, on, last)
    ]
    return missing + [
        f"Kalender kerja tahun {year} masih memuat tanggal perkiraan. Impor keputusan resminya."
        for year in _estimated_years(calendar.code, on, last)
    ]


def warnings_of(code: str, on: date) -> list[str]:
    """Say the same of a calendar by its code; one that was not loaded is a warning too."""
    try:
        return warnings(load(code), on)
    except UnknownCalendar as error:
        return [error.sentence]


def days_of(code: str, years: Iterable[int]) -> list[CalendarDay]:
    """Return the days off of whole years, by date."""
    return list(
        CalendarDay.objects.filter(calendar=code, date__year__in=years).order_by("date", "kind")
    )


def _estimated_years(code: str, first: date, last: date) -> list[int]:
    rows = CalendarDay.objects.filter(
        calendar=code,
        date__range=(first, last),
        confidence=CalendarDay.Confidence.ESTIMATED,
    )
    return sorted({day.year for day in rows.values_list("date", flat=True)})


def _newest(code: str) -> Version:
    found = [version for version in shelf.of_kind(KIND) if version.code == code]
    if not found:
        raise UnknownCalendar
    return max(found, key=lambda version: version.version)


def _build(version: Version) -> WorkCalendar:
    package, code = version.data, version.code
    if not isinstance(package, CalendarPackage):
        raise UnknownCalendar
    rows = list(CalendarDay.objects.filter(calendar=code).order_by("date", "kind", "name"))
    national = [row.date.year for row in rows if row.kind == Kind.NATIONAL_HOLIDAY]
    return WorkCalendar(
        code=code,
        zone=package.zone,
        weekly_off=frozenset(WEEKDAYS.index(day) for day in package.weekly_off),
        opens=package.opens,
        closes=package.closes,
        cut_off=package.cut_off,
        counts_collective_leave=package.counts_collective_leave,
        days=_one_per_date(rows),
        known_years=frozenset(national),
    )


def _one_per_date(rows: Iterable[CalendarDay]) -> dict[date, SpecialDay]:
    # Joint leave may be worked, a holiday never: where both fall on one date the holiday wins.
    days: dict[date, SpecialDay] = {}
    for row in sorted(rows, key=lambda row: row.kind == Kind.COLLECTIVE_LEAVE):
        days.setdefault(row.date, SpecialDay(Kind(row.kind), row.name, row.source))
    return days
