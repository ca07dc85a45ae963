"""The same question for every engine: built as a tree, written as DuckDB's or Spark's SQL."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlglot import exp

from pendopo.kernel.lake.measures import checking
from pendopo.kernel.lake.measures.checking import Question
from pendopo.kernel.lake.measures.evidence import EMPTY, BadFilter, Where
from pendopo.kernel.lake.measures.schema import MeasurePackage
from pendopo.kernel.lake.tables import ColumnType
from pendopo.kernel.periods import Period

_YES, _NO = {"ya", "true", "1"}, {"tidak", "false", "0"}


def text(tree: exp.Expr, dialect: str) -> str:
    """Write a tree as SQL of this engine, without the comments of its author."""
    return tree.sql(dialect=dialect, comments=False)


def translate(measure: MeasurePackage, period: Period, dialect: str) -> str:
    """Return the SQL that gives the number of a period, as this engine is asked it."""
    question = checking.question(measure)
    found = totals(question, evidence(question, period))
    return found.sql(dialect=dialect, comments=False, pretty=True)


def evidence(question: Question, period: Period) -> exp.Select:
    """Return the SELECT of the rows of a period: dates put in as dates."""
    return dated(question.select, period.start, period.end)


def dated(select: exp.Select, start: date, end: date) -> exp.Select:
    """Return a SELECT with these days for `:start` and `:end`."""
    days = {"start": start, "end": end}

    def replaced(node: exp.Expr) -> exp.Expr:
        return day(days[node.name]) if isinstance(node, exp.Placeholder) else node

    found = select.transform(replaced)
    assert isinstance(found, exp.Select)
    return found


def totals(question: Question, rows: exp.Select, *, by: str = "") -> exp.Select:
    """Return the SELECT of count and terms over exactly these rows, whole or by a column."""
    key = [exp.column(by, quoted=True)] if by else []
    found = over(rows, *key, *counted(question.formula.terms))
    return found.group_by(*key, copy=False) if by else found


def over(rows: exp.Select, *columns: exp.Expr) -> exp.Select:
    """Return the SELECT of these columns over a SELECT; all of them become part of it."""
    # Each step of the library's builder copies the whole tree, unless it is told not to.
    behind = rows.subquery("evidence", copy=False)
    return exp.select(*columns, copy=False).from_(behind, copy=False)


def counted(terms: Iterable[exp.Expr]) -> list[exp.Expr]:
    """Return the columns of how many rows there are, then of each term."""
    named = enumerate(terms)
    return [_size(), *(exp.alias_(term, f"t{n}", quoted=True) for n, term in named)]


def page(question: Question, rows: exp.Select, where: Where, limit: int, offset: int) -> exp.Select:
    """Return the SELECT of some of the rows, always in the same order."""
    names = list(question.columns)
    ordered = sorted(names, key=lambda name: name != "seq")
    columns = [exp.column(name, quoted=True) for name in names]
    found = _filtered(over(rows.copy(), *columns), question, where)
    found = found.order_by(*(exp.column(name, quoted=True) for name in ordered))
    return found.limit(limit).offset(offset)


def size(question: Question, rows: exp.Select, where: Where) -> exp.Select:
    """Return the SELECT that counts the rows that fit."""
    return _filtered(over(rows.copy(), _size()), question, where)


def _size() -> exp.Expr:
    return exp.alias_(exp.Count(this=exp.Star()), "n", quoted=True, copy=False)


def _filtered(select: exp.Select, question: Question, where: Where) -> exp.Select:
    for name, texts in where.items():
        if name not in question.columns:
            raise BadFilter
        select = select.where(_fits(name, question.columns[name], texts))
    return select


def _fits(name: str, kind: ColumnType, texts: Sequence[str]) -> exp.Expr:
    column = exp.column(name, quoted=True)
    values = [_literal(kind, value) for value in texts if value != EMPTY]
    # An empty list lets nothing through; SQL has no way to write one.
    fits = column.isin(*values) if values else exp.false()
    return exp.or_(fits, column.is_(exp.null())) if EMPTY in texts else fits


def _literal(kind: ColumnType, value: str) -> exp.Expr:
    try:
        if kind in {ColumnType.INTEGER, ColumnType.MONEY}:
            return exp.Literal.number(int(value))
        if kind == ColumnType.DATE:
            return day(date.fromisoformat(value))
    except ValueError as error:
        raise BadFilter from error
    if kind == ColumnType.TEXT:
        return exp.Literal.string(value)
    if kind == ColumnType.BOOLEAN and value in _YES | _NO:
        return exp.true() if value in _YES else exp.false()
    raise BadFilter


def day(when: date) -> exp.Expr:
    """Return a day as SQL."""
    return exp.cast(exp.Literal.string(when.isoformat()), "DATE")
