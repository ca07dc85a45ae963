"""The fence around the engine: what gets through is stopped within limits, and nothing else suffers."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pendopo.kernel.lake import engine
from pendopo.kernel.lake.engine import Limits, Query, QueryFailed, QueryStopped, Result, Source


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "lake"
    folder.mkdir()
    (tmp_path / "secret.csv").write_text("nik\n1219052010900001\n")
    numbers = "SELECT i AS a, i % 7 AS b, 'it''s' AS s FROM range(100000) AS r(i)"
    with duckdb.connect() as writer:
        writer.execute(f"COPY ({numbers}) TO '{folder}/x.parquet'")
    yield folder
    engine.close()


def _ask(lake: Path, sql: str, limits: Limits | None = None) -> Result:
    columns = (("a", "BIGINT"), ("b", "BIGINT"), ("s", "VARCHAR"))
    here = Source("here", columns, (str(lake / "x.parquet"),))
    return engine.run(Query(sql, (here, Source("empty", columns, ())), lake), limits=limits)


def test_a_question_is_answered(lake: Path) -> None:
    found = _ask(lake, "SELECT COUNT(*) AS n, SUM(a) AS total, MIN(s) AS s FROM here")
    assert found.columns == ("n", "total", "s")
    assert found.rows == ((100_000, 4_999_950_000, "it's"),)


def test_a_table_without_files_is_empty(lake: Path) -> None:
    assert _ask(lake, "SELECT COUNT(*), SUM(a) FROM empty").rows == ((0, None),)


def test_days_and_moments_come_as_text(lake: Path) -> None:
    sql = "SELECT DATE '2026-06-04', TIMESTAMP '2026-06-04 03:00:00', TRUE, NULL"
    assert _ask(lake, sql).rows == (("2026-06-04", "2026-06-04T03:00:00.000000Z", True, None),)


FORBIDDEN = [
    "SELECT * FROM read_csv('{outside}/secret.csv')",
    "SELECT * FROM '{outside}/secret.csv'",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM read_parquet('{lake}/../secret.csv')",
    "ATTACH '{outside}/x.db'",
    "COPY (SELECT 1) TO '{lake}/stolen.csv'",
    "COPY here TO '{lake}/x.parquet'",
    "EXPORT DATABASE '{lake}/dump'",
    "SET enable_external_access = true",
    "SET memory_limit = '90GB'",
    "SET allowed_directories = ['/']",
    "PRAGMA enable_external_access",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SELECT 1; SELECT 2",
    "SELECT getenv('PATH')",
    "CREATE TABLE t AS SELECT 1",
    "no SQL at all",
]


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_the_fence_holds_where_the_check_would_have_failed(lake: Path, sql: str) -> None:
    before = (lake / "x.parquet").read_bytes()
    with pytest.raises(QueryFailed):
        _ask(lake, sql.format(lake=lake, outside=lake.parent))
    assert {path.name for path in lake.iterdir()} == {"x.parquet"}
    assert (lake / "x.parquet").read_bytes() == before
    assert not (lake.parent / "x.db").exists()


EXPLOSION = "SELECT COUNT(*) FROM here AS x, here AS y, here AS z WHERE x.a + y.a <> z.a"
ENDLESS = "WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) SELECT MAX(n) FROM t"


@pytest.mark.parametrize("sql", [EXPLOSION, ENDLESS])
def test_what_takes_too_long_is_killed(lake: Path, sql: str) -> None:
    with pytest.raises(QueryStopped) as stopped:
        _ask(lake, sql, Limits(seconds=1.0))
    assert stopped.value.reason == "time"


def test_what_takes_too_much_of_the_processor_is_killed(lake: Path) -> None:
    with pytest.raises(QueryStopped) as stopped:
        _ask(lake, EXPLOSION, Limits(seconds=30.0, cpu=1))
    assert stopped.value.reason == "cpu"


def test_what_takes_too_much_memory_is_stopped(lake: Path) -> None:
    hungry = "SELECT LEN(LIST(r.i)) FROM RANGE(100000000) AS r(i)"
    with pytest.raises(QueryStopped) as stopped:
        _ask(lake, hungry, Limits(seconds=60.0, memory=32 * 1024**2))
    assert stopped.value.reason == "memory"


@pytest.mark.parametrize("limits", [Limits(rows=1000), Limits(bytes=10_000)])
def test_an_answer_that_is_too_large_is_not_read(lake: Path, limits: Limits) -> None:
    with pytest.raises(QueryStopped) as stopped:
        _ask(lake, "SELECT a, b, s FROM here", limits)
    assert stopped.value.reason in {"rows", "bytes"}


def test_after_each_of_these_the_next_question_is_answered(lake: Path) -> None:
    for sql, limits in [
        ("nonsense", None),
        (EXPLOSION, Limits(seconds=0.5)),
        (ENDLESS, Limits(cpu=1)),
    ]:
        with pytest.raises((QueryFailed, QueryStopped)):
            _ask(lake, sql, limits)
        assert _ask(lake, "SELECT COUNT(*) FROM here").rows == ((100_000,),)


def test_a_warm_child_serves_the_next_question(lake: Path) -> None:
    _ask(lake, "SELECT 1")
    first = engine._warm["child"].process.pid
    _ask(lake, "SELECT 2")
    assert engine._warm["child"].process.pid == first


def test_a_child_that_nobody_asks_goes_away(lake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "IDLE_SECONDS", 0.05)
    _ask(lake, "SELECT 1")
    process = engine._warm["child"].process
    process.wait(timeout=5)
    assert _ask(lake, "SELECT 2").rows == ((2,),)


def test_the_child_inherits_nothing(lake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENDOPO_SECRET", "not for the child")
    _ask(lake, "SELECT 1")
    process = Path(f"/proc/{engine._warm['child'].process.pid}")
    if not process.exists():
        pytest.skip("no /proc on this system")
    assert b"PENDOPO_SECRET" not in (process / "environ").read_bytes()
    opened = {handle.resolve() for handle in (process / "fd").iterdir()}
    assert not [path for path in opened if path.suffix in {".sqlite3", ".log"}]
