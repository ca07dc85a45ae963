"""A number, the parts of it, and what stands behind both."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from pendopo.kernel import rounding
from pendopo.kernel.lake.measures import storing
from pendopo.kernel.lake.measures.evidence import Part, Shape
from pendopo.kernel.lake.measures.schema import MeasurePackage
from pendopo.kernel.lake.models import KeptResult
from pendopo.kernel.periods import Period


@dataclass(frozen=True)
class Group:
    """The measure in one part: a district, an agency. Key None is where nothing is filled in."""

    key: str | None
    rows_count: int
    value: Decimal | None


@dataclass(frozen=True)
class Measured:
    """A number and what stands behind it.

    `number` is exact, `value` the same rounded half up to the measure's decimals; None where
    there was nothing to divide by, or too few rows to tell. `watermark` is the seal up to which
    entries were counted.
    """

    measure: MeasurePackage
    period: Period
    number: Fraction | None
    value: Decimal | None
    rows_count: int
    groups: tuple[Group, ...]
    watermark: int
    fingerprint: str
    shape: Shape
    at: datetime | None
    """When the lake was last filled before this was counted; None while it never was."""
    whole: Part
    parts: tuple[Part, ...]

    @property
    def version(self) -> int:
        """Return the version of the measure that was asked."""
        return self.measure.version

    @property
    def simulation(self) -> str:
        """Return why this number is a simulation; empty where it is none."""
        return self.measure.simulation


def of(
    found: MeasurePackage, period: Period, whole: KeptResult, split: KeptResult | None
) -> Measured:
    """Return what the rows of a period keep of a measure: the whole, and perhaps its parts."""
    total, parts = storing.parts(whole)[0], tuple(storing.parts(split)) if split else ()
    number = _number(found, total)
    return Measured(
        measure=found,
        period=period,
        number=number,
        value=_rounded(number, found.decimals),
        rows_count=total.rows,
        groups=tuple(_group(found, part) for part in parts),
        watermark=min(whole.watermark, split.watermark) if split else whole.watermark,
        fingerprint=whole.fingerprint,
        shape=storing.shape(whole),
        at=storing.moment(whole),
        whole=total,
        parts=parts,
    )


def _group(found: MeasurePackage, part: Part) -> Group:
    return Group(part.key, part.rows, _rounded(_number(found, part), found.decimals))


def _number(found: MeasurePackage, part: Part) -> Fraction | None:
    # A count of nothing is 0; a mean over too few is not said.
    if 0 < part.rows < found.fewest:
        return None
    return part.number


def _rounded(number: Fraction | None, decimals: int) -> Decimal | None:
    return None if number is None else rounding.half_up(number, decimals)
