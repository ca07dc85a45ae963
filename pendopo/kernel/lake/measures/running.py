"""Ask the lake for the parts of a measure: whole sums and counts, from exactly the listed files."""

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sqlglot import exp

from pendopo.kernel.lake import engine, folder, tables
from pendopo.kernel.lake import files as lake_files
from pendopo.kernel.lake.engine import Cell
from pendopo.kernel.lake.manifest import File, Manifest
from pendopo.kernel.lake.measures import checking, storing, translating
from pendopo.kernel.lake.measures.checking import Question
from pendopo.kernel.lake.measures.evidence import FileAltered, Page, Part, Where
from pendopo.kernel.lake.measures.schema import MeasurePackage
from pendopo.kernel.periods import Period

_compared: dict[str, tuple[object, ...]] = {}
"""Files that were as the manifest says: path → what the system said of them then."""


def fingerprint(measure: MeasurePackage, period: Period, now: Manifest) -> str:
    """Return a hash of everything that the result rests on: question, period and files."""
    names = sorted(checking.question(measure).tables)
    seen = [file.sha256 for name in names for file in files(now, name, period)]
    told = "\n".join([storing.FORM, measure.rows, measure.value, str(period), *seen])
    return hashlib.sha256(told.encode()).hexdigest()


def parts(measure: MeasurePackage, period: Period, now: Manifest, *, by: str = "") -> list[Part]:
    """Return the parts of a measure, whole (one part) or by a breakdown.

    Raises QueryStopped and QueryFailed.
    """
    question = checking.question(measure)
    select = translating.totals(question, translating.evidence(question, period), by=by)
    return parts_of(question, ask(question.tables, select, period, now).rows, by=by)


def parts_of(question: Question, rows: Iterable[Sequence[Cell]], *, by: str) -> list[Part]:
    """Return what an engine answered to `translating.totals`, in the order of the keys."""
    return in_order(part(question, row if by else (None, *row)) for row in rows)


def part(question: Question, row: Sequence[Cell]) -> Part:
    """Return one group of the rows from its key, its count of rows, and its terms."""
    key, rows, *rest = row
    terms = tuple(map(_whole, rest))
    formula = question.formula
    return Part(
        key=None if key is None else str(key),
        rows=_whole(rows) or 0,
        terms=terms,
        number=formula.number(terms),
        shares=tuple(terms[place] or 0 for place in formula.shares),
        distinct=tuple(terms[place] or 0 for place in formula.distinct),
    )


def in_order(got: Iterable[Part]) -> list[Part]:
    """Return parts by their keys, the one without a key last."""
    return sorted(got, key=lambda one: (one.key is None, one.key or ""))


def page(
    measure: MeasurePackage, period: Period, now: Manifest, where: Where, number: int, size: int
) -> Page:
    """Return one page (from 1) of the rows. Raises BadFilter, QueryStopped and QueryFailed."""
    question = checking.question(measure)
    rows = translating.evidence(question, period)
    select = translating.page(question, rows, where, size, (number - 1) * size)
    found = ask(question.tables, select, period, now)
    counted = ask(question.tables, translating.size(question, rows, where), period, now)
    total = _whole(counted.rows[0][0]) or 0
    return Page(tuple(question.columns.items()), found.rows, total, number, size)


def stream(
    measure: MeasurePackage, period: Period, now: Manifest, where: Where, size: int
) -> Iterator[tuple[tuple[Cell, ...], ...]]:
    """Yield all rows that fit, so many at a time, of one state of the lake. Raises as page."""
    question = checking.question(measure)
    rows = translating.evidence(question, period)
    for place in itertools.count():
        select = translating.page(question, rows, where, size, place * size)
        found = ask(question.tables, select, period, now).rows
        yield found
        if len(found) < size:
            return


def some(
    question: Question, rows: exp.Select, period: Period, now: Manifest, limit: int, offset: int
) -> tuple[tuple[Cell, ...], ...]:
    """Return some of the rows of a SELECT like `translating.evidence`, in the order of pages."""
    select = translating.page(question, rows, {}, limit, offset)
    return ask(question.tables, select, period, now).rows


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


def ask(names: Iterable[str], select: exp.Select, period: Period, now: Manifest) -> engine.Result:
    """Ask the engine over the tables of these names, as a period sees them.

    Raises QueryStopped, QueryFailed and FileAltered.
    """
    sql = translating.text(select, "duckdb")
    return engine.run(engine.Query(sql, tuple(_sources(names, period, now)), folder.path()))


def _sources(names: Iterable[str], period: Period, now: Manifest) -> Iterator[engine.Source]:
    known = tables.known()
    for name in sorted(names):
        columns = tuple((column, kind.sql) for column, kind in known[name].columns.items())
        paths = tuple(str(_unaltered(file)) for file in files(now, name, period))
        yield engine.Source(name, columns, paths)


def _whole(cell: Cell) -> int | None:
    assert cell is None or isinstance(cell, int)
    return cell


def _unaltered(file: File) -> Path:
    """Return where a file lies, after its hash was compared with the manifest. Raises FileAltered."""
    path = folder.path() / file.path
    try:
        seen = path.stat()
        # Hashed once in the life of a process, and again whenever somebody has touched it.
        mark = (seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, file.sha256)
        if _compared.get(str(path)) != mark:
            if lake_files.sha256(path) != file.sha256:
                raise FileAltered(file=file.path)
            _compared[str(path)] = mark
    except OSError as error:
        raise FileAltered(file=file.path) from error
    return path
