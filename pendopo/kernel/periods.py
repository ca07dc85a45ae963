"""Stretches of time that are counted and assessed: a month, a quarter, half a year, a year."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from pendopo.kernel.errors import BadInput

_SHAPE = re.compile(
    r"(?P<year>2\d{3})(?:-(?:(?P<month>0[1-9]|1[0-2])|Q(?P<quarter>[1-4])|S(?P<half>[12])))?"
)


class NoSuchPeriod(BadInput):
    """The text names no period."""

    sentence = "Periode ditulis seperti 2026-06, 2026-Q2, 2026-S1, atau 2026."


class Span(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "semester"
    YEAR = "year"

    @property
    def months(self) -> int:
        """Return the length in months."""
        return _MONTHS[self]


_MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.HALF: 6, Span.YEAR: 12}
_MARK = {Span.QUARTER: "Q", Span.HALF: "S"}


@dataclass(frozen=True, order=True)
class Period:
    """A span and the `place` of it in its year, from 1: the second quarter of 2026."""

    year: int
    span: Span
    place: int = 1

    @property
    def start(self) -> date:
        """Return the first day."""
        return date(self.year, (self.place - 1) * self.span.months + 1, 1)

    @property
    def end(self) -> date:
        """Return the last day."""
        month = self.place * self.span.months
        return date(self.year, month, monthrange(self.year, month)[1])

    def before(self) -> Self:
        """Return the period just before."""
        if self.place > 1:
            return type(self)(self.year, self.span, self.place - 1)
        return type(self)(self.year - 1, self.span, 12 // self.span.months)

    def __str__(self) -> str:
        """Write it as `read` takes it: 2026-06, 2026-Q2, 2026-S1, 2026."""
        if self.span is Span.YEAR:
            return str(self.year)
        if self.span is Span.MONTH:
            return f"{self.year}-{self.place:02}"
        return f"{self.year}-{_MARK[self.span]}{self.place}"


def read(text: str) -> Period:
    """Return the period that a text names. Raises NoSuchPeriod."""
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise NoSuchPeriod
    year = int(found["year"])
    for name, span in (("month", Span.MONTH), ("quarter", Span.QUARTER), ("half", Span.HALF)):
        if found[name]:
            return Period(year, span, int(found[name]))
    return Period(year, Span.YEAR)


def around(day: date, span: Span) -> Period:
    """Return the period of this length that the day lies in."""
    return Period(day.year, span, (day.month - 1) // span.months + 1)


def latest(day: date, span: Span, number: int) -> list[Period]:
    """Return so many periods up to the one that the day lies in, oldest first."""
    found = [around(day, span)]
    while len(found) < number:
        found.append(found[-1].before())
    return found[::-1]
