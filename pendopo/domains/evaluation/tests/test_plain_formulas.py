"""A number counted from a pack's rows without SQL is the number that the engine counts."""

import itertools
import json
from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from pendopo.kernel import content
from pendopo.kernel.content import checking as packages
from pendopo.kernel.lake import tables
from pendopo.kernel.lake.measures import checking, formula, freezing, plainly
from pendopo.kernel.lake.measures.formula import Formula
from pendopo.kernel.lake.tables import ColumnType
from pendopo.pack import counting

ROOT = Path(settings.BASE_DIR) / "content" / "measures"
CODES = sorted(path.name for path in ROOT.iterdir() if (path / "measure.yaml").exists())
SQL = {
    ColumnType.TEXT: "VARCHAR",
    ColumnType.INTEGER: "BIGINT",
    ColumnType.MONEY: "BIGINT",
    ColumnType.BOOLEAN: "BOOLEAN",
    ColumnType.DATE: "DATE",
    ColumnType.TIMESTAMP: "TIMESTAMP",
}
CELLS: dict[ColumnType, st.SearchStrategy[Any]] = {
    ColumnType.TEXT: st.sampled_from(["counter", "online", "offline", "", "a", "B"]),
    ColumnType.INTEGER: st.integers(-50, 10**9),
    ColumnType.MONEY: st.integers(0, 10**12),
    ColumnType.BOOLEAN: st.booleans(),
    ColumnType.DATE: st.dates(date(2025, 12, 1), date(2026, 2, 1)),
    ColumnType.TIMESTAMP: st.datetimes(datetime(2026, 1, 1), datetime(2026, 2, 1)),  # noqa: DTZ001
}
Columns = dict[str, ColumnType]


def rows_of(columns: Columns) -> st.SearchStrategy[list[tuple[Any, ...]]]:
    return st.lists(st.tuples(*(st.none() | CELLS[kind] for kind in columns.values())), max_size=12)


def by_engine(what: Formula, columns: Columns, rows: Sequence[Sequence[Any]]) -> Fraction | None:
    with duckdb.connect() as engine:
        listed = ", ".join(f'"{name}" {SQL[kind]}' for name, kind in columns.items())
        engine.execute(f"CREATE TABLE evidence ({listed})")
        if rows:
            marks = ", ".join("?" * len(columns))
            engine.executemany(f"INSERT INTO evidence VALUES ({marks})", rows)
        terms = ", ".join(term.sql("duckdb") for term in what.terms)
        found = engine.execute(f"SELECT {terms} FROM evidence").fetchone()
    assert found is not None
    return what.number([None if one is None else int(one) for one in found])


def by_pack(what: Formula, columns: Columns, rows: Sequence[Sequence[Any]]) -> Fraction | None:
    """Count as a verifier does: the formula and the rows both went through JSON."""
    again = counting.Formula(json.loads(json.dumps(plainly.plainly(what))), list(columns))
    for row in rows:
        again.feed([json.loads(json.dumps(list(row), default=lambda cell: cell.isoformat()))])
    return again.number()


@pytest.mark.parametrize("code", CODES)
@trying(max_examples=15, deadline=None)
@given(data=st.data())
def test_every_shipped_formula_counts_alike(code: str, data: st.DataObject) -> None:
    kind = content.kind_of("measures")
    package = packages.check(kind, code, packages.read_folder(ROOT / code, kind))
    question = checking.question(package.data)  # type: ignore[arg-type]  # the kind's own schema
    columns = dict(question.columns)
    rows = data.draw(rows_of(columns))
    assert by_pack(question.formula, columns, rows) == by_engine(question.formula, columns, rows)


@pytest.mark.parametrize("code", CODES)
def test_every_row_of_a_shipped_measure_leads_to_its_entry(code: str) -> None:
    kind = content.kind_of("measures")
    package = packages.check(kind, code, packages.read_folder(ROOT / code, kind))
    question = checking.question(package.data)  # type: ignore[arg-type]  # the kind's own schema
    first = question.select.args["from_"].this
    table = tables.known()[first.name]
    direct = freezing._direct(question, first, table)
    if table.source == "event":
        assert (direct["entry_id"], direct["seq"]) == ("entry_id", "seq")


def test_there_are_measures_to_compare() -> None:
    assert len(CODES) > 30


SMALL: Columns = {
    "n": ColumnType.INTEGER,
    "m": ColumnType.INTEGER,
    "b": ColumnType.BOOLEAN,
    "t": ColumnType.TEXT,
    "d": ColumnType.DATE,
}
_LITERALS = ["0", "1", "7"]
leaf_numbers = st.sampled_from(["n", "m", *_LITERALS])
leaf_texts = st.sampled_from(["t", "'counter'", "'a'"])
leaf_days = st.sampled_from(["d"])


def _compared(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    sign = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])
    return st.one_of(
        st.builds("({} {} {})".format, parts, sign, parts),
        st.builds("({} IN ({}, {}))".format, parts, parts, parts),
        st.builds("({} NOT IN ({}, {}))".format, parts, parts, parts),
        st.builds("({} BETWEEN {} AND {})".format, parts, parts, parts),
        st.builds("({} IS NULL)".format, parts),
        st.builds("({} IS NOT NULL)".format, parts),
    )


leaf_truths = st.one_of(
    st.just("b"), _compared(leaf_numbers), _compared(leaf_texts), _compared(leaf_days)
)


