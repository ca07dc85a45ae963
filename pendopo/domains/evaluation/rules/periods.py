"""Periods of assessment, and how long a piece of evidence holds."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from pendopo.domains.evaluation.schema import Instrument
from pendopo.kernel.errors import BadInput
from pendopo.kernel.sentences import Filled

_SHAPE = re.compile(r"(20\d\d)(?:-S([12]))?")
_HALVES = {"1": ((1, 1), (6, 30)), "2": ((7, 1), (12, 31))}


class BadPeriod(BadInput):
    """A period that the instrument does not know."""


@dataclass(frozen=True)
class Period:
    """A year "2026" or a semester "2026-S1", both days included."""

    text: str
    start: date
    end: date

    @property
    def words(self) -> str:
        """Return it as people say it."""
        year, _, half = self.text.partition("-S")
        return f"Semester {half} {year}" if half else f"Tahun {year}"


def period(text: str) -> Period:
    """Return a period by its text. Raises BadPeriod."""
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise BadPeriod("Tulis periode seperti 2026 atau 2026-S1.")
    year, half = int(found[1]), found[2]
    first, last = _HALVES[half] if half else ((1, 1), (12, 31))
    return Period(text, date(year, *first), date(year, *last))


def check_period(instrument: Instrument, asked: Period) -> None:
    """Refuse a period of the wrong length or outside the instrument's time. Raises BadPeriod."""
    if ("-S" in asked.text) != (instrument.period == "semester"):
        word = "semester, seperti 2026-S1" if instrument.period == "semester" else "tahun"
        raise BadPeriod(Filled("{title} dinilai per {word}.", title=instrument.title, word=word))
    starts_late = instrument.effective_from > asked.end
    if starts_late or (instrument.effective_to and instrument.effective_to < asked.start):
        raise BadPeriod("Instrumen ini tidak berlaku pada periode itu.")


def expiry(effective_on: date, months: int | None) -> date | None:
    """Return the last day on which a document holds, or None where it holds until replaced."""
    if months is None:
        return None
    total = effective_on.month - 1 + months
    year, month = effective_on.year + total // 12, total % 12 + 1
    day = min(effective_on.day, calendar.monthrange(year, month)[1])
    return date(year, month, day) - timedelta(days=1)


def looked_at_on(asked: Period, *, today: date) -> date:
    """Return the day on which evidence must hold: the last of the period, or today before that."""
    return min(asked.end, today)
