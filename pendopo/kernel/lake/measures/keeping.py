"""Results kept in a table, so that pages read a number instead of computing it.

Kept are sums and counts; the number itself is derived when it is read, exactly. A kept result
says which files of the lake it was made of, so it is known to be good without asking the engine.
"""

import logging
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pendopo.kernel import periods, steady
from pendopo.kernel.content import library
from pendopo.kernel.content.models import Version
from pendopo.kernel.lake import engine
from pendopo.kernel.lake.manifest import Manifest
from pendopo.kernel.lake.measures import checking, formula, running
from pendopo.kernel.lake.measures.running import Page, Part
from pendopo.kernel.lake.measures.schema import MeasurePackage
from pendopo.kernel.lake.measures.translating import Where
from pendopo.kernel.lake.models import KeptResult
from pendopo.kernel.periods import Period

log = logging.getLogger(__name__)

KIND = "measures"
LARGEST_PAGE = 50_000


class NoSuchMeasure(library.NoSuchContent):
    """No measure has this code."""

    sentence = "Ukuran ini tidak dikenal."


class NoSuchBreakdown(library.NoSuchContent):
    """The measure cannot be split this way."""

    sentence = "Ukuran ini tidak dirinci menurut itu."


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

    @property
    def version(self) -> int:
        """Return the version of the measure that was asked."""
        return self.measure.version

    @property
    def simulation(self) -> str:
        """Return why this number is a simulation; empty where it is none."""
        return self.measure.simulation


def measure(code: str, period: Period) -> MeasurePackage:
    """Return the version that counts for a period: the one in force on its last day.

    A period before the first version is measured by the first. Raises NoSuchMeasure.
    """
    try:
        found = library.current(KIND, code, on=period.end)
    except library.NoSuchContent:
        found = _first(code)
    assert isinstance(found.data, MeasurePackage)
    return found.data


def all_measures(*, on: date) -> list[MeasurePackage]:
    """Return the measures in force, by code."""
    found = [version.data for version in library.versions(KIND, on=on)]
    return [data for data in found if isinstance(data, MeasurePackage)]


def value(code: str, period: str | Period, *, breakdown: str | None = None) -> Measured:
    """Return the kept number of a period, or compute and keep it if nobody has asked before.

    Raises NoSuchMeasure, NoSuchPeriod, NoSuchBreakdown and QueryStopped.
    """
    asked = periods.read(period) if isinstance(period, str) else period
    found = measure(code, asked)
    if breakdown and breakdown not in found.breakdowns:
        raise NoSuchBreakdown
    whole = _kept_or_computed(found, asked, "")
    split = _kept_or_computed(found, asked, breakdown) if breakdown else None
    return _measured(found, asked, whole, split)


def kept(code: str, period: str | Period, *, breakdown: str | None = None) -> Measured | None:
    """Return the number of a period as it was last counted; None where nobody has counted it yet.

    For screens that must never wait: it asks no engine. Raises as value.
    """
    asked = periods.read(period) if isinstance(period, str) else period
    found = measure(code, asked)
    if breakdown and breakdown not in found.breakdowns:
        raise NoSuchBreakdown
    whole = _shelf(found, "").get(str(asked))
    split = _shelf(found, breakdown).get(str(asked)) if breakdown else None
    for each in filter(None, (whole, split)):
        if each.trouble:
            raise engine.QueryStopped(each.trouble)
    if whole is None or (breakdown and split is None):
        return None
    return _measured(found, asked, whole, split)


def trend(code: str, last: str | Period, number: int) -> list[Measured]:
    """Return the measure of so many periods up to this one, oldest first. Raises as value."""
    asked = periods.read(last) if isinstance(last, str) else last
    return [value(code, each) for each in periods.latest(asked.start, asked.span, number)]


def rows(
    code: str, period: str | Period, *, page: int = 1, size: int = 50, where: Where | None = None
) -> Page:
    """Return a page of the evidence, straight from the lake.

    Raises NoSuchMeasure, NoSuchPeriod, BadFilter, QueryStopped and QueryFailed.
    """
    asked = periods.read(period) if isinstance(period, str) else period
    found = measure(code, asked)
    bounded = max(1, min(size, LARGEST_PAGE))
    return running.page(found, asked, running.state(), where or {}, max(1, page), bounded)


