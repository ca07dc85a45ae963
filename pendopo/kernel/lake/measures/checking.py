"""Read the SQL of a measure and hold it to what a measure may ask."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sqlglot import exp

from pendopo.kernel.content import Package
from pendopo.kernel.lake import tables
from pendopo.kernel.lake.measures import formula, scopes
from pendopo.kernel.lake.measures.evidence import Shape
from pendopo.kernel.lake.measures.formula import Formula
from pendopo.kernel.lake.measures.grammar import SqlRefused, Text
from pendopo.kernel.lake.measures.schema import MeasurePackage
from pendopo.kernel.lake.tables import AS_OF, ColumnType, Table

ENTRY = ("entry_id", "seq")


@dataclass(frozen=True)
class Question:
    """A measure's SQL, understood: its evidence, the tables behind it, and its number."""

    select: exp.Select
    columns: Mapping[str, ColumnType]
    tables: frozenset[str]
    formula: Formula

    @cached_property
    def shape(self) -> Shape:
        """What it reads, as hiding compares it with others; asked for once for each result."""
        known = tables.known()
        return Shape(
            columns=self.columns,
            table=self.select.args["from_"].this.name,
            conditions=frozenset(map(without_tables, self._conditions())),
            is_open=all(
                known[name].source == "register" and known[name].public for name in self.tables
            ),
            is_counted=self.formula.is_counted,
        )

    def _conditions(self) -> list[exp.Expr]:
        where, joined = self.select.args.get("where"), self.select.args.get("joins")
        # A join can only leave rows out, for it ties one row; so it is one more condition.
        return [*(scopes.conjuncts(where.this) if where else []), *(joined or [])]


def check(rows: str, value: str, known: Mapping[str, Table]) -> Question:
    """Read both texts against the known tables. Raises SqlRefused."""
    text = Text("rows", rows)
    select = text.parse()
    columns = scopes.Reader(text, known).evidence(select)
    _expect_key(text, select, columns, known)
    read = frozenset(table.name for table in select.find_all(exp.Table))
    return Question(select, columns, read, formula.read(value, columns))


def question(measure: MeasurePackage) -> Question:
    """Return the measure's SQL against the tables of this installation. Raises SqlRefused."""
    return _question(measure.rows, measure.value)


def without_tables(node: exp.Expr) -> str:
    """Write a condition without the aliases of its tables: c.on_time and on_time are the same."""
    bare = node.copy()
    for column in bare.find_all(exp.Column):
        column.set("table", None)
    return bare.sql(dialect="duckdb", comments=False)


def faults(data: Package, files: Mapping[str, str]) -> Iterable[str]:
    """Yield what content check says about a measure."""
    assert isinstance(data, MeasurePackage)
    try:
        found = question(data)
    except SqlRefused as error:
        yield error.sentence
        return
    for name in data.breakdowns:
        if name not in found.columns:
            yield f"Rincian “{name}” bukan kolom dari rows."


@lru_cache(maxsize=512)
def _question(rows: str, value: str) -> Question:
    # Tables come from code, so they stay the same as long as this process lives.
    return check(rows, value, tables.known())


def _expect_key(
    text: Text, select: exp.Select, columns: Mapping[str, ColumnType], known: Mapping[str, Table]
) -> None:
    """Refuse rows that cannot be opened: an entry needs its id and seal, a register its day."""
    first = select.args["from_"].this
    table = known.get(first.name) if isinstance(first, exp.Table) else None
    if table is None:
        raise text.refusal("Sesudah FROM yang pertama harus ada tabel, bukan SELECT lain.", first)
    needed = ENTRY if table.source == "event" else (AS_OF,)
    missing = [name for name in needed if name not in columns]
    if missing:
        raise text.refusal(f"rows harus membawa kolom {', '.join(missing)}.", first)
