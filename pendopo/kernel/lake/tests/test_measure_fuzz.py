"""Whatever passes the check reads tables of the lake and nothing else, as the engine itself reads it.

Two parsers look at each text: ours decides, and DuckDB's own says what the translated text would
do. They must never disagree in the dangerous direction.
"""

import contextlib
import json
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pendopo.kernel import periods
from pendopo.kernel.lake import tables
from pendopo.kernel.lake.measures import checking, translating
from pendopo.kernel.lake.measures.grammar import SqlRefused

BASES = [
    "SELECT entry_id , seq , agency FROM cases_case_submitted WHERE occurred_on BETWEEN :start AND :end",
    (
        "SELECT c . entry_id , c . seq , s . fee FROM cases_case_closed AS c JOIN reg_services AS s ON"
        " s . service = c . service WHERE c . on_time AND s . fee > 0"
    ),
    (
        "SELECT entry_id , seq , CASE WHEN seq > 1 THEN 1 ELSE 0 END AS x FROM cases_case_submitted"
        " WHERE seq = ( SELECT MAX ( seq ) FROM cases_case_submitted )"
    ),
]
WORDS = [
    *"( ) , . ; * = < > <> - + / || :: :start :end ? $1 @ # -- /* */ ' \" ` [ ] { } \\".split(),
    *"SELECT FROM WHERE AND OR NOT IN IS NULL AS ON JOIN LEFT CROSS LATERAL UNION ALL WITH".split(),
    *"RECURSIVE EXISTS ANY CASE WHEN THEN ELSE END CAST TRY_CAST BETWEEN LIKE GLOB COUNT SUM".split(),
    *"COPY TO ATTACH INSTALL LOAD PRAGMA SET CALL EXPORT CREATE DROP INSERT DESCRIBE SHOW".split(),
    *"PIVOT UNNEST VALUES TABLE ONLY USING SAMPLE QUALIFY WINDOW OVER ORDER BY LIMIT GROUP".split(),
    *"read_csv read_text read_parquet glob range getenv query query_table duckdb_settings".split(),
    *"'/etc/passwd' 'x' 0 1 1e9 1.5 entry_id seq agency cases_case_submitted reg_services".split(),
    *"main information_schema pg_catalog temp x c s DATE '2026-01-01' INTERVAL TRUE".split(),
]  # fmt: skip

ALLOWED = {
    *"sum count count_star min max avg coalesce nullif greatest least abs".split(),
    *"+ - * / // = <> < > <= >= !~~".split(),
}  # fmt: skip


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Return one of the good questions with a few words changed."""
    words = draw(st.sampled_from(BASES)).split()
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(words)))
        word = draw(st.sampled_from(WORDS) | st.text(max_size=6))
        width = draw(st.integers(0, 2))
        words[place : place + width] = (
            [word] if draw(st.booleans()) else [word, *words[place : place + width]]
        )
    return draw(st.sampled_from([" ", "\n", "/**/", "\t"])).join(words)


@pytest.fixture(scope="module")
def parser() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


@settings(max_examples=600)
@example(BASES[0])
@example(BASES[1])
@example(BASES[2])
@given(texts())
def test_what_passes_the_check_reads_the_lake_and_nothing_else(
    parser: duckdb.DuckDBPyConnection, text: str
) -> None:
    try:
        question = checking.check(text, "COUNT(*) + SUM(seq)", tables.known())
    except SqlRefused:
        assert text not in BASES
        return
    period = periods.read("2026-06")
    for by in ("", "seq"):
        select = translating.totals(question, translating.evidence(question, period), by=by)
        _look(parser, translating.text(select, "duckdb"))


def _look(parser: duckdb.DuckDBPyConnection, sql: str) -> None:
    (told,) = parser.execute("SELECT json_serialize_sql($1)", [sql]).fetchone()
    tree = json.loads(told)
    # DuckDB serialises SELECT and nothing else; anything it cannot read would fail there too.
    assert not tree["error"], (sql, tree)
    assert len(tree["statements"]) == 1
    for node in _walk(tree["statements"][0]["node"]):
        kind = node.get("type")
        assert kind not in ["TABLE_FUNCTION", "SHOW_REF", "PIVOT", "COLUMN_DATA"], sql
        if kind == "BASE_TABLE":
            assert (node["schema_name"], node["catalog_name"]) == ("", ""), sql
            assert node["table_name"] in tables.known(), sql
        if node.get("class") == "FUNCTION":
            assert node["function_name"] in ALLOWED, (sql, node["function_name"])
            assert not node.get("schema"), sql


def _walk(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for child in node.values():
            yield from _walk(child)
    elif isinstance(node, list):
        for child in node:
            yield from _walk(child)


@given(st.text(max_size=200) | st.lists(st.sampled_from(WORDS), max_size=120).map(" ".join))
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    for rows, value in ((text, "COUNT(*)"), (BASES[0], text)):
        with contextlib.suppress(SqlRefused):
            checking.check(rows, value, tables.known())