def compute(found: MeasurePackage, period: Period, breakdown: str, lake: Manifest) -> KeptResult:
    """Count now, and keep it if entries can have fallen into the period."""
    parts, trouble = _parts_or_trouble(found, period, breakdown, lake)
    fresh = KeptResult(
        code=found.code,
        version=found.version,
        period=str(period),
        breakdown=breakdown,
        fingerprint=running.fingerprint(found, period, lake),
        watermark=lake.seq,
        parts=[[part.key, part.rows, list(part.terms)] for part in parts],
        trouble=trouble,
    )
    if has_lived(period, lake):
        _keep(fresh)
    return fresh


def has_lived(period: Period, lake: Manifest) -> bool:
    """Tell whether the lake has anything of the time of this period."""
    # Nobody can fill the table by asking for every month of the century.
    months = [file.month for file in lake.files]
    return (
        bool(months)
        and min(months) <= f"{period.end:%Y-%m}"
        and f"{period.start:%Y-%m}" <= max(months)
    )


def _kept_or_computed(found: MeasurePackage, period: Period, breakdown: str) -> KeptResult:
    kept = _kept(found, period, breakdown)
    kept = kept or compute(found, period, breakdown, running.state())
    if kept.trouble:
        raise engine.QueryStopped(kept.trouble)
    return kept


def _kept(found: MeasurePackage, period: Period, breakdown: str) -> KeptResult | None:
    return KeptResult.objects.filter(
        code=found.code, version=found.version, period=str(period), breakdown=breakdown
    ).first()


def _shelf(found: MeasurePackage, breakdown: str) -> dict[str, KeptResult]:
    """Return every kept period of a measure; a screen that draws a trend asks once for all."""
    what = (KeptResult, found.code, found.version, breakdown)
    rows = KeptResult.objects.filter(code=found.code, version=found.version, breakdown=breakdown)
    return steady.once(what, lambda: {row.period: row for row in rows})


def _parts_or_trouble(
    found: MeasurePackage, period: Period, breakdown: str, lake: Manifest
) -> tuple[list[Part], str]:
    # One measure that cannot be counted must not keep the others from being counted.
    try:
        return running.parts(found, period, lake, by=breakdown), ""
    except (engine.QueryStopped, engine.QueryFailed) as error:
        log.warning("measure %s: %s %s", found.code, type(error).__name__, error.reason)
        return [], error.reason if isinstance(error, engine.QueryStopped) else "failed"


def _keep(fresh: KeptResult) -> None:
    # One statement, so that two who compute the same at once do not meet in an error.
    KeptResult.objects.bulk_create(
        [fresh],
        update_conflicts=True,
        unique_fields=["code", "version", "period", "breakdown"],
        update_fields=["fingerprint", "watermark", "parts", "trouble"],
    )


def _measured(
    found: MeasurePackage, period: Period, whole: KeptResult, split: KeptResult | None
) -> Measured:
    total = _parts(whole)[0]
    number = _number(found, total)
    return Measured(
        measure=found,
        period=period,
        number=number,
        value=formula.rounded(number, found.decimals),
        rows_count=total.rows,
        groups=tuple(_group(found, part) for part in (_parts(split) if split else [])),
        watermark=min(whole.watermark, split.watermark) if split else whole.watermark,
        fingerprint=whole.fingerprint,
    )


def _group(found: MeasurePackage, part: Part) -> Group:
    return Group(part.key, part.rows, formula.rounded(_number(found, part), found.decimals))


def _number(found: MeasurePackage, part: Part) -> Fraction | None:
    # A count of nothing is 0; a mean over too few is not said.
    if 0 < part.rows < found.fewest:
        return None
    return checking.question(found).formula.number(part.terms)


def _parts(kept: KeptResult) -> list[Part]:
    return [Part(key, number, tuple(terms)) for key, number, terms in kept.parts]


def _first(code: str) -> Version:
    history = library.history(KIND, code)
    if not history:
        raise NoSuchMeasure
    return history[-1]
