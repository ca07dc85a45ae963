"""Numbers for everybody: open measures only, as published, with nobody few among the parts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from pendopo.domains.command import rules, schema
from pendopo.domains.command.queries import _reading
from pendopo.domains.command.queries._reading import Part, Reading
from pendopo.kernel import hooks, periods
from pendopo.kernel.actor import ANONYMOUS
from pendopo.kernel.content.words import say
from pendopo.kernel.errors import DomainError
from pendopo.kernel.lake import measures
from pendopo.kernel.lake.measures import Published
from pendopo.kernel.lake.measures.publishing import Cell
from pendopo.kernel.lake.measures.refreshing import SHOWN
from pendopo.shell import trends


@dataclass
class PublicDesk:
    """Reads `measures.published` and nothing else; split numbers are of the last ended period."""

    today: date
    language: str
    names: Mapping[str, str]

    def read(self, source: schema.Source, breakdown: str = "", *, compare: bool = False) -> Reading:
        """Return an open measure of the last period that has ended."""
        try:
            package = measures.measure(source.measure, periods.around(self.today, _ANY))
            asked = periods.around(self.today, package.period).before()
            found = self._published(source, asked, breakdown)
            before = self._published(source, asked.before(), "") if compare else found
        except measures.NoSuchMeasure:
            return Reading(title=say(source.title), trouble=_("Ukuran ini belum tersedia."))
        except DomainError:
            trouble = _("Angka ini sedang tidak dapat dihitung.")
            return Reading(title=say(source.title), trouble=trouble)
        return replace(found, change=self._change(found, before)) if compare else found

    def trend(self, code: str, number: int) -> list[Reading]:
        """Return the ended periods of an open measure."""
        try:
            package = measures.measure(code, periods.around(self.today, _ANY))
            last = periods.around(self.today, package.period).before()
            # What is older is not kept counted, and the open pages do not list it.
            most = min(number, SHOWN[package.period] - 1)
            asked = periods.latest(last.start, package.period, most)
            found = [self._published(schema.Source(measure=code), each, "") for each in asked]
        except DomainError:
            return []
        return _reading.since_the_first(found)

    def title(self, source: schema.Source) -> str:
        """Return what a source without a title of its own is called."""
        return say(_reading.measure_title(source.measure, self.today))

    def _published(self, source: schema.Source, asked: periods.Period, breakdown: str) -> Reading:
        package = measures.measure(source.measure, asked)
        title = say(source.title or package.title)
        # Nobody outside makes the engine work: what is not kept is said to be on its way.
        if not package.public or measures.kept(package.code, asked, breakdown=breakdown) is None:
            nothing = _("Belum ada yang tercatat pada periode ini.")
            counting = _("Sedang dihitung. Angkanya muncul di sini begitu selesai.")
            trouble = counting if measures.lived([asked]) else nothing
            return Reading(
                title=title,
                unit=say(_reading.unit_words(package)),
                period=rules.span_words(asked, self.language),
                short_period=trends.short_period(asked, self.language),
                trouble=trouble,
            )
        found = measures.published(
            package.code, asked, today=self.today, breakdown=breakdown or None
        )
        return Reading(
            title=title,
            unit=say(_reading.unit_words(package)),
            value=_drawn(found.total),
            text=self._said(found, found.total),
            period=rules.span_words(asked, self.language),
            short_period=trends.short_period(asked, self.language),
            rows=found.total.rows_count,
            address=_page(package.code, asked),
            parts=tuple(self._part(found, cell) for cell in found.cells),
            simulation=say(package.simulation),
        )

    def _change(self, found: Reading, before: Reading) -> str:
        if found.value is None or before.value is None:
            return ""
        return _("sebelumnya {number}").format(number=before.text)

    def _part(self, found: Published, cell: Cell) -> Part:
        key = cell.key or ""
        return Part(
            key=key,
            label=self.names.get(key, key) if key else _("Tanpa keterangan"),
            value=_drawn(cell),
            text=self._said(found, cell),
            address=_page(found.measure.code, found.period),
        )

    def _said(self, found: Published, cell: Cell) -> str:
        if cell.is_hidden:
            return _("disamarkan")
        if not isinstance(cell.value, Decimal):
            return "–"
        package = found.measure
        return rules.measure_words(package.unit, cell.value, package.decimals, self.language)


def _page(code: str, asked: periods.Period) -> str:
    """Return the open page of a measure in a period, whoever has one."""
    pages = (fill(code, str(asked), {}, ANONYMOUS) for fill in hooks.measure_pages)
    return next((page for page in pages if page), "")


def _drawn(cell: Cell) -> float | None:
    return None if cell.is_hidden or cell.value is None else float(cell.value)


_ANY = periods.Span.MONTH
