"""Stretches of time a head looks at, and how numbers and their changes are said. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from pendopo.kernel import periods
from pendopo.shell import formats

_PERIOD_WORDS = {
    ("id", periods.Span.QUARTER): "Triwulan {place} tahun {year}",
    ("en", periods.Span.QUARTER): "Quarter {place} of {year}",
    ("id", periods.Span.HALF): "Semester {place} tahun {year}",
    ("en", periods.Span.HALF): "Half {place} of {year}",
}


class Span(StrEnum):
    """What the head may look at; the word stands in the address."""

    TODAY = "hari-ini"
    WEEK = "7-hari"
    MONTH = "30-hari"
    YEAR = "12-bulan"


SPAN_WORDS = {
    Span.TODAY: "Hari ini",
    Span.WEEK: "7 hari",
    Span.MONTH: "30 hari",
    Span.YEAR: "12 bulan",
}
_DAYS = {Span.TODAY: 1, Span.WEEK: 7, Span.MONTH: 30, Span.YEAR: 365}


@dataclass(frozen=True)
class Period:
    """From a local midnight until now, and the period of the same length before it."""

    span: Span
    since: datetime
    until: datetime
    before_since: datetime
    before_until: datetime


def span_of(word: str) -> Span:
    """Return the span of a word in an address; anything unknown is a month."""
    return Span(word) if word in set(Span) else Span.MONTH


def period(span: Span, now: datetime, zone: ZoneInfo) -> Period:
    """Return the last n local days, today included, and the same hours n days earlier."""
    today = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    length = timedelta(days=_DAYS[span])
    since = today - length + timedelta(days=1)
    return Period(span, since, now, since - length, now - length)


def change_words(value: float, before: float) -> str:
    """Say how a number moved: "naik 12 dari kurun sebelumnya"."""
    if value == before:
        return "sama dengan kurun sebelumnya"
    if not before:
        # Often the time before the first record: a rise from there would be no news.
        return "tidak ada pada kurun sebelumnya"
    word = "naik" if value > before else "turun"
    return f"{word} {formats.short_number(abs(value - before))} dari kurun sebelumnya"


def value_words(value: float, unit: str) -> str:
    """Write a figure's value: 12.080; with percent 55,3%."""
    return formats.percent(value) if unit == "%" else formats.short_number(value)


def span_words(period: periods.Period, language: str = "id") -> str:
    """Write a period as people say it: "Juni 2026", "Triwulan 2 tahun 2026"."""
    if period.span is periods.Span.MONTH:
        return f"{formats.MONTHS[language][period.place - 1]} {period.year}"
    if period.span is periods.Span.YEAR:
        return str(period.year)
    pattern = _PERIOD_WORDS[language, period.span]
    return pattern.format(place=period.place, year=period.year)


def measure_words(unit: str, value: Decimal, decimals: int, language: str = "id") -> str:
    """Write the value of a measure: "12.080", "96,4%", "Rp1.250.000", "3,5 hari"."""
    match unit:
        case "rupiah":
            return formats.rupiah(int(value), language)
        case "percent":
            return formats.number(value, decimals, language) + "%"
        case _:
            return formats.number(value, decimals, language)
