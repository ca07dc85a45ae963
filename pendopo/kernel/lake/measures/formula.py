"""The number of a measure: whole sums and counts from the engine, exact arithmetic over them here.

Engines add fractions in different orders and get different last digits. So they are asked for
whole numbers only; means and shares are fractions until the edge rounds them, half up.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlglot import exp

from pendopo.kernel.lake.measures import grammar, types
from pendopo.kernel.lake.measures.grammar import Text
from pendopo.kernel.lake.tables import ColumnType

MAX_TERMS = 12
_BEFORE = "SELECT "


@dataclass(frozen=True)
class Formula:
    """`terms` are what the engine sums or counts; `tree` is what is made of them."""

    terms: tuple[exp.Expr, ...]
    tree: exp.Expr

    @property
    def shares(self) -> tuple[int, ...]:
        """Return the places of the terms that count some of the rows: the parts of a percentage."""
        return tuple(place for place, term in enumerate(self.terms) if _counts_some(term))

    @property
    def distinct(self) -> tuple[int, ...]:
        """Return the places of the terms that count different ones: persons, services."""
        return tuple(place for place, term in enumerate(self.terms) if _counts_different(term))

    @property
    def is_counted(self) -> bool:
        """Tell whether nothing is summed but rows: no days, no rupiah, no different persons."""
        return all(map(_counts_rows, self.terms))

    def number(self, results: Sequence[int | None]) -> Fraction | None:
        """Return the exact number; None where nothing was there to divide by."""
        values = dict(zip(self.terms, results, strict=True))
        return _number(self.tree, values)


def read(value: str, columns: Mapping[str, ColumnType]) -> Formula:
    """Read `value` over the columns of the evidence. Raises SqlRefused."""
    text = Text("value", value, prefix=_BEFORE)
    select = text.parse()
    if len(select.expressions) != 1 or set(_used(select)) != {"expressions"}:
        raise text.refusal("value adalah satu hitungan, tanpa FROM dan tanpa koma.")
    tree = _without_averages(select.expressions[0])
    types.refuse_loose_columns(text, tree)
    scope = types.Scope({"rows": columns}, _no_select(text))
    terms: list[exp.Expr] = []
    for node in tree.walk(bfs=False, prune=_is_term):
        if _is_term(node):
            types.of(text, node, scope)
            _refuse_dates(text, node, scope)
            terms += [] if node in terms else [node]
        elif type(node) not in (*_OPERATORS, exp.Coalesce, exp.Nullif, exp.Literal):
            raise text.refusal("Di luar SUM dan COUNT hanya hitungan + - * / dan NULLIF.", node)
    if len(terms) > MAX_TERMS:
        raise text.refusal(f"Lebih dari {MAX_TERMS} hitungan.")
    return Formula(tuple(terms), tree)


def _used(select: exp.Select) -> list[str]:
    return [name for name, part in select.args.items() if part]


def _is_term(node: exp.Expr) -> bool:
    return isinstance(node, grammar.AGGREGATES)


def _without_averages(tree: exp.Expr) -> exp.Expr:
    def replaced(node: exp.Expr) -> exp.Expr:
        if not isinstance(node, exp.Avg):
            return node
        what = node.this
        below = exp.Nullif(this=exp.Count(this=what.copy()), expression=exp.Literal.number(0))
        return exp.Paren(this=exp.Div(this=exp.Sum(this=what.copy()), expression=below))

    return tree.transform(replaced)


def _no_select(text: Text) -> Callable[[exp.Select], types.Kind]:
    def refuse(select: exp.Select) -> types.Kind:
        raise text.refusal("value hanya memakai kolom dari rows.", select)

    return refuse


def _refuse_dates(text: Text, node: exp.Expr, scope: types.Scope) -> None:
    if types.of(text, node, scope) == ColumnType.DATE:
        raise text.refusal("Tanggal bukan angka.", node)


def _counts_some(term: exp.Expr) -> bool:
    """Tell whether a term is a number of rows: COUNT of a column, or a sum of ones and zeros."""
    if isinstance(term, exp.Count):
        return not isinstance(term.this, exp.Star | exp.Distinct)
    return isinstance(term, exp.Sum) and _is_one_or_zero(term.this)


def _counts_different(term: exp.Expr) -> bool:
    return isinstance(term, exp.Count) and isinstance(term.this, exp.Distinct)


def _counts_rows(term: exp.Expr) -> bool:
    if isinstance(term, exp.Count):
        return not isinstance(term.this, exp.Distinct)
    # Not a cast: whether it is a boolean that is cast, or a number of days, is not looked at here.
    return isinstance(term, exp.Sum) and isinstance(term.this, exp.Case) and _counts_some(term)


def _is_one_or_zero(node: exp.Expr) -> bool:
    if isinstance(node, exp.Literal):
        return node.name in {"0", "1"}
    if isinstance(node, exp.Case):
        results = [branch.args["true"] for branch in node.args["ifs"]]
        last = node.args.get("default")
        return all(map(_is_one_or_zero, [*results, *([last] if last else [])]))
    # A boolean as a number; to take a number for one as well hides too much, never too little.
    return isinstance(node, exp.Cast)


def _number(node: exp.Expr, values: Mapping[exp.Expr, int | None]) -> Fraction | None:
    if node in values:
        found = values[node]
        return None if found is None else Fraction(found)
    if isinstance(node, exp.Literal):
        return Fraction(node.name)
    parts = [_number(child, values) for child in node.iter_expressions()]
    if isinstance(node, exp.Coalesce):
        return next((part for part in parts if part is not None), None)
    if isinstance(node, exp.Nullif):
        return None if parts[0] == parts[1] else parts[0]
    if None in parts:
        return None
    return _OPERATORS[type(node)](*parts)


def _divided(above: Fraction, below: Fraction) -> Fraction | None:
    return above / below if below else None


_OPERATORS: dict[type[exp.Expr], Callable[..., Fraction | None]] = {
    exp.Paren: lambda a: a,
    exp.Neg: operator.neg,
    exp.Add: operator.add,
    exp.Sub: operator.sub,
    exp.Mul: operator.mul,
    exp.Div: _divided,
}
"""Where one part is NULL, so is the whole, as in SQL."""
