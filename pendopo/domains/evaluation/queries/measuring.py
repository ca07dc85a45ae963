"""The one place that asks the lake for a measure; without one, an indicator has no measured value.

What the lake cannot answer (no such measure, nothing refreshed yet) is an absent reading and never
an error of a score page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pendopo.domains.evaluation import rules
from pendopo.kernel.content import library
from pendopo.kernel.errors import DomainError
from pendopo.kernel.lake import measures


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A measure in one period: the number, and what it can be computed from again."""

    measure: str
    number: Fraction
    value: Decimal
    rows: int
    version: int
    watermark: int
    simulation: str = ""
    unit: str = ""

    def as_kept(self) -> dict[str, Any]:
        """Return it as evidence keeps it."""
        return {
            "measure": self.measure,
            "value": f"{self.value:f}",
            "rows": self.rows,
            "version": self.version,
            "watermark": self.watermark,
            "simulation": self.simulation,
        }


def take_split(codes: Iterable[str], column: str) -> None:
    """Fetch at once what is kept of measures, whole and split by a column."""
    measures.take(codes, ("", column))


def rows_of_agencies(measure: str, period: rules.Period) -> dict[str, int] | None:
    """Return how many rows each agency has behind a measure; None where it is not split so."""
    try:
        found = measures.value(measure, str(period), breakdown="agency")
    except DomainError:
        return None
    return {one.key: one.rows_count for one in found.groups if one.key is not None}


def read(measure: str, period: rules.Period) -> Reading | None:
    """Return a measure of a period, or None where it is not there (yet)."""
    return read_all([measure], period).get(measure)


def read_all(codes: Iterable[str], period: rules.Period) -> dict[str, Reading]:
    """Return those of these measures that are there, with one look for all of them."""
    return read_periods({period: codes})[period]


def read_periods(
    asked: Mapping[rules.Period, Iterable[str]],
) -> dict[rules.Period, dict[str, Reading]]:
    """Return those of these measures that are there, with one look for all periods."""
    try:
        found = measures.values_of(asked)
    except DomainError:
        return {period: {} for period in asked}
    return {period: _readings(every) for period, every in found.items()}


def _readings(found: Mapping[str, measures.Measured]) -> dict[str, Reading]:
    readings = {code: _reading(code, one) for code, one in found.items()}
    return {code: one for code, one in readings.items() if one is not None}


def _reading(measure: str, found: measures.Measured) -> Reading | None:
    if found.number is None or found.value is None:
        return None
    return Reading(
        measure=measure,
        number=found.number,
        value=found.value,
        rows=found.rows_count,
        version=found.version,
        watermark=found.watermark,
        simulation=found.simulation,
        unit=found.measure.unit,
    )


def frozen(reading: Reading, period: rules.Period) -> dict[str, Any]:
    """Return a reading as a snapshot keeps it, with what the measure said of itself."""
    what = measures.measure(reading.measure, period)
    return {
        "code": what.code,
        "version": what.version,
        "sha256": library.exact(measures.KIND, what.code, what.version).sha256,
        "title": what.title,
        "definition": what.definition,
        "unit": what.unit.value,
        "period": str(period),
        "number": str(reading.number),
        "rounded": f"{reading.value:f}",
        "decimals": what.decimals,
        "rows": reading.rows,
        "seals": reading.watermark,
        "simulation": reading.simulation,
        "sql": {"rows": what.rows, "value": what.value},
    }
