"""Ask the lake for the parts of a measure: whole sums and counts, from exactly the listed files."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlglot import exp

from pendopo.kernel.lake import engine, folder, manifest, tables
from pendopo.kernel.lake.engine import Cell
from pendopo.kernel.lake.manifest import File, Manifest
from pendopo.kernel.lake.measures import checking, translating
from pendopo.kernel.lake.measures.checking import Question
from pendopo.kernel.lake.measures.schema import MeasurePackage
from pendopo.kernel.lake.measures.translating import Where
from pendopo.kernel.lake.tables import ColumnType
from pendopo.kernel.periods import Period


@dataclass(frozen=True)
class Part:
    """One group of the rows (key None is the whole, or where nothing is filled in)."""

    key: str | None
    rows: int
    terms: tuple[int | None, ...]


@dataclass(frozen=True)
class Page:
    """Some of the rows behind a number; `total` fit the filter, `columns` are names with types."""

    columns: tuple[tuple[str, ColumnType], ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    number: int
    size: int


def state() -> Manifest:
    """Return the newest whole state of the lake."""
    return manifest.read(folder.path())


def fingerprint(measure: MeasurePackage, period: Period, now: Manifest) -> str:
    """Return a hash of everything that the result rests on: question, period and files."""
    names = sorted(checking.question(measure).tables)
    seen = [file.sha256 for name in names for file in files(now, name, period)]
    told = "\n".join([measure.rows, measure.value, str(period), *seen])
    return hashlib.sha256(told.encode()).hexdigest()


def parts(measure: MeasurePackage, period: Period, now: Manifest, *, by: str = "") -> list[Part]:
    """Return the parts of a measure, whole (one part) or by a breakdown.

    Raises QueryStopped and QueryFailed.
    """
    question = checking.question(measure)
    select = translating.totals(question, translating.evidence(question, period), by=by)
    return parts_of(_ask(question, select, period, now).rows, by=by)


def parts_of(rows: Iterable[Sequence[Cell]], *, by: str) -> list[Part]:
    """Return what an engine answered to `translating.totals`, in the order of the keys."""
    skip = 1 if by else 0
    got = [
        Part(_key(row[0]) if by else None, _whole(row[skip]) or 0, _terms(row[skip + 1 :]))
        for row in rows
    ]
    return sorted(got, key=lambda part: (part.key is None, part.key or ""))


def page(
    measure: MeasurePackage, period: Period, now: Manifest, where: Where, number: int, size: int
) -> Page:
    """Return one page (from 1) of the rows. Raises BadFilter, QueryStopped and QueryFailed."""
    question = checking.question(measure)
    rows = translating.evidence(question, period)
    select = translating.page(question, rows, where, size, (number - 1) * size)
    found = _ask(question, select, period, now)
    counted = _ask(question, translating.size(question, rows, where), period, now)
    total = _whole(counted.rows[0][0]) or 0
    return Page(tuple(question.columns.items()), found.rows, total, number, size)


def files(now: Manifest, table: str, period: Period) -> list[File]:
    """Return the files up to the period's last month: what came later cannot change its number.

    A register may be younger than the period; then its first month stands for the time before.
    """
    listed = now.files_of(table)
    last = f"{period.end:%Y-%m}"
    seen = [file for file in listed if file.month <= last]
    if not seen and listed and listed[0].first_day:
        seen = [file for file in listed if file.month == listed[0].month]
    return seen


def _sources(question: Question, period: Period, now: Manifest) -> Iterator[engine.Source]:
    known = tables.known()
    for name in sorted(question.tables):
        columns = tuple((column, kind.sql) for column, kind in known[name].columns.items())
        paths = tuple(str(folder.path() / file.path) for file in files(now, name, period))
        yield engine.Source(name, columns, paths)


def _ask(question: Question, select: exp.Select, period: Period, now: Manifest) -> engine.Result:
    sql = translating.text(select, "duckdb")
    return engine.run(engine.Query(sql, tuple(_sources(question, period, now)), folder.path()))


def _terms(cells: Sequence[Cell]) -> tuple[int | None, ...]:
    return tuple(_whole(cell) for cell in cells)


def _whole(cell: Cell) -> int | None:
    assert cell is None or isinstance(cell, int)
    return cell


def _key(cell: Cell) -> str | None:
    return None if cell is None else str(cell)


def some(
    question: Question, rows: exp.Select, period: Period, now: Manifest, limit: int, offset: int
) -> tuple[tuple[Cell, ...], ...]:
    """Return some of the rows of a SELECT like `translating.evidence`, in the order of pages."""
    return _ask(question, translating.page(question, rows, {}, limit, offset), period, now).rows
