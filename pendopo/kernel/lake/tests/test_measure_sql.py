"""The closed grammar of a measure: what it takes, and what it refuses with reason and place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendopo.kernel.lake.measures import checking
from pendopo.kernel.lake.measures.grammar import SqlRefused
from pendopo.kernel.lake.tables import COMMON, ColumnType, Table

CLOSED = Table(
    name="closed",
    columns={
        **COMMON,
        "service": ColumnType.TEXT,
        "agency": ColumnType.TEXT,
        "on_time": ColumnType.BOOLEAN,
        "days": ColumnType.INTEGER,
    },
    source="event",
    origin="x.closed",
)
SERVICES = Table(
    name="reg_services",
    columns={
        "as_of": ColumnType.DATE,
        "code": ColumnType.TEXT,
        "cost": ColumnType.MONEY,
        "online": ColumnType.BOOLEAN,
    },
    source="register",
    origin="services",
)
KNOWN = {table.name: table for table in (CLOSED, SERVICES)}
COUNT = "COUNT(*)"
ROWS = "SELECT entry_id, seq, service, agency, on_time, days FROM closed"
NEWEST = (
    "SELECT code, cost FROM reg_services WHERE as_of = "
    "(SELECT COALESCE(MAX(CASE WHEN as_of <= :end THEN as_of END), MIN(as_of)) FROM reg_services)"
)


def test_a_share_is_taken_apart_into_what_engines_count() -> None:
    value = "100.0 * SUM(CASE WHEN on_time THEN 1 ELSE 0 END) / NULLIF(COUNT(*), 0)"
    found = checking.check(f"{ROWS} WHERE occurred_on BETWEEN :start AND :end", value, KNOWN)
    assert [term.sql() for term in found.formula.terms] == [
        "SUM(CASE WHEN on_time THEN 1 ELSE 0 END)",
        "COUNT(*)",
    ]
    assert found.tables == {"closed"}
    assert found.columns["on_time"] == ColumnType.BOOLEAN


def test_a_register_may_be_joined_as_it_stood_at_the_end() -> None:
    rows = (
        "SELECT c.entry_id, c.seq, s.cost * 2 - c.days AS saved FROM closed AS c "
        f"LEFT JOIN ({NEWEST}) AS s ON s.code = c.service WHERE c.occurred_on >= :start"
    )
    found = checking.check(rows, "SUM(saved)", KNOWN)
    assert found.columns["saved"] == ColumnType.MONEY
    assert found.tables == {"closed", "reg_services"}


def test_rows_of_a_register_carry_their_day() -> None:
    checking.check("SELECT as_of, code FROM reg_services", COUNT, KNOWN)
    with pytest.raises(SqlRefused, match="as_of"):
        checking.check("SELECT code FROM reg_services", COUNT, KNOWN)


HOSTILE = [
    "SELECT entry_id, seq FROM read_csv('/etc/passwd')",
    "SELECT entry_id, seq FROM '/etc/passwd'",
    'SELECT entry_id, seq FROM "/etc/passwd"',
    "SELECT entry_id, seq FROM read_parquet('s3://elsewhere/x')",
    "SELECT entry_id, seq FROM information_schema.tables",
    "SELECT entry_id, seq FROM pg_catalog.pg_tables",
    "SELECT entry_id, seq FROM duckdb_settings()",
    "SELECT entry_id, seq FROM range(1000000000000)",
    "SELECT entry_id, seq, getenv('HOME') AS home FROM closed",
    "ATTACH '/tmp/x.db'",
    "COPY closed TO '/tmp/x.csv'",
    "PRAGMA database_list",
    "SET memory_limit = '90GB'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "CALL pragma_version()",
    "EXPLAIN SELECT entry_id, seq FROM closed",
    "DROP TABLE closed",
    "UPDATE closed SET seq = 0",
    "SELECT entry_id, seq FROM closed; DROP TABLE closed",
    "WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) SELECT n FROM t",
    "WITH t AS (SELECT entry_id, seq FROM closed) SELECT entry_id, seq FROM t",
    "SELECT entry_id, seq FROM closed UNION ALL SELECT entry_id, seq FROM closed",
    "SELECT entry_id, seq INTO stolen FROM closed",
    "SELECT entry_id, seq FROM closed FOR UPDATE",
    "SELECT entry_id, seq, ROW_NUMBER() OVER () AS n FROM closed",
    "SELECT entry_id, seq FROM closed WHERE EXISTS (SELECT 1)",
    "SELECT entry_id, seq FROM closed WHERE seq IN (SELECT seq FROM closed)",
    "SELECT entry_id, seq, COLUMNS('.*') FROM closed",
    "SELECT entry_id, seq, [1, 2] AS list FROM closed",
    "SELECT entry_id, seq, REPEAT('x', 1000000000) AS x FROM closed",
    "SELECT entry_id, seq FROM closed TABLESAMPLE (1 PERCENT)",
    "SELECT entry_id, seq FROM (VALUES (1, 2)) AS t(entry_id, seq)",
    "SELECT entry_id, seq FROM closed LIMIT 1",
    "SELECT DISTINCT entry_id, seq FROM closed",
]


@pytest.mark.parametrize("rows", HOSTILE)
def test_whatever_is_no_plain_select_over_known_tables_is_refused(rows: str) -> None:
    with pytest.raises(SqlRefused):
        checking.check(rows, COUNT, KNOWN)


EXPLODING = [
    "closed AS a, closed AS b",
    "closed AS a CROSS JOIN closed AS b",
    "closed AS a JOIN closed AS b ON TRUE",
    "closed AS a JOIN closed AS b ON a.days > b.days",
    "closed AS a JOIN closed AS b ON a.days = a.days",
    "closed AS a JOIN closed AS b ON a.days = b.days OR a.seq = b.seq",
    "closed AS a NATURAL JOIN closed AS b",
    "closed AS a ASOF JOIN closed AS b ON a.seq >= b.seq",
    "closed AS a RIGHT JOIN closed AS b ON a.seq = b.seq",
    "closed AS a, LATERAL (SELECT 1) AS b",
]


@pytest.mark.parametrize("source", EXPLODING)
def test_a_join_without_an_equality_is_refused(source: str) -> None:
    with pytest.raises(SqlRefused):
        checking.check(f"SELECT a.entry_id, a.seq FROM {source}", COUNT, KNOWN)


def test_more_joins_than_four_are_refused() -> None:
    joins = " ".join(f"JOIN closed AS j{n} ON j{n}.seq = a.seq" for n in range(5))
    with pytest.raises(SqlRefused, match="paling banyak 4"):
        checking.check(f"SELECT a.entry_id, a.seq FROM closed AS a {joins}", COUNT, KNOWN)


@pytest.mark.parametrize(
    ("rows", "place", "reason"),
    [
        ("SELECT entry_id, seq,\n  nothing\nFROM closed", (2, 3), "nothing"),
        ("SELECT entry_id, seq\nFROM elsewhere", (2, 6), "elsewhere"),
        ("SELECT entry_id, seq, days FROM closed\nWHERE days = 'x'", (2, 7), "berlainan jenis"),
        ("SELECT entry_id, seq FROM closed WHERE\n pg_read_file('x')", (2, 2), "pg_read_file"),
    ],
)
def test_a_refusal_names_its_place(rows: str, place: tuple[int, int], reason: str) -> None:
    with pytest.raises(SqlRefused) as refused:
        checking.check(rows, COUNT, KNOWN)
    assert (refused.value.line, refused.value.column) == place
    assert reason in refused.value.sentence
    assert f"baris {place[0]} kolom {place[1]}" in refused.value.sentence


REFUSED = [
    ("SELECT * FROM closed", "bintang"),
    ("SELECT closed.* FROM closed", "bintang"),
    ("FROM closed", "bintang"),
    ("SELECT entry_id FROM closed", "seq"),
    ("SELECT entry_id, seq, COUNT(*) AS n FROM closed", "value"),
    ("SELECT entry_id, seq, NULL AS n FROM closed", "berisi nilai"),
    ("SELECT entry_id, seq, seq FROM closed", "satu kali"),
    ("SELECT entry_id, seq, days + 1 FROM closed", "AS nama"),
    ("SELECT entry_id, seq, days / 2 AS half FROM closed", "tidak dapat dipakai"),
    ("SELECT entry_id, seq, 1.5 AS n FROM closed", "angka bulat"),
    ("SELECT entry_id, seq FROM closed WHERE days", "ya atau tidak"),
    ("SELECT entry_id, seq FROM closed WHERE on_time = 1", "berlainan jenis"),
    ("SELECT entry_id, seq FROM closed WHERE days = :other", ":start"),
    ("SELECT entry_id, seq FROM closed WHERE days = ?", ":start"),
    ("SELECT entry_id, seq FROM closed WHERE days = (SELECT days FROM closed)", "SUM"),
    ("SELECT entry_id, seq FROM (SELECT entry_id, seq FROM closed) AS c", "FROM"),
]


@pytest.mark.parametrize(("rows", "reason"), REFUSED)
def test_rows_are_plain_columns_of_one_type_each(rows: str, reason: str) -> None:
    with pytest.raises(SqlRefused, match=reason):
        checking.check(rows, COUNT, KNOWN)


@pytest.mark.parametrize(
    "value",
    [
        "days",
        "1",
        "COUNT(*), 1",
        "COUNT(*) FROM closed",
        "COUNT(*) WHERE TRUE",
        "(SELECT COUNT(*) FROM closed)",
        "SUM(service)",
        "SUM(COUNT(*))",
        "SUM(unknown)",
        "SUM(DISTINCT days)",
        "MEDIAN(days)",
        "CASE WHEN COUNT(*) > 1 THEN 1 END",
        "COUNT(*) FILTER (WHERE on_time)",
        "SUM(days) OVER ()",
        "COUNT(*) + " * 13 + "COUNT(*)" + "; SELECT 1",
    ],
)
def test_a_value_is_whole_sums_and_counts_of_the_rows(value: str) -> None:
    with pytest.raises(SqlRefused, match="value, baris 1"):
        checking.check(ROWS, value, KNOWN)


@pytest.mark.parametrize(
    "rows",
    [
        "(" * 5000,
        "SELECT " + "(" * 200 + "1" + ")" * 200 + " FROM closed",
        "SELECT entry_id, seq FROM closed WHERE " + "NOT " * 3000 + "on_time",
        "SELECT entry_id, seq FROM closed WHERE days = " + "-" * 390 + "1",
        "SELECT entry_id, seq FROM closed WHERE " + " AND ".join(["on_time"] * 3000),
        "SELECT CASE WHEN " * 130 + "1",
        "SELECT 'never closed FROM closed",
        "",
    ],
)
def test_a_huge_or_broken_text_is_refused_and_nothing_overflows(rows: str) -> None:
    with pytest.raises(SqlRefused):
        checking.check(rows, COUNT, KNOWN)


WORDS = st.sampled_from(
    "SELECT FROM WHERE JOIN ON LEFT AS AND OR NOT IN IS NULL BETWEEN CASE WHEN THEN ELSE END COUNT "
    "SUM MAX ( ( ) ) , * = < + - / ; 1 'x' :start :end closed reg_services entry_id seq days code "
    "on_time a b . read_csv COPY ATTACH UNION WITH VALUES".split()
)


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_any_heap_of_words_is_understood_or_refused(rows: str) -> None:
    try:
        found = checking.check(rows, COUNT, KNOWN)
    except SqlRefused:
        return
    assert found.tables <= set(KNOWN)
