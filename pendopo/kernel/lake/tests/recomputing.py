"""Count a measure again with another engine, over nothing but the rows that anybody can download."""

import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from pendopo.kernel.lake import measures
from pendopo.kernel.lake.measures import checking
from pendopo.kernel.lake.measures.schema import MeasurePackage


def downloaded(code: str, text: str) -> Iterator[dict[str, Any]]:
    """Yield every row of a measure, a page at a time."""
    page = 1
    while (got := measures.rows(code, text, page=page, size=7)).rows:
        yield from (dict(zip([n for n, _ in got.columns], row, strict=True)) for row in got.rows)
        page += 1


def agrees(
    measure: MeasurePackage,
    rows: list[dict[str, Any]],
    number: Fraction | None,
    value: Decimal | None,
) -> None:
    """Compute `value` with another engine, SQLite, over nothing but the downloaded rows."""
    question = checking.question(measure)
    names = list(question.columns)
    with sqlite3.connect(":memory:") as other:
        other.execute(f"CREATE TABLE evidence ({', '.join(names)})")
        marks = ", ".join("?" * len(names))
        other.executemany(
            f"INSERT INTO evidence VALUES ({marks})",
            [[row[name] for name in names] for row in rows],
        )
        # SQLite divides whole numbers wholly, and calls the greatest of two their maximum.
        sql = measure.value.replace("/", "* 1.0 /").replace("GREATEST(", "MAX(")
        plain = other.execute(f"SELECT {sql} FROM evidence").fetchone()[0]
        terms = [
            other.execute(f"SELECT {term.sql('sqlite')} FROM evidence").fetchone()[0]
            for term in question.formula.terms
        ]
    other.close()
    if number is not None:
        assert question.formula.number(terms) == number
    assert (plain is None) == (value is None)
    if plain is not None and value is not None:
        assert float(value) == pytest.approx(plain, abs=0.51 / 10**measure.decimals, rel=1e-12)
