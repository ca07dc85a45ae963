"""How a result is written into its row and read from it again."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from pendopo.kernel.lake.measures.evidence import Part, Shape
from pendopo.kernel.lake.models import KeptResult
from pendopo.kernel.lake.tables import ColumnType

FORM = "2"
"""Which things a row keeps; another one has every result counted again."""


def written(shape: Shape, at: str, parts: Iterable[Part]) -> dict[str, Any]:
    """Return what a row keeps; `at` is when the lake was last filled, empty while it never was."""
    return {
        "at": at,
        "columns": {name: kind.value for name, kind in shape.columns.items()},
        "table": shape.table,
        "conditions": sorted(shape.conditions),
        "is_open": shape.is_open,
        "is_counted": shape.is_counted,
        "cells": [
            [
                part.key,
                part.rows,
                list(part.terms),
                None if part.number is None else str(part.number),
                list(part.shares),
                list(part.distinct),
            ]
            for part in parts
        ],
    }


def shape(row: KeptResult) -> Shape:
    """Return what the question of a row reads."""
    told: Mapping[str, Any] = row.parts
    return Shape(
        columns={name: ColumnType(kind) for name, kind in told["columns"].items()},
        table=told["table"],
        conditions=frozenset(told["conditions"]),
        is_open=told["is_open"],
        # Kept before this was known: whole only, until it is counted again.
        is_counted=told.get("is_counted", False),
    )


def parts(row: KeptResult) -> list[Part]:
    """Return the parts of a row, in the order of their keys."""
    return [
        Part(
            key=key,
            rows=rows,
            terms=tuple(terms),
            number=None if number is None else Fraction(number),
            shares=tuple(shares),
            distinct=tuple(distinct),
        )
        for key, rows, terms, number, shares, distinct in row.parts["cells"]
    ]


def moment(row: KeptResult) -> datetime | None:
    """Return when the lake was last filled before this was counted."""
    return datetime.fromisoformat(row.parts["at"]) if row.parts["at"] else None
