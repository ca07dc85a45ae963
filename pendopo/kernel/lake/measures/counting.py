"""Count results with the engine and keep them, alone or many in one question."""

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pendopo.kernel import periods
from pendopo.kernel.lake import engine
from pendopo.kernel.lake.manifest import Manifest
from pendopo.kernel.lake.measures import evidence, reading, storing
from pendopo.kernel.lake.measures.evidence import Part, Place
from pendopo.kernel.lake.measures.schema import MeasurePackage
from pendopo.kernel.lake.models import KeptResult
from pendopo.kernel.periods import Period

if TYPE_CHECKING:
    from pendopo.kernel.lake.measures.batching import Batch

log = logging.getLogger(__name__)


def compute(found: MeasurePackage, period: Period, breakdown: str, lake: Manifest) -> KeptResult:
    """Count now, and keep it if entries can have fallen into the period."""
    parts, trouble = _parts_or_trouble(found, period, breakdown, lake)
    row = result(found, period, breakdown, lake, parts, trouble)
    keep([row] if has_lived(period, lake) else [])
    return row


def compute_together(batch: "Batch", lake: Manifest) -> list[KeptResult]:
    """Count a batch in one question and keep what came of it. Raises QueryStopped, QueryFailed."""
    found = zip(batch.places, reading.together(batch, lake), strict=True)
    rows = [result(*place, lake, parts) for place, parts in found]
    keep([row for row in rows if has_lived(periods.read(row.period), lake)])
    return rows


def missing_results(missing: list[Place]) -> Iterator[KeptResult]:
    """Count what was not kept: together where that goes, otherwise one by one."""
    lake = evidence.state() if missing else Manifest()
    for batch in reading.batches(missing, lake):
        try:
            yield from _counted_together(batch, lake)
        except evidence.FileAltered as error:
            log.warning("not counted: %s: %s", batch.name, error.details)


def result(
    found: MeasurePackage,
    period: Period,
    breakdown: str,
    lake: Manifest,
    parts: list[Part],
    trouble: str = "",
) -> KeptResult:
    """Return what was counted as it can be kept."""
    return KeptResult(
        code=found.code,
        version=found.version,
        period=str(period),
        breakdown=breakdown,
        fingerprint=reading.fingerprint(found, period, lake),
        watermark=lake.seq,
        parts=storing.written(reading.shape(found), lake.at, parts),
        trouble=trouble,
    )


def keep(rows: list[KeptResult]) -> None:
    """Keep results in the place of what was kept before."""
    # One statement, so that two who compute the same at once do not meet in an error.
    KeptResult.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code", "version", "period", "breakdown"],
        update_fields=["fingerprint", "watermark", "parts", "trouble"],
    )


def has_lived(period: Period, lake: Manifest) -> bool:
    """Tell whether the lake has anything of the time of this period."""
    # Nobody can fill the table by asking for every month of the century.
    if not lake.months:
        return False
    first, last = lake.months
    return first <= f"{period.end:%Y-%m}" and f"{period.start:%Y-%m}" <= last


def _counted_together(batch: "Batch", lake: Manifest) -> list[KeptResult]:
    if len(batch.places) > 1:
        try:
            return compute_together(batch, lake)
        except (engine.QueryStopped, engine.QueryFailed) as error:
            log.warning("together: %s: %s %s", batch.name, type(error).__name__, error.reason)
    return [compute(*place, lake) for place in batch.places]


def _parts_or_trouble(
    found: MeasurePackage, period: Period, breakdown: str, lake: Manifest
) -> tuple[list[Part], str]:
    # One measure that cannot be counted must not keep the others from being counted.
    try:
        return reading.parts(found, period, lake, by=breakdown), ""
    except (engine.QueryStopped, engine.QueryFailed) as error:
        log.warning("measure %s: %s %s", found.code, type(error).__name__, error.reason)
        return [], error.reason if isinstance(error, engine.QueryStopped) else "failed"
