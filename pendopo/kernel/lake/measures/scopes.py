"""Which tables and columns a SELECT of a measure reads, and of what types: names before values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlglot import exp

from pendopo.kernel.lake.measures import types
from pendopo.kernel.lake.measures.grammar import Text
from pendopo.kernel.lake.measures.types import Scope
from pendopo.kernel.lake.tables import ColumnType, Table

MAX_DEPTH = 3
MAX_JOINS = 4
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True)
class Reader:
    """Walks one text with the known tables at hand; every refusal names its place."""

    text: Text
    known: Mapping[str, Table]

    def evidence(self, select: exp.Select, depth: int = 1) -> dict[str, ColumnType]:
        """Return the columns of a SELECT of rows and their types. Raises SqlRefused."""
        scope = self._scope(select, depth)
        columns: dict[str, ColumnType] = {}
        for projection in select.expressions:
            name = projection.alias_or_name
            kind = self._kind(projection, scope)
            if not _NAME.fullmatch(name):
                reason = "Setiap kolom diberi nama kecil tanpa spasi (AS nama)."
                raise self.text.refusal(reason, projection)
            if name in columns or kind is None:
                reason = f"Kolom “{name}” harus ada satu kali dan berisi nilai."
                raise self.text.refusal(reason, projection)
            columns[name] = kind
        return columns

    def scalar(self, select: exp.Select, depth: int) -> ColumnType | None:
        """Return the type of a SELECT that gives exactly one value. Raises SqlRefused."""
        scope = self._scope(select, depth)
        if len(select.expressions) != 1:
            raise self.text.refusal("SELECT di dalam syarat memberi tepat satu nilai.", select)
        only = select.expressions[0].unalias()
        types.refuse_loose_columns(self.text, only)
        return types.of(self.text, only, scope)

    def _scope(self, select: exp.Select, depth: int) -> Scope:
        if depth > MAX_DEPTH:
            raise self.text.refusal(f"Lebih dari {MAX_DEPTH} SELECT bertingkat.", select)
        source = select.args.get("from_")
        joins = select.args.get("joins") or []
        if source is None or len(joins) > MAX_JOINS:
            raise self.text.refusal(
                f"SELECT membaca satu tabel dan paling banyak {MAX_JOINS} gabungan."
            )
        scope = Scope({}, lambda inner: self.scalar(inner, depth + 1))
        self._add(scope, source.this, depth)
        for join in joins:
            self._join(scope, join, depth)
        if where := select.args.get("where"):
            types.expect_truth(self.text, where.this, scope)
        return scope

    def _kind(self, projection: exp.Expr, scope: Scope) -> ColumnType | None:
        value = projection.unalias()
        if isinstance(value, exp.Star) or (
            isinstance(value, exp.Column) and isinstance(value.this, exp.Star)
        ):
            raise self.text.refusal(
                "Kolom disebut satu per satu, bukan dengan bintang.", projection
            )
        types.refuse_aggregates(self.text, value)
        return types.of(self.text, value, scope)

    def _add(self, scope: Scope, source: exp.Expr, depth: int) -> str:
        name = source.alias_or_name
        if not _NAME.fullmatch(name) or name in scope.sources:
            raise self.text.refusal("Setiap tabel bernama sendiri (AS nama).", source)
        scope.sources[name] = self._columns(source, depth)
        return name

    def _columns(self, source: exp.Expr, depth: int) -> Mapping[str, ColumnType]:
        if isinstance(source, exp.Subquery) and isinstance(source.this, exp.Select):
            return self.evidence(source.this, depth + 1)
        if not isinstance(source, exp.Table) or source.name not in self.known:
            raise self.text.refusal(f"Tabel “{source.name}” tidak dikenal.", source)
        return self.known[source.name].columns

    def _join(self, scope: Scope, join: exp.Join, depth: int) -> None:
        on = join.args.get("on")
        if join.side not in {"", "LEFT"} or join.kind not in {"", "INNER"} or on is None:
            raise self.text.refusal("Gabungan tabel memakai JOIN atau LEFT JOIN dengan ON.", join)
        name = self._add(scope, join.this, depth)
        types.expect_truth(self.text, on, scope)
        if not any(_ties(part, name, scope) for part in conjuncts(on)):
            reason = "ON menyamakan satu kolom tabel ini dengan kolom tabel lain."
            raise self.text.refusal(reason, join)


def conjuncts(condition: exp.Expr) -> list[exp.Expr]:
    """Return the conditions that must all hold."""
    return list(condition.flatten()) if isinstance(condition, exp.And) else [condition]


def _ties(part: exp.Expr, joined: str, scope: Scope) -> bool:
    sides = (part.this, part.expression) if isinstance(part, exp.EQ) else ()
    owners = {scope.owner(side) for side in sides if isinstance(side, exp.Column)}
    return len(owners) == 2 and joined in owners
