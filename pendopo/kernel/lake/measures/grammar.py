"""The closed list of what SQL of a measure may be made of; whatever is not named here is refused.

Each kind of node names the parts that it may have. So a new feature of the parser (a sample, a
lateral, a lock) is refused until somebody has thought about it and written it down.
"""

import re

from sqlglot import exp, parse, tokenize
from sqlglot.errors import ParseError, SqlglotError, TokenError

from pendopo.kernel.errors import BadInput

DIALECT = "duckdb"
MAX_TOKENS = 400
MAX_BRACKETS = 24
MAX_DEPTH = 48
"""How many parts may lie inside each other; whoever walks the tree later needs no other guard."""
NUMBER = re.compile(r"\d{1,15}(\.\d{1,12})?")
"""What a number may look like: one with an exponent would fill the memory when it is computed."""

AGGREGATES = (exp.Sum, exp.Count, exp.Min, exp.Max, exp.Avg)
COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)
CONNECTORS = (exp.And, exp.Or)
ARITHMETIC = (exp.Add, exp.Sub, exp.Mul)
CHOICES = (exp.Coalesce, exp.Nullif, exp.Greatest, exp.Least)

_TWO = frozenset({"this", "expression"})
_ONE = frozenset({"this"})
# Marks that the parser sets on its own and that carry no meaning here.
_MARKS = frozenset({"big_int", "typed", "safe", "nulls_first", "ignore_nulls"})

PARTS: dict[type[exp.Expr], frozenset[str]] = {
    exp.Select: frozenset({"expressions", "from_", "joins", "where"}),
    exp.From: _ONE,
    exp.Join: frozenset({"this", "side", "kind", "on"}),
    exp.Where: _ONE,
    exp.Table: frozenset({"this", "alias"}),
    exp.TableAlias: _ONE,
    exp.Subquery: frozenset({"this", "alias"}),
    exp.Alias: frozenset({"this", "alias"}),
    exp.Column: frozenset({"this", "table"}),
    exp.Identifier: frozenset({"this", "quoted"}),
    exp.Literal: frozenset({"this", "is_string"}),
    exp.Boolean: _ONE,
    exp.Null: frozenset(),
    exp.Placeholder: _ONE,
    exp.Star: frozenset(),
    exp.Paren: _ONE,
    exp.Neg: _ONE,
    exp.Not: _ONE,
    exp.Abs: _ONE,
    exp.Is: _TWO,
    exp.Between: frozenset({"this", "low", "high"}),
    exp.In: frozenset({"this", "expressions"}),
    exp.Case: frozenset({"ifs", "default"}),
    exp.If: frozenset({"this", "true", "false"}),
    exp.Cast: frozenset({"this", "to"}),
    exp.DataType: _ONE,
    exp.Distinct: frozenset({"expressions"}),
    exp.Div: _TWO,
    **dict.fromkeys((*COMPARISONS, *CONNECTORS, *ARITHMETIC), _TWO),
    exp.Nullif: _TWO,
    **dict.fromkeys((exp.Coalesce, exp.Greatest, exp.Least), frozenset({"this", "expressions"})),
    **dict.fromkeys(AGGREGATES, _ONE),
}


class SqlRefused(BadInput):
    """The SQL of a measure is not what a measure may ask; the sentence says why and where."""

    def __init__(self, part: str, reason: str, line: int = 1, column: int = 1) -> None:
        """Keep the place, counted from 1 within this part (`rows` or `value`)."""
        self.part, self.reason, self.line, self.column = part, reason, line, column
        super().__init__(f"{part}, baris {line} kolom {column}: {reason}")


class Text:
    """One SQL text of a measure, so that every refusal can name its place."""

    def __init__(self, part: str, sql: str, *, prefix: str = "") -> None:
        """Hold the text as it was written; `prefix` is what we put before it to parse it."""
        self.part, self.sql, self.prefix = part, sql, prefix

    def parse(self) -> exp.Select:
        """Return the one SELECT of this text, made of nothing but what PARTS names.

        Raises SqlRefused.
        """
        self._refuse_size()
        try:
            trees = self._trees()
            if len(trees) != 1 or not isinstance(trees[0], exp.Select):
                raise self.refusal("Hanya satu SELECT yang diterima.")
            for node in trees[0].walk():
                self._refuse_unknown(node)
                self._refuse_extremes(node)
        except RecursionError as error:
            raise self.refusal("Susunan terlalu dalam.") from error
        return trees[0]

    def refusal(self, reason: str, node: exp.Expr | None = None) -> SqlRefused:
        """Return the error for a node, at its place in the text as it was written."""
        offset = _offset(node) if node is not None else None
        before = (self.prefix + self.sql)[: offset or len(self.prefix)][len(self.prefix) :]
        line = before.count("\n") + 1
        return SqlRefused(self.part, reason, line, len(before) - before.rfind("\n"))

    def _refuse_size(self) -> None:
        try:
            tokens = tokenize(self.sql, read=DIALECT)
        except TokenError as error:
            raise self.refusal("SQL tidak dapat dibaca.") from error
        if len(tokens) > MAX_TOKENS:
            raise self.refusal(f"Lebih dari {MAX_TOKENS} kata.")
        depth = 0
        for token in tokens:
            depth += (token.text in "([{") - (token.text in ")]}") if token.text else 0
            if depth > MAX_BRACKETS:
                raise self.refusal("Kurung terlalu dalam.")

    def _trees(self) -> list[exp.Expr | None]:
        try:
            return list(parse(self.prefix + self.sql, read=DIALECT))
        except ParseError as error:
            raise self._unreadable(error) from error
        except SqlglotError as error:
            raise self.refusal("SQL tidak dapat dibaca.") from error

    def _unreadable(self, error: ParseError) -> SqlRefused:
        found = error.errors[0] if error.errors else {}
        line, column = found.get("line") or 1, found.get("col") or 1
        if line == 1:
            column = max(1, column - len(self.prefix))
        word = found.get("highlight") or ""
        return SqlRefused(self.part, f"SQL tidak dapat dibaca di dekat “{word}”.", line, column)

    def _refuse_unknown(self, node: exp.Expr) -> None:
        allowed = PARTS.get(type(node))
        if allowed is None:
            raise self.refusal(f"“{_name(node)}” tidak termasuk yang boleh dipakai.", node)
        for part, value in node.args.items():
            if value and part not in allowed and part not in _MARKS:
                word = part.rstrip("_").upper()
                raise self.refusal(f"{word} pada “{_name(node)}” tidak boleh dipakai.", node)

    def _refuse_extremes(self, node: exp.Expr) -> None:
        if isinstance(node, exp.Literal) and not node.is_string and not NUMBER.fullmatch(node.name):
            raise self.refusal("Angka ditulis dengan angka saja, paling banyak 15.", node)
        if node.depth > MAX_DEPTH:
            raise self.refusal("Susunan terlalu dalam.", node)


def _name(node: exp.Expr) -> str:
    if isinstance(node, exp.Anonymous):
        return str(node.this)
    return node.sql_name() if isinstance(node, exp.Func) else node.key.upper()


def _offset(node: exp.Expr) -> int | None:
    # Only words of the text know their place; a function is where its first word is.
    starts = [int(inner.meta["start"]) for inner in node.walk() if "start" in inner.meta]
    if starts:
        return min(starts)
    return _offset(node.parent) if node.parent is not None else None
