"""Count a number again from its rows: a closed list of operations, exact, and no SQL at all.

A formula is nested lists, `["/", ["sum", ["col", "days"]], ["nullif", ["count"], ["num", "0"]]]`. NULL
means what it means in SQL. What is not in the lists below is refused, so a pack brings no code along.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from pendopo.pack.misfit import Misfit

Cell = str | int | float | bool | None
"""An engine's cell could be a float; no column type of a pack lets one in."""
Row = Sequence[Cell]
Reader = Callable[[Row], Cell]

DEEPEST = 40
MOST_TERMS = 12


class FormulaRefused(Misfit):
    """A formula does something that no measure does."""

    sentence = "Rumus hitungan memuat langkah yang tidak dikenal."


class Term:
    """One sum or count over all rows, fed row by row."""

    def __init__(self, kind: str, read: Reader | None) -> None:
        """Begin with nothing."""
        self.kind, self.read = kind, read
        self.result: int | None = 0 if kind.startswith("count") else None
        self._seen: set[Cell] = set()

    def feed(self, rows: Sequence[Row]) -> None:
        """Take in more rows. Raises Misfit for what cannot be summed."""
        if self.read is None:
            self.result = (self.result or 0) + len(rows)
            return
        found = [value for value in map(self.read, rows) if value is not None]
        if not found:
            return
        if self.kind == "count":
            self.result = (self.result or 0) + len(found)
        elif self.kind == "count-distinct":
            self._seen.update(found)
            self.result = len(self._seen)
        else:
            self._take(found)

    def _take(self, found: Sequence[Cell]) -> None:
        numbers = [value for value in found if type(value) is int]
        if len(numbers) < len(found):
            raise Misfit("Rumus menjumlahkan sesuatu yang bukan angka.")
        before = [] if self.result is None else [self.result]
        self.result = _OVER[self.kind]([*before, *numbers])


class Formula:
    """A formula over the columns of a measure. Raises FormulaRefused where it is not one."""

    def __init__(self, tree: Any, columns: Sequence[str]) -> None:
        """Read it."""
        self.terms: list[Term] = []
        self.used: set[str] = set()
        self._places = {name: place for place, name in enumerate(columns)}
        self._number = self._outer(tree, 0)
        if not 0 < len(self.terms) <= MOST_TERMS:
            raise FormulaRefused

    def feed(self, rows: Sequence[Row]) -> None:
        """Take in more rows."""
        for term in self.terms:
            term.feed(rows)

    def number(self) -> Fraction | None:
        """Return the exact number; None where nothing was there to divide by."""
        return self._number()

    def _outer(self, node: Any, depth: int) -> Callable[[], Fraction | None]:
        name, parts = _split(node, depth)
        if name in _TERMS:
            return self._term(name, parts, depth)
        if name == "num":
            value = _literal(parts)
            return lambda: value
        inner = [self._outer(part, depth + 1) for part in parts]
        if name == "nullif" and len(inner) == 2:
            return lambda: _nullif(inner[0](), inner[1]())
        if name == "coalesce" and inner:
            return lambda: next((v for one in inner if (v := one()) is not None), None)
        function, count = _ARITHMETIC.get(name, (None, 0))
        if function is None or len(inner) != count:
            raise FormulaRefused
        return lambda: _strict(function, [one() for one in inner])

    def _term(self, name: str, parts: Sequence[Any], depth: int) -> Callable[[], Fraction | None]:
        if len(parts) > 1 or (not parts and name != "count"):
            raise FormulaRefused
        term = Term(name, self._inner(parts[0], depth + 1) if parts else None)
        self.terms.append(term)
        return lambda: None if term.result is None else Fraction(term.result)

    def _inner(self, node: Any, depth: int) -> Reader:
        name, parts = _split(node, depth)
        if name == "col":
            return self._column(parts)
        if name in _LITERALS:
            value = _constant(name, parts)
            return lambda _row: value
        inner = [self._inner(part, depth + 1) for part in parts]
        maker = _MAKERS.get(name)
        if maker is None:
            raise FormulaRefused
        return maker(inner)

    def _column(self, parts: Sequence[Any]) -> Reader:
        if len(parts) != 1 or parts[0] not in self._places:
            raise FormulaRefused
        self.used.add(parts[0])
        return operator.itemgetter(self._places[parts[0]])


def _split(node: Any, depth: int) -> tuple[str, Sequence[Any]]:
    if not (isinstance(node, list) and node and isinstance(node[0], str)) or depth > DEEPEST:
        raise FormulaRefused
    return node[0], node[1:]


def _literal(parts: Sequence[Any]) -> Fraction:
    if len(parts) != 1 or not isinstance(parts[0], str) or len(parts[0]) > 30:
        raise FormulaRefused
    try:
        value = Decimal(parts[0])
    except InvalidOperation as error:
        raise FormulaRefused from error
    # An exponent would make a number of any size.
    if not value.is_finite() or "e" in parts[0].lower():
        raise FormulaRefused
    return Fraction(value)


