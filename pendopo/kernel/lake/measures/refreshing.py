"""Keep the results that pages will ask for up to the newest lake, a few seconds at a time."""

import logging
import time
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from pendopo.kernel import periods, steady
from pendopo.kernel.lake import clock, engine, folder
from pendopo.kernel.lake.manifest import Manifest
from pendopo.kernel.lake.measures import counting, evidence, keeping, reading
from pendopo.kernel.lake.measures.evidence import Place
from pendopo.kernel.lake.measures.schema import MeasurePackage
from pendopo.kernel.lake.models import KeptResult
from pendopo.kernel.periods import Period, Span

if TYPE_CHECKING:
    from pendopo.kernel.lake.measures.batching import Batch

log = logging.getLogger(__name__)

SHOWN = {Span.MONTH: 13, Span.QUARTER: 9, Span.HALF: 5, Span.YEAR: 4}
"""How many periods a trend shows; so many are kept for every measure."""
SPLIT = 2
"""How many of the newest periods are kept with their breakdowns."""

_Kept = tuple[Period, str]

_alone: set[str] = set()
"""Measures that were stopped when they were asked together; this process asks them one by one."""
_finished: list[object] = [None]
"""The state of lake, content and calendar for which this process has nothing left to count."""


def refresh(*, now: datetime, seconds: float = 20.0) -> int:
    """Count what rests on files that have changed, for so long; return how many results.

    Called after the lake has been refreshed; what is left waits for the next call.
    """
    with steady.hold():
        lake, day = evidence.state(), clock.today(now)
        found = keeping.all_measures(on=day)
        mark = (folder.path(), lake.seq, lake.at, lake.registers_at, day, [*map(_version, found)])
        if mark == _finished[0]:
            return 0
        if lake.files:
            engine.warm(folder.path())
        stale = reading.batches(_stale(found, day, lake), lake)
        computed, is_done = _work_off(_quiet_first(stale), lake, time.monotonic() + seconds)
        _finished[0] = mark if is_done else None
        return computed


def _work_off(batches: list["Batch"], lake: Manifest, end: float) -> tuple[int, bool]:
    """Count and keep batch by batch until the time is over; return how many results, and if all."""
    computed, queue, is_whole = 0, deque(batches), True
    while queue:
        if time.monotonic() > end:
            return computed, False
        batch = queue.popleft()
        try:
            computed += _compute(batch, lake)
        except (engine.QueryStopped, engine.QueryFailed) as error:
            log.warning("together: %s: %s %s", batch.name, type(error).__name__, error.reason)
            # One by one, so that whichever cannot be counted keeps no other from being counted.
            _alone.update(measure.code for measure in batch.measures)
            queue.extend(batch.split())
        except evidence.FileAltered as error:
            # Asked again next time: somebody may have put the right file back.
            log.warning("not counted: %s: %s", batch.name, error.details)
            is_whole = False
    return computed, is_whole


def _compute(batch: "Batch", lake: Manifest) -> int:
    if len(batch.places) == 1:
        counting.compute(*batch.places[0], lake)
        return 1
    return len(counting.compute_together(batch, lake))


def _version(measure: MeasurePackage) -> tuple[str, int]:
    return measure.code, measure.version


def _quiet_first(batches: Iterable["Batch"]) -> list["Batch"]:
    # What had to be stopped before takes its whole time again: it must not starve the others.
    stopped = set(KeptResult.objects.exclude(trouble="").values_list("code", flat=True))
    ready = [
        one for batch in batches for one in (batch.split() if _has(batch, _alone) else [batch])
    ]
    return sorted(ready, key=lambda batch: _has(batch, stopped))


def _has(batch: "Batch", codes: set[str]) -> bool:
    return any(measure.code in codes for measure in batch.measures)


def _stale(found: list[MeasurePackage], day: date, lake: Manifest) -> Iterator[Place]:
    for newest in found:
        kept = _kept(newest.code)
        for period, breakdown in sorted(_wanted(newest, day) | {place for _, place in kept}):
            measure = keeping.measure(newest.code, period)
            if not counting.has_lived(period, lake):
                continue
            if breakdown and breakdown not in measure.breakdowns:
                continue
            is_good = reading.fingerprint(measure, period, lake)
            if kept.get((measure.version, (period, breakdown))) != is_good:
                yield Place(measure, period, breakdown)


def _wanted(measure: MeasurePackage, day: date) -> set[_Kept]:
    """Return what pages show of a measure: its trend, and its newest breakdowns."""
    shown = periods.latest(day, measure.period, SHOWN[measure.period])
    split = {(period, name) for period in shown[-SPLIT:] for name in measure.breakdowns}
    return {(period, "") for period in shown} | split


def _kept(code: str) -> dict[tuple[int, _Kept], str]:
    rows = KeptResult.objects.filter(code=code).defer("parts")
    return {
        (row.version, (periods.read(row.period), row.breakdown)): row.fingerprint for row in rows
    }
