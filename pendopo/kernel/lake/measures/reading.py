"""The one door to the reader of SQL, opened when somebody first needs it.

SQLGlot weighs 20 MB. A page that shows kept results asks nothing in SQL, so a web worker does
without it until somebody opens the rows behind a number; the worker that counts pays at its first
measure.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from pendopo.kernel.content import Package
from pendopo.kernel.lake.engine import Cell
from pendopo.kernel.lake.manifest import Manifest
from pendopo.kernel.lake.measures.evidence import Page, Part, Place, Shape, Where
from pendopo.kernel.lake.measures.schema import MeasurePackage
from pendopo.kernel.lake.tables import ColumnType
from pendopo.kernel.periods import Period

if TYPE_CHECKING:
    from pendopo.kernel.lake.measures.batching import Batch
    from pendopo.kernel.lake.measures.freezing import Frozen


def faults(data: Package, files: Mapping[str, str]) -> Iterable[str]:
    """Yield what content check says about a measure."""
    from pendopo.kernel.lake.measures import checking

    return checking.faults(data, files)


def faults_together(packages: Iterable[Package]) -> Iterable[tuple[str, str]]:
    """Yield (code, sentence) for open measures that may not stand beside each other."""
    from pendopo.kernel.lake.measures import relating

    return relating.faults(packages)


def columns(measure: MeasurePackage) -> Mapping[str, ColumnType]:
    """Return the columns of the rows with their types. Raises SqlRefused."""
    from pendopo.kernel.lake.measures import checking

    return checking.question(measure).columns


def shape(measure: MeasurePackage) -> Shape:
    """Return what the measure reads. Raises SqlRefused."""
    from pendopo.kernel.lake.measures import checking

    return checking.question(measure).shape


def fingerprint(measure: MeasurePackage, period: Period, now: Manifest) -> str:
    """Return a hash of everything that a result rests on: question, period and files."""
    from pendopo.kernel.lake.measures import running

    return running.fingerprint(measure, period, now)


def parts(measure: MeasurePackage, period: Period, now: Manifest, *, by: str = "") -> list[Part]:
    """Count a measure, whole or by a breakdown. Raises QueryStopped and QueryFailed."""
    from pendopo.kernel.lake.measures import running

    return running.parts(measure, period, now, by=by)


def batches(wanted: Iterable[Place], now: Manifest) -> "Iterator[Batch]":
    """Put together what one question can answer; each place comes back exactly once."""
    places = list(wanted)
    if not places:
        return iter(())
    from pendopo.kernel.lake.measures import batching

    return batching.batches(places, now)


def together(batch: "Batch", now: Manifest) -> list[list[Part]]:
    """Return the parts of each place of a batch. Raises QueryStopped and QueryFailed."""
    from pendopo.kernel.lake.measures import batching

    return batching.parts(batch, now)


def page(
    measure: MeasurePackage, period: Period, now: Manifest, where: Where, number: int, size: int
) -> Page:
    """Return one page (from 1) of the rows. Raises BadFilter, QueryStopped and QueryFailed."""
    from pendopo.kernel.lake.measures import running

    return running.page(measure, period, now, where, number, size)


def stream(
    measure: MeasurePackage, period: Period, now: Manifest, where: Where, size: int
) -> Iterator[tuple[tuple[Cell, ...], ...]]:
    """Yield all rows that fit, so many at a time. Raises as page."""
    from pendopo.kernel.lake.measures import running

    return running.stream(measure, period, now, where, size)


def translate(measure: MeasurePackage, period: Period, dialect: str) -> str:
    """Return the SQL that gives the number of a period, as "duckdb" or "spark" is asked it."""
    from pendopo.kernel.lake.measures import translating

    return translating.translate(measure, period, dialect)


def freeze(code: str, period: str, seals: int) -> "Frozen":
    """Return a measure of a period over the first so many entries.

    Raises NoSuchMeasure and NoSuchPeriod.
    """
    from pendopo.kernel.lake.measures import freezing

    return freezing.freeze(code, period, seals)