def _truths(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} AND {})".format, inner, inner),
        st.builds("({} OR {})".format, inner, inner),
        st.builds("(NOT {})".format, inner),
        st.builds("(CASE WHEN {} THEN {} ELSE {} END)".format, inner, inner, inner),
        st.builds("COALESCE({}, {})".format, inner, inner),
    )


truths = st.recursive(leaf_truths, _truths, max_leaves=5)


def _numbers(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*"), inner),
        st.builds("(- {})".format, inner),
        st.builds("ABS({})".format, inner),
        st.builds("COALESCE({}, {})".format, inner, inner),
        st.builds("NULLIF({}, {})".format, inner, inner),
        st.builds("GREATEST({}, {})".format, inner, inner),
        st.builds("LEAST({}, {})".format, inner, inner),
        st.builds("CASE WHEN {} THEN {} END".format, truths, inner),
        st.builds("(CASE WHEN {} THEN {} ELSE {} END)".format, truths, inner, inner),
        st.builds("CAST({} AS INTEGER)".format, truths),
    )


numbers = st.recursive(leaf_numbers, _numbers, max_leaves=6)
values = st.one_of(
    st.builds("SUM({})".format, numbers),
    st.builds("MIN({}) - MAX({})".format, numbers, numbers),
    st.builds("COUNT({})".format, truths),
    st.builds("COUNT(DISTINCT {})".format, numbers),
    st.builds("100.0 * SUM(CASE WHEN {} THEN 1 ELSE 0 END) / NULLIF(COUNT(*), 0)".format, truths),
    st.builds("COALESCE(SUM({}), 0.5) / NULLIF(COUNT({}), 0)".format, numbers, truths),
)
small_rows = st.lists(
    st.tuples(
        st.none() | st.integers(-3, 8),
        st.none() | st.integers(-3, 8),
        st.none() | st.booleans(),
        st.none() | st.sampled_from(["counter", "a", "z"]),
        st.none() | st.sampled_from([date(2026, 1, 1), date(2026, 1, 2)]),
    ),
    max_size=8,
)


@trying(max_examples=300, deadline=None)
@given(values, small_rows)
def test_three_valued_logic_is_the_engines(value: str, rows: list[tuple[Any, ...]]) -> None:
    what = formula.read(value, SMALL)
    assert by_pack(what, SMALL, rows) == by_engine(what, SMALL, rows)


# Chance meets each NULL in each operation only now and then; here is every one of them.
TABLE: Columns = {
    "n": ColumnType.INTEGER,
    "m": ColumnType.INTEGER,
    "b": ColumnType.BOOLEAN,
    "c": ColumnType.BOOLEAN,
}
EVERY_ROW = list(
    itertools.product([None, 0, 1], [None, 0, 1], [None, False, True], [None, False, True])
)
TRUTHS = (
    *(f"(n {sign} m)" for sign in ("=", "<>", "<", "<=", ">", ">=")),
    *("(b = c)", "(b <> c)", "(b AND c)", "(b OR c)", "(NOT b)", "(NOT (n = m))"),
    *("(n IN (0, m))", "(n NOT IN (0, m))", "(n BETWEEN 0 AND m)", "(n BETWEEN m AND 1)"),
    *("(n IS NULL)", "(n IS NOT NULL)", "(b IS NULL)", "(b IS NOT NULL)"),
    *("COALESCE(b, c)", "(CASE WHEN b THEN c END)", "(CASE WHEN b THEN c ELSE n = m END)"),
)
NUMBERS = (
    *("(n + m)", "(n - m)", "(n * m)", "(- n)", "ABS(n - m)", "CAST(b AS INTEGER)"),
    *("COALESCE(n, m)", "NULLIF(n, m)", "GREATEST(n, m)", "LEAST(n, m)"),
    *("CASE WHEN b THEN n END", "CASE WHEN b THEN n WHEN c THEN m ELSE 7 END"),
)
VALUES = (
    *(f"COUNT({one})" for one in (*TRUTHS, *NUMBERS)),
    *(f"SUM(CASE WHEN {one} THEN 1 ELSE 0 END)" for one in TRUTHS),
    *(f"{over}{one})" for one in NUMBERS for over in ("SUM(", "MIN(", "COUNT(DISTINCT ")),
    *("NULLIF(SUM(n), SUM(m))", "COALESCE(SUM(n), SUM(m), 5)", "SUM(n) / SUM(m)"),
    *("COALESCE(SUM(n) / NULLIF(COUNT(m), 0), 0.5)", "COUNT(*)", "MIN(n) - MAX(m)"),
)


@pytest.mark.parametrize("value", VALUES)
def test_every_null_in_every_operation_counts_as_the_engine_counts_it(value: str) -> None:
    what = formula.read(value, TABLE)
    for row, terms in zip(EVERY_ROW, _row_by_row(what), strict=True):
        by_hand = what.number([None if one is None else int(one) for one in terms])
        assert by_pack(what, TABLE, [row]) == by_hand, row


def _row_by_row(what: Formula) -> list[tuple[Any, ...]]:
    with duckdb.connect() as engine:
        listed = ", ".join(f'"{name}" {SQL[kind]}' for name, kind in TABLE.items())
        engine.execute(f"CREATE TABLE evidence (place INTEGER, {listed})")
        rows = [(place, *row) for place, row in enumerate(EVERY_ROW)]
        engine.executemany("INSERT INTO evidence VALUES (?, ?, ?, ?, ?)", rows)
        terms = ", ".join(term.sql("duckdb") for term in what.terms)
        return engine.execute(
            f"SELECT {terms} FROM evidence GROUP BY place ORDER BY place"
        ).fetchall()
