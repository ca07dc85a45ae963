"""The type of every expression: only like is compared with like, so that no engine has to guess.

Engines differ where they convert on their own ('1' = 1, TRUE + 1); here nothing converts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlglot import exp

from pendopo.kernel.lake.measures import grammar
from pendopo.kernel.lake.measures.grammar import Text
from pendopo.kernel.lake.tables import ColumnType

Kind = ColumnType | None
"""None is the type of NULL, which fits every other."""

NUMBERS = {ColumnType.INTEGER, ColumnType.MONEY}
DATES = {"start", "end"}
_WHOLE = {exp.DataType.Type.INT, exp.DataType.Type.BIGINT}


@dataclass(frozen=True)
class Scope:
    """The tables of one SELECT by alias, and how to read a SELECT inside it."""

    sources: dict[str, Mapping[str, ColumnType]]
    scalar: Callable[[exp.Select], Kind]

    def owner(self, column: exp.Column) -> str | None:
        """Return the alias of the one table that the column belongs to; None if none or several."""
        if column.table:
            return column.table if column.name in self.sources.get(column.table, {}) else None
        owners = [alias for alias, columns in self.sources.items() if column.name in columns]
        return owners[0] if len(owners) == 1 else None


def of(text: Text, node: exp.Expr, scope: Scope) -> Kind:
    """Return the type of an expression. Raises SqlRefused."""
    return _Typer(text, scope).of(node)


def expect_truth(text: Text, node: exp.Expr, scope: Scope) -> None:
    """Refuse a condition that is neither true nor false, and aggregates in it."""
    refuse_aggregates(text, node)
    _Typer(text, scope).expect(node, {ColumnType.BOOLEAN}, "ya atau tidak")


def refuse_aggregates(text: Text, node: exp.Expr) -> None:
    """Refuse a sum or count among rows: the evidence is records, not sums."""
    for inner in node.walk(prune=lambda n: isinstance(n, exp.Select)):
        if isinstance(inner, grammar.AGGREGATES):
            raise text.refusal("Jumlah dan hitungan ditulis dalam value, bukan di sini.", inner)


def refuse_loose_columns(text: Text, node: exp.Expr) -> None:
    """Refuse a column outside an aggregate, where one value is made of many rows."""
    for inner in node.walk(prune=lambda n: isinstance(n, grammar.AGGREGATES)):
        if isinstance(inner, exp.Column):
            raise text.refusal(f"“{inner.name}” perlu dihitung, misalnya dengan SUM.", inner)
    if node.find(*grammar.AGGREGATES) is None:
        raise text.refusal("Di sini harus ada hitungan, misalnya COUNT(*).", node)


class _Typer:
    def __init__(self, text: Text, scope: Scope) -> None:
        self.text, self.scope = text, scope

    def of(self, node: exp.Expr) -> Kind:
        if isinstance(node, grammar.AGGREGATES):
            return self._aggregate(node)
        if isinstance(node, (*grammar.COMPARISONS, exp.Between, exp.In)):
            self._same(node)
            return ColumnType.BOOLEAN
        if isinstance(node, grammar.CONNECTORS):
            return self._all(node, {ColumnType.BOOLEAN}, "ya atau tidak")
        if isinstance(node, (*grammar.ARITHMETIC, exp.Neg, exp.Abs)):
            return self._all(node, NUMBERS, "angka")
        if isinstance(node, (*grammar.CHOICES, exp.Paren)):
            return self._same(node)
        return self._single(node)

    def expect(self, node: exp.Expr, allowed: set[ColumnType], words: str) -> Kind:
        kind = self.of(node)
        if kind is not None and kind not in allowed:
            raise self.text.refusal(f"Di sini harus ada {words}.", node)
        return kind

    def _single(self, node: exp.Expr) -> Kind:
        # One reader for each kind of node that stands alone in its rule.
        readers: dict[type[exp.Expr], Callable[[exp.Expr], Kind]] = {
            exp.Column: self._column,
            exp.Literal: self._literal,
            exp.Placeholder: self._placeholder,
            exp.Boolean: lambda _: ColumnType.BOOLEAN,
            exp.Null: lambda _: None,
            exp.Not: lambda n: self.expect(n.this, {ColumnType.BOOLEAN}, "ya atau tidak"),
            exp.Is: self._is,
            exp.If: lambda n: self._choice(n, [n]),
            exp.Case: lambda n: self._choice(n, n.args["ifs"]),
            exp.Cast: self._cast,
            exp.Subquery: self._subquery,
        }
        reader = readers.get(type(node))
        if reader is None:
            raise self.text.refusal("Bagian ini tidak dapat dipakai di sini.", node)
        return reader(node)

    def _column(self, node: exp.Expr) -> Kind:
        assert isinstance(node, exp.Column)
        owner = self.scope.owner(node)
        if owner is None:
            reason = f"Kolom “{node.name}” tidak ada, atau ada di lebih dari satu tabel."
            raise self.text.refusal(reason, node)
        return self.scope.sources[owner][node.name]

    def _literal(self, node: exp.Expr) -> Kind:
        if node.is_string:
            return ColumnType.TEXT
        if not node.name.isdigit():
            raise self.text.refusal("Di sini hanya angka bulat.", node)
        return ColumnType.INTEGER

    def _placeholder(self, node: exp.Expr) -> Kind:
        if node.name not in DATES:
            raise self.text.refusal("Hanya :start dan :end yang dikenal.", node)
        return ColumnType.DATE

    def _is(self, node: exp.Expr) -> Kind:
        self.of(node.this)
        if not isinstance(node.expression, exp.Null):
            raise self.text.refusal("IS hanya dipakai dengan NULL.", node)
        return ColumnType.BOOLEAN

    def _choice(self, node: exp.Expr, ifs: list[exp.Expr]) -> Kind:
        for branch in ifs:
            self.expect(branch.this, {ColumnType.BOOLEAN}, "ya atau tidak")
        last = node.args.get("default") or node.args.get("false")
        results = [branch.args["true"] for branch in ifs] + ([last] if last else [])
        return self._alike(node, results)

    def _cast(self, node: exp.Expr) -> Kind:
        if node.args["to"].this not in _WHOLE:
            raise self.text.refusal("CAST hanya ke INTEGER atau BIGINT.", node)
        self.expect(node.this, {ColumnType.BOOLEAN, *NUMBERS}, "angka, atau ya atau tidak")
        return ColumnType.INTEGER

    def _subquery(self, node: exp.Expr) -> Kind:
        if not isinstance(node.this, exp.Select):
            raise self.text.refusal("Di dalam kurung ini harus ada satu SELECT.", node)
        return self.scope.scalar(node.this)

    def _aggregate(self, node: exp.Expr) -> Kind:
        inner = node.this
        if isinstance(node, exp.Count):
            if not isinstance(inner, exp.Star):
                self._counted(inner)
            return ColumnType.INTEGER
        kind = self.of(inner)
        lasting = {*NUMBERS, ColumnType.DATE} if isinstance(node, exp.Min | exp.Max) else NUMBERS
        if kind not in lasting or inner.find(*grammar.AGGREGATES) is not None:
            raise self.text.refusal("Yang dihitung di sini harus angka dari setiap baris.", node)
        return kind

    def _counted(self, inner: exp.Expr) -> None:
        refuse_aggregates(self.text, inner)
        many = inner.expressions if isinstance(inner, exp.Distinct) else [inner]
        if len(many) != 1:
            raise self.text.refusal("COUNT(DISTINCT …) menghitung satu kolom.", inner)
        self.of(many[0])

    def _all(self, node: exp.Expr, allowed: set[ColumnType], words: str) -> Kind:
        kinds = [self.expect(child, allowed, words) for child in _children(node)]
        return ColumnType.MONEY if ColumnType.MONEY in kinds else next(iter(kinds))

    def _same(self, node: exp.Expr) -> Kind:
        return self._alike(node, _children(node))

    def _alike(self, node: exp.Expr, parts: list[exp.Expr]) -> Kind:
        kinds = {kind for kind in map(self.of, parts) if kind is not None}
        if len({ColumnType.INTEGER if kind in NUMBERS else kind for kind in kinds}) > 1:
            raise self.text.refusal("Yang dibandingkan di sini berlainan jenis.", node)
        return max(kinds, key=lambda kind: kind == ColumnType.MONEY, default=None)


def _children(node: exp.Expr) -> list[exp.Expr]:
    return list(node.iter_expressions())
