"""Periods of assessment, and how long a piece of evidence holds."""

import calendar
from datetime import date, timedelta

from pendopo.domains.evaluation.schema import Instrument
from pendopo.kernel import periods
from pendopo.kernel.errors import BadInput
from pendopo.kernel.periods import Period, Span
from pendopo.kernel.sentences import Filled

_SPANS = (Span.YEAR, Span.HALF)
_HOW = "Tulis periode seperti 2026 atau 2026-S1."


class BadPeriod(BadInput):
    """A period that the instrument does not know."""


def period(text: str) -> Period:
    """Return a year "2026" or a semester "2026-S1" by its text. Raises BadPeriod."""
    try:
        found = periods.read(text)
    except periods.NoSuchPeriod as error:
        raise BadPeriod(_HOW) from error
    if found.span not in _SPANS:
        raise BadPeriod(_HOW)
    return found


def in_words(asked: Period) -> str:
    """Return a period as people say it."""
    half = f"Semester {asked.place} {asked.year}"
    return half if asked.span is Span.HALF else f"Tahun {asked.year}"


def check_period(instrument: Instrument, asked: Period) -> None:
    """Refuse a period of the wrong length or outside the instrument's time. Raises BadPeriod."""
    if asked.span != instrument.period:
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
