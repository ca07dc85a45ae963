"""A number with its parts, whoever it comes from: a measure, a figure of the day, a published table.

Whatever cannot be shown is a calm sentence in `trouble`, never an error of a whole screen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import dropwhile
from typing import Protocol
from urllib.parse import urlencode

from pendopo.domains.command import rules, schema
from pendopo.kernel import hooks, periods
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import DomainError
from pendopo.kernel.hooks import Figure
from pendopo.kernel.lake import measures
from pendopo.kernel.lake.measures import Measured
from pendopo.kernel.lake.measures.schema import MeasurePackage, Unit
from pendopo.shell import trends

UNKNOWN = "Ukuran ini belum tersedia."
COUNTING = "Sedang dihitung. Angkanya muncul di sini begitu selesai."
STOPPED = "Angka ini sedang tidak dapat dihitung."
NOBODY = "Belum ada angka untuk kurun ini."
NOTHING = "Belum ada yang tercatat pada periode ini."
NAMELESS = "Tanpa keterangan"

UNIT_WORDS = {
    Unit.COUNT: "",
    Unit.PERCENT: "persen",
    Unit.DAYS: "hari kerja",
    Unit.MINUTES: "menit",
    Unit.RUPIAH: "rupiah",
    Unit.SCORE: "indeks",
    Unit.PERSONS: "orang",
    Unit.SHEETS: "lembar",
    Unit.VISITS: "kunjungan",
}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One district or agency; `value` None where nothing can be drawn, `text` says why or how much."""

    key: str
    label: str
    value: float | None
    text: str
    address: str = ""
    rows: int | None = None


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One number, ready to be shown; with `trouble` there is none."""

    title: str
    unit: str = ""
    value: float | None = None
    text: str = "–"
    period: str = ""
    short_period: str = ""
    is_running: bool = False
    address: str = ""
    change: str = ""
    rows: int | None = None
    parts: tuple[Part, ...] = ()
    simulation: str = ""
    trouble: str = ""


class Desk(Protocol):
    """Where a screen asks for its numbers."""

    def read(self, source: schema.Source, breakdown: str = "", *, compare: bool = False) -> Reading:
        """Return a number, split if a breakdown is named."""
        ...

    def trend(self, code: str, number: int) -> list[Reading]:
        """Return a measure of the last periods, oldest first; a gap has a trouble."""
        ...

    def title(self, source: schema.Source) -> str:
        """Return what a source without a title of its own is called."""
        ...


class Offers:
    """The figures of a stretch of time, asked of the domains one after the other until one is found.

    Some figures cost many queries; a board that does not show them must not pay for them.
    """

    def __init__(self, actor: Actor, since: datetime, until: datetime) -> None:
        """Ask nobody yet."""
        offered = (fill(actor, since, until) for fill in hooks.figures)
        self._rest = (figure for figures in offered for figure in figures)
        self._seen: dict[str, Figure] = {}

    def get(self, code: str) -> Figure | None:
        """Return a figure, or None where nobody offers it."""
        while code not in self._seen:
            figure = next(self._rest, None)
            if figure is None:
                return None
            self._seen[figure.code] = figure
        return self._seen[code]


@dataclass
class OfficersDesk:
    """Numbers for officers: measures as they were last counted, figures of their own agencies."""

    actor: Actor
    period: rules.Period
    today: date
    names: Mapping[str, str]
    _offers: dict[bool, Offers] = field(default_factory=dict)

    def read(self, source: schema.Source, breakdown: str = "", *, compare: bool = False) -> Reading:
        """Return a measure of the period in which today lies, or a figure of the span."""
        if source.figure:
            return self._figure(source, compare=compare)
        try:
            package = measures.measure(source.measure, periods.around(self.today, _ANY))
            asked = periods.around(self.today, package.period)
            return self._measure(source, asked, breakdown, compare=compare)
        except measures.NoSuchMeasure:
            return Reading(title=source.title or source.measure, trouble=UNKNOWN)
        except DomainError:
            return Reading(title=source.title or source.measure, trouble=STOPPED)

    def trend(self, code: str, number: int) -> list[Reading]:
        """Return the periods of a measure from the first that was counted; a gap has a trouble."""
        try:
            package = measures.measure(code, periods.around(self.today, _ANY))
        except measures.NoSuchMeasure:
            return []
        asked = periods.latest(self.today, package.period, number)
        found = [self._measure(schema.Source(measure=code), each, "") for each in asked]
        return since_the_first(found)

    def title(self, source: schema.Source) -> str:
        """Return what a source without a title of its own is called."""
        if source.figure:
            found = self.figure(source.figure)
            return found.label if found else source.figure
        return measure_title(source.measure, self.today)

    def figure(self, code: str) -> Figure | None:
        """Return a figure of the span, or None where nobody fills it."""
        return self._offered(code, before=False)

    def _measure(
        self,
        source: schema.Source,
        asked: periods.Period,
        breakdown: str,
        *,
        compare: bool = False,
    ) -> Reading:
        found = measures.kept(source.measure, asked, breakdown=breakdown or None)
        if found is None:
            package = measures.measure(source.measure, asked)
            return Reading(
                title=source.title or package.title,
                unit=unit_words(package),
                period=rules.span_words(asked),
                short_period=trends.short_period(asked),
                address=self._page(source.measure, asked, {}),
                trouble=COUNTING if measures.lived([asked]) else NOTHING,
            )
        return Reading(
            title=source.title or found.measure.title,
            unit=unit_words(found.measure),
            value=None if found.value is None else float(found.value),
            text=_said(found.measure, found.value),
            period=rules.span_words(asked),
            short_period=trends.short_period(asked),
            is_running=asked.end >= self.today,
            address=self._page(source.measure, asked, {}),
            change=self._change(source, asked, found) if compare else "",
            rows=found.rows_count,
            parts=tuple(self._parts(found, breakdown)),
            simulation=found.simulation,
        )

    def _parts(self, found: Measured, breakdown: str) -> list[Part]:
        return [
            Part(
                key=group.key or "",
                label=self.names.get(group.key or "", group.key or NAMELESS),
                value=None if group.value is None else float(group.value),
                text=_said(found.measure, group.value),
                rows=group.rows_count,
                address=self._page(
                    found.measure.code, found.period, {breakdown: group.key} if group.key else {}
                ),
            )
            for group in found.groups
        ]

    def _change(self, source: schema.Source, asked: periods.Period, found: Measured) -> str:
        before = measures.kept(source.measure, asked.before())
        if before is None or before.value is None or found.value is None:
            return ""
        return rules.change_words(float(found.value), float(before.value))

    def _page(self, code: str, asked: periods.Period, where: Mapping[str, str]) -> str:
        pages = (fill(code, str(asked), where, self.actor) for fill in hooks.measure_pages)
        return next((page for page in pages if page), "")

    def _figure(self, source: schema.Source, *, compare: bool) -> Reading:
        found = self.figure(source.figure)
        if found is None:
            return Reading(title=source.title or "Angka harian", trouble=NOBODY)
        before = self._offered(source.figure, before=True) if compare else None
        return Reading(
            title=source.title or found.label,
            unit="" if found.unit == "%" else found.unit,
            value=found.value,
            text=rules.value_words(found.value, found.unit),
            period=found.period,
            address=found.address,
            change=rules.change_words(found.value, before.value) if before else "",
            parts=tuple(self._figure_part(found, key, value) for key, value in found.parts),
        )

    def _figure_part(self, found: Figure, key: str, value: float) -> Part:
        return Part(
            key=key,
            label=self.names.get(key, key),
            value=value,
            text=rules.value_words(value, found.unit),
            address=_door(found, key),
        )

    def _offered(self, code: str, *, before: bool) -> Figure | None:
        if before not in self._offers:
            since, until = self.period.since, self.period.until
            if before:
                since, until = self.period.before_since, self.period.before_until
            self._offers[before] = Offers(self.actor, since, until)
        return self._offers[before].get(code)


def since_the_first(found: list[Reading]) -> list[Reading]:
    """Return the readings from the first that was counted, oldest first."""
    return list(dropwhile(lambda each: bool(each.trouble), found))


def measure_title(code: str, today: date) -> str:
    """Return the title of a measure, or its code where nobody wrote it."""
    try:
        return measures.measure(code, periods.around(today, _ANY)).title
    except measures.NoSuchMeasure:
        return code


def unit_words(package: MeasurePackage) -> str:
    """Return what the number counts, in the clerk's words."""
    return package.thing or UNIT_WORDS[package.unit]


def _said(package: MeasurePackage, value: Decimal | None) -> str:
    if value is None:
        return "–"
    return rules.measure_words(package.unit, value, package.decimals)


def _door(figure: Figure, key: str) -> str:
    """Return the list behind one part; where it cannot be narrowed, the list behind the whole."""
    if not figure.part_name or not figure.address:
        return figure.address
    mark = "&" if "?" in figure.address else "?"
    return f"{figure.address}{mark}{urlencode({figure.part_name: key})}"


_ANY = periods.Span.MONTH
