"""What an address asks of a measure: the period, the breakdown, the filter of its rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from pendopo.domains.evaluation import rules
from pendopo.domains.evaluation.rules import wording
from pendopo.kernel import periods
from pendopo.kernel.lake import measures
from pendopo.kernel.lake.measures.refreshing import SHOWN
from pendopo.kernel.lake.measures.schema import MeasurePackage
from pendopo.kernel.lake.tables import ColumnType
from pendopo.kernel.periods import Period, Span

PERIOD, BREAKDOWN, PAGE = "periode", "menurut", "halaman"
LONGEST = 120
"""No code or date is longer; what is, fits no row."""
FILTERED = {ColumnType.TEXT, ColumnType.BOOLEAN, ColumnType.DATE}


@dataclass(frozen=True)
class Asked:
    """A measure in the version of a period, and which of its rows."""

    measure: MeasurePackage
    period: Period
    where: rules.Where

    def address(self, name: str, **more: str) -> str:
        """Return the address of a page of this measure with the same period and filter."""
        there = reverse(f"evaluation:{name}", args=[self.measure.code])
        return f"{there}?{self.query(**more)}"

    def query(self, **more: str) -> str:
        """Return the query of this period and filter, and what else is said."""
        return urlencode({PERIOD: str(self.period), **self.where, **more}, doseq=True)


def read(code: str, query: QueryDict, *, today: date) -> Asked:
    """Return what is asked. Raises NoSuchMeasure and NoSuchPeriod.

    Without a period it is the newest; a period that is too short for the measure is refused.
    """
    newest = measures.measure(code, periods.around(today, Span.MONTH))
    text = query.get(PERIOD, "")
    period = periods.read(text) if text else periods.around(today, newest.period)
    found = measures.measure(code, period)
    if period.span not in spans(found):
        raise periods.NoSuchPeriod
    return Asked(found, period, filters(query))


def filters(query: QueryDict) -> dict[str, list[str]]:
    """Return the filter of rows in an address: every parameter but our own."""
    own = {PERIOD, BREAKDOWN, PAGE}
    return {
        name: [text[:LONGEST] for text in query.getlist(name) if text]
        for name in query
        if name not in own and any(query.getlist(name))
    }


def spans(measure: MeasurePackage) -> list[Span]:
    """Return how long a period may be: as long as the measure's own, or longer."""
    return [span for span in Span if span.months >= Span(measure.period).months]


def choices(
    measure: MeasurePackage, current: Period, *, today: date, language: str = "id"
) -> Iterator[tuple[str, list[tuple[str, str, bool]]]]:
    """Yield the periods to choose from, newest first: length in words, then (text, words, chosen)."""
    words = {
        Span.MONTH: "Bulan",
        Span.QUARTER: "Triwulan",
        Span.HALF: "Semester",
        Span.YEAR: "Tahun",
    }
    for span in spans(measure):
        listed = periods.latest(today, span, SHOWN[span])[::-1]
        if current.span is span and current not in listed:
            listed.append(current)
        yield (
            words[span],
            [(str(one), wording.period(one, language), one == current) for one in listed],
        )


def breakdown(measure: MeasurePackage, query: Mapping[str, str]) -> str:
    """Return by which column the number is split: as asked, else by district, else by the first."""
    asked = query.get(BREAKDOWN, "")
    if asked in measure.breakdowns:
        return asked
    wished = [name for name in ("district", *measure.breakdowns) if name in measure.breakdowns]
    return wished[0] if wished else ""