def _constant(name: str, parts: Sequence[Any]) -> Cell:
    kind = _LITERALS[name]
    if kind is None and not parts:
        return None
    if kind is None or len(parts) != 1 or type(parts[0]) is not kind:
        raise FormulaRefused
    value = parts[0]
    if name == "int":
        exact = _literal(parts)
        if exact.denominator != 1:
            raise FormulaRefused
        return int(exact)
    assert isinstance(value, str | bool)
    return value


def _nullif(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    return None if left == right else left


def _strict(function: Callable[..., Any], values: Sequence[Any]) -> Any:
    """Return NULL where one part is, as SQL does."""
    return None if any(value is None for value in values) else function(*values)


def _divide(above: Fraction, below: Fraction) -> Fraction | None:
    return above / below if below else None


def _sized(count: int, make: Callable[[list[Reader]], Reader]) -> Callable[[list[Reader]], Reader]:
    def checked(inner: list[Reader]) -> Reader:
        if len(inner) != count:
            raise FormulaRefused
        return make(inner)

    return checked


def _some(make: Callable[[list[Reader]], Reader]) -> Callable[[list[Reader]], Reader]:
    def checked(inner: list[Reader]) -> Reader:
        if not inner:
            raise FormulaRefused
        return make(inner)

    return checked


def _apply(function: Callable[..., Any], count: int) -> Callable[[list[Reader]], Reader]:
    def make(inner: list[Reader]) -> Reader:
        def read(row: Row) -> Cell:
            values = [one(row) for one in inner]
            if None in values:
                return None
            try:
                result: Cell = function(*values)
            except TypeError as error:
                raise Misfit("Rumus membandingkan hal yang berlainan jenis.") from error
            return result

        return read

    return _sized(count, make)


def _case(inner: list[Reader]) -> Reader:
    if len(inner) % 2 == 0:
        raise FormulaRefused
    pairs, last = list(zip(inner[:-1:2], inner[1:-1:2], strict=True)), inner[-1]

    def read(row: Row) -> Cell:
        for condition, value in pairs:
            if condition(row) is True:
                return value(row)
        return last(row)

    return read


def _every(inner: list[Reader], stops: bool) -> Reader:  # noqa: FBT001
    """Return SQL's AND (stops at false) or OR (stops at true) in three values."""

    def read(row: Row) -> Cell:
        values = [one(row) for one in inner]
        if stops in values:
            return stops
        return None if None in values else not stops

    return read


def _among(inner: list[Reader]) -> Reader:
    def read(row: Row) -> Cell:
        values = [one(row) for one in inner]
        if values[0] is None:
            return None
        return True if values[0] in values[1:] else None if None in values else False

    return read


def _chosen(choose: Callable[[list[Any]], Any]) -> Callable[[list[Reader]], Reader]:
    def make(inner: list[Reader]) -> Reader:
        def read(row: Row) -> Cell:
            found = [value for one in inner if (value := one(row)) is not None]
            result: Cell = choose(found) if found else None
            return result

        return read

    return _some(make)


_TERMS = frozenset({"sum", "count", "count-distinct", "min", "max"})
_OVER: dict[str, Callable[[list[int]], int]] = {"sum": sum, "min": min, "max": max}
_LITERALS: Mapping[str, type | None] = {
    "int": str,
    "text": str,
    "date": str,
    "bool": bool,
    "null": None,
}
_ARITHMETIC: Mapping[str, tuple[Callable[..., Any], int]] = {
    "+": (operator.add, 2),
    "-": (operator.sub, 2),
    "*": (operator.mul, 2),
    "/": (_divide, 2),
    "neg": (operator.neg, 1),
}
_MAKERS: Mapping[str, Callable[[list[Reader]], Reader]] = {
    "+": _apply(operator.add, 2),
    "-": _apply(operator.sub, 2),
    "*": _apply(operator.mul, 2),
    "neg": _apply(operator.neg, 1),
    "abs": _apply(abs, 1),
    "=": _apply(operator.eq, 2),
    "<>": _apply(operator.ne, 2),
    "<": _apply(operator.lt, 2),
    "<=": _apply(operator.le, 2),
    ">": _apply(operator.gt, 2),
    ">=": _apply(operator.ge, 2),
    "not": _apply(operator.not_, 1),
    "whole": _apply(int, 1),
    "and": _some(lambda inner: _every(inner, False)),  # noqa: FBT003
    "or": _some(lambda inner: _every(inner, True)),  # noqa: FBT003
    "is": _sized(2, lambda inner: lambda row: inner[0](row) is inner[1](row)),
    "in": _some(_among),
    "case": _some(_case),
    "coalesce": _chosen(operator.itemgetter(0)),
    "nullif": _sized(
        2, lambda inner: lambda row: None if (v := inner[0](row)) == inner[1](row) else v
    ),
    "greatest": _chosen(max),
    "least": _chosen(min),
}
