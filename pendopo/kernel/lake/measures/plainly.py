"""The formula of a measure as plain nested lists, for whoever counts again without SQL.

docs/reference/pack.md lists the operations; pendopo/pack/counting.py is a reader of them.
"""

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from pendopo.kernel.lake.measures.formula import Formula

_BINARY: dict[type[exp.Expr], str] = {
    exp.Add: "+",
    exp.Sub: "-",
    exp.Mul: "*",
    exp.Div: "/",
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.And: "and",
    exp.Or: "or",
    exp.Is: "is",
    exp.Nullif: "nullif",
}
_UNARY: dict[type[exp.Expr], str] = {
    exp.Neg: "neg",
    exp.Abs: "abs",
    exp.Not: "not",
    exp.Cast: "whole",
    exp.Sum: "sum",
    exp.Min: "min",
    exp.Max: "max",
}
_MANY: dict[type[exp.Expr], str] = {
    exp.Coalesce: "coalesce",
    exp.Greatest: "greatest",
    exp.Least: "least",
    exp.In: "in",
}


def plainly(formula: Formula) -> list[Any]:
    """Return the formula as nested lists. Raises TypeError for what a formula cannot hold."""
    return _outer(formula.tree)


def _outer(node: exp.Expr) -> list[Any]:
    if isinstance(node, exp.Literal):
        return ["num", str(node.name)]
    return _node(node, _outer)


def _inner(node: exp.Expr) -> list[Any]:
    if isinstance(node, exp.Column):
        return ["col", node.name]
    if isinstance(node, exp.Literal):
        return ["text" if node.is_string else "int", str(node.name)]
    if isinstance(node, exp.Boolean | exp.Null):
        return ["null"] if isinstance(node, exp.Null) else ["bool", bool(node.this)]
    if isinstance(node, exp.Between):
        return _between(node)
    if isinstance(node, exp.Case | exp.If):
        return _choice(node)
    return _node(node, _inner)


def _node(node: exp.Expr, read: Callable[[exp.Expr], list[Any]]) -> list[Any]:
    kind = type(node)
    if isinstance(node, exp.Paren):
        return read(node.this)
    if isinstance(node, exp.Count):
        return _count(node.this)
    if kind in _BINARY:
        return [_BINARY[kind], read(node.this), read(node.args["expression"])]
    if kind in _UNARY:
        return [_UNARY[kind], (_inner if kind in {exp.Sum, exp.Min, exp.Max} else read)(node.this)]
    if kind in _MANY:
        return [_MANY[kind], read(node.this), *map(read, node.args.get("expressions") or ())]
    raise TypeError(f"{kind.__name__} has no plain form")


def _count(inner: exp.Expr) -> list[Any]:
    if isinstance(inner, exp.Star):
        return ["count"]
    if isinstance(inner, exp.Distinct):
        return ["count-distinct", _inner(inner.expressions[0])]
    return ["count", _inner(inner)]


def _between(node: exp.Between) -> list[Any]:
    what, low, high = (_inner(node.args[name]) for name in ("this", "low", "high"))
    return ["and", [">=", what, low], ["<=", what, high]]


def _choice(node: exp.Expr) -> list[Any]:
    branches = node.args["ifs"] if isinstance(node, exp.Case) else [node]
    last = node.args.get("default") or node.args.get("false")
    pairs = [part for one in branches for part in (_inner(one.this), _inner(one.args["true"]))]
    return ["case", *pairs, _inner(last) if last else ["null"]]
