"""The rows of a measure as they were when the ledger had so many seals, whatever came later."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from pendopo.kernel import periods
from pendopo.kernel.lake import tables
from pendopo.kernel.lake.engine import Cell
from pendopo.kernel.lake.measures import checking, evidence, keeping, plainly, running, translating
from pendopo.kernel.lake.measures.checking import Question
from pendopo.kernel.lake.measures.schema import MeasurePackage
from pendopo.kernel.lake.tables import Table
from pendopo.kernel.periods import Period

PAGE = 20_000


@dataclass(frozen=True)
class Frozen:
    """A measure at one state of the ledger: how to count it again, and where its columns are from.

    `direct` leads from a column of the rows to the column of the first table that it repeats.
    """

    measure: MeasurePackage
    question: Question
    table: Table
    direct: Mapping[str, str]
    period: Period
    seals: int

    @property
    def formula(self) -> list[Any]:
        """Return the formula as nested lists."""
        return plainly.plainly(self.question.formula)

    @property
    def event(self) -> str:
        """Return the event that every row is an entry of; empty where rows are a register's."""
        return self.table.origin if self.table.source == "event" else ""

    @property
    def refs(self) -> list[str]:
        """Return the columns that refer to somebody or something."""
        return sorted(name for name, column in self.direct.items() if column in self.table.refs)

    @property
    def defaults(self) -> dict[str, object]:
        """Return what a column means in entries from before its field."""
        found = self.table.defaults
        used = set(self.direct.values())
        return {name: _json(value) for name, value in sorted(found.items()) if name in used}

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """Walk the rows, in the order of their entries. Raises QueryStopped and QueryFailed."""
        select = _before(translating.evidence(self.question, self.period), self.seals)
        lake, offset = evidence.state(), 0
        while found := running.some(self.question, select, self.period, lake, PAGE, offset):
            yield from found
            offset += len(found)


def freeze(code: str, period: str, seals: int) -> Frozen:
    """Return a measure of a period over the first so many entries.

    Raises NoSuchMeasure and NoSuchPeriod.
    """
    asked = periods.read(period)
    measure = keeping.measure(code, asked)
    question = checking.question(measure)
    first = question.select.args["from_"].this
    table = tables.known()[first.name]
    return Frozen(measure, question, table, _direct(question, first, table), asked, seals)


def _before(rows: exp.Select, seals: int) -> exp.Select:
    """Return the same SELECT over tables that end before a seal; registers have no seals."""
    known = tables.known()

    def bounded(node: exp.Expr) -> exp.Expr:
        if not isinstance(node, exp.Table) or known[node.name].source != "event":
            return node
        early = exp.column("seq", quoted=True) < exp.Literal.number(seals)
        inner = exp.select("*").from_(exp.to_table(node.name)).where(early)
        return inner.subquery(node.alias_or_name)

    # Not into what it just made: the table inside the bound is the table itself.
    found = rows.copy()
    for table in list(found.find_all(exp.Table)):
        table.replace(bounded(table))
    return found


def _direct(question: Question, first: exp.Expr, table: Table) -> dict[str, str]:
    # A count inside a column of its own reads other tables, but names none of these columns.
    alone = not question.select.args.get("joins")
    found = {}
    for part in question.select.expressions:
        column = part.this if isinstance(part, exp.Alias) else part
        if not isinstance(column, exp.Column) or column.name not in table.columns:
            continue
        if column.table == first.alias_or_name or (alone and not column.table):
            found[part.alias_or_name] = column.name
    return found


def _json(value: object) -> object:
    return value if isinstance(value, str | int | bool) or value is None else str(value)
