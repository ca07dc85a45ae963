"""Keep the results that pages will ask for up to the newest lake, a few seconds at a time."""

import time
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from pendopo.kernel import periods
from pendopo.kernel.lake import clock, folder
from pendopo.kernel.lake.manifest import Manifest
from pendopo.kernel.lake.measures import evidence, keeping, reading
from pendopo.kernel.lake.measures.schema import MeasurePackage
from pendopo.kernel.lake.models import KeptResult
from pendopo.kernel.periods import Period, Span

SHOWN = {Span.MONTH: 13, Span.QUARTER: 9, Span.HALF: 5, Span.YEAR: 4}
"""How many periods a trend shows; so many are kept for every measure."""
SPLIT = 2
"""How many of the newest periods are kept with their breakdowns."""

Place = tuple[Period, str]

_finished: list[object] = [None]
"""The state of lake, content and calendar for which this process has nothing left to count."""


def refresh(*, now: datetime, seconds: float = 20.0) -> int:
    """Count what rests on files that have changed, for so long; return how many results.

    Called after the lake has been refreshed; what is left waits for the next call.
    """
    lake, day = evidence.state(), clock.today(now)
    found = keeping.all_measures(on=day)
    mark = (folder.path(), lake.seq, lake.at, lake.registers_at, day, [*map(_version, found)])
    if mark == _finished[0]:
        return 0
    end, computed = time.monotonic() + seconds, 0
    for measure, (period, breakdown) in _quiet_first(_stale(found, day, lake)):
        if time.monotonic() > end:
            return computed
        keeping.compute(measure, period, breakdown, lake)
        computed += 1
    _finished[0] = mark
    return computed


def _version(measure: MeasurePackage) -> tuple[str, int]:
    return measure.code, measure.version


def _quiet_first(
    stale: Iterable[tuple[MeasurePackage, Place]],
) -> list[tuple[MeasurePackage, Place]]:
    # What had to be stopped before takes its whole time again: it must not starve the others.
    stopped = set(KeptResult.objects.exclude(trouble="").values_list("code", flat=True))
    return sorted(stale, key=lambda item: item[0].code in stopped)


def _stale(
    found: list[MeasurePackage], day: date, lake: Manifest
) -> Iterator[tuple[MeasurePackage, Place]]:
    for newest in found:
        kept = _kept(newest.code)
        for period, breakdown in sorted(_wanted(newest, day) | {place for _, place in kept}):
            measure = keeping.measure(newest.code, period)
            if not keeping.has_lived(period, lake):
                continue
            if breakdown and breakdown not in measure.breakdowns:
                continue
            is_good = reading.fingerprint(measure, period, lake)
            if kept.get((measure.version, (period, breakdown))) != is_good:
                yield measure, (period, breakdown)


def _wanted(measure: MeasurePackage, day: date) -> set[Place]:
    """Return what pages show of a measure: its trend, and its newest breakdowns."""
    shown = periods.latest(day, measure.period, SHOWN[measure.period])
    split = {(period, name) for period in shown[-SPLIT:] for name in measure.breakdowns}
    return {(period, "") for period in shown} | split


def _kept(code: str) -> dict[tuple[int, Place], str]:
    rows = KeptResult.objects.filter(code=code).defer("parts")
    return {
        (row.version, (periods.read(row.period), row.breakdown)): row.fingerprint for row in rows
    }
