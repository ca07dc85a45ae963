"""552 governments and ten million entries: five measures on Spark with two workers, beside DuckDB.

    python -m benchmarks.nation [entries]

Each government's lake lies in a folder of its own, side by side, written as the product writes one:
`government=12.19/cases_case_closed/month=2026-06/0-1509.parquet`. The one thing more is a column
`government` in every file, which the lake of a single government has no need of yet. The SQL is that
of the shipped measures, translated for either engine, with this column among the evidence and one
number for each government. DuckDB is the fenced child that pages use, with more time.
"""

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import scene, scratch, wide_lake
from benchmarks.figures import Figure, report

ENTRIES = 10_000_000
GOVERNMENTS = 552
"""Every regency, city and province, as the issue counts them."""
MONTHS = 12
MEASURES = (
    "cases-in", "cases-out", "cases-share-on-time", "cases-net-days", "users-active",
)  # fmt: skip
TABLES = ("cases_case_submitted", "cases_case_closed")
BY = "government"
LAST = date(2026, 10, 31)


@dataclass(frozen=True)
class Union:
    """Where the lakes of all governments lie, and the files of each table."""

    root: Path
    files: dict[str, list[str]]
    services: tuple[str, ...] = ("surat-a", "surat-b", "surat-c")


def main(entries: int = ENTRIES) -> None:
    with scratch.folder() as place, started(Path(place)) as session:
        scene.open_scene()
        report(measure(entries, Path(place) / "nation", session))


def measure(entries: int, root: Path, session: Any) -> list[Figure]:
    began = time.perf_counter()
    union = write(entries, MONTHS, root)
    written = time.perf_counter() - began
    ours, theirs = [], []
    for turn in range(2):  # the first warms both
        duck, duck_seconds = on_duckdb(union)
        spark, spark_seconds = on_spark(union, session)
        if duck != spark:
            raise RuntimeError("the engines do not agree")
        if turn:
            ours, theirs = duck_seconds, spark_seconds
    files = sum(map(len, union.files.values()))
    numbers = sum(map(len, duck))
    each = ", ".join(
        f"{code} {one:.1f}/{other:.1f}"
        for code, one, other in zip(MEASURES, theirs, ours, strict=True)
    )
    return [
        Figure(
            what=f"{len(MEASURES)} measures of a year by {GOVERNMENTS} governments over"
            f" {entries:,} entries in {files:,} files, {numbers:,} equal numbers",
            figure=f"Spark, two workers {sum(theirs):.1f} s",
            floor=f"DuckDB {sum(ours):.1f} s (each in s, Spark/DuckDB: {each})",
            ratio=f"{sum(theirs) / sum(ours):.1f}",
            aim="equal numbers",
            reached=True,
        ),
        Figure(
            what=f"write the lakes of {GOVERNMENTS} governments",
            figure=f"{written:.0f} s ({entries / written:,.0f} entries/s)",
        ),
    ]


def write(entries: int, months: int, root: Path) -> Union:
    """Write a lake for each government; the largest has four times the entries of the smallest."""
    import duckdb

    names = wide_lake.months_to(LAST)[-months:]
    files: dict[str, list[str]] = {table: [] for table in TABLES}
    weights = [1 + number % 4 for number in range(GOVERNMENTS)]
    first = 0
    with duckdb.connect() as db:
        db.execute("SET threads = 2")
        for number, weight in enumerate(weights):
            share = entries * weight // sum(weights) // len(TABLES)
            for table in TABLES:
                files[table] += _lake(db, root, number, table, names, first, share)
                first += share
    return Union(root, files)


def _lake(
    db: Any, root: Path, number: int, table: str, months: list[str], first: int, rows: int
) -> list[str]:
    folder = root / f"government={_code(number)}" / table
    folder.mkdir(parents=True)
    columns = {BY: f"'{_code(number)}'", **_cells(table, months, first, rows)}
    select = ", ".join(f'{value} AS "{name}"' for name, value in columns.items())
    db.execute(
        f"""COPY (SELECT {select} FROM (SELECT i, {wide_lake.number_of("i")} AS h,
        (i - {first}) * {len(months)} // {rows} AS place FROM range({first}, {first + rows}) t(i)))
        TO '{folder}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (month),
        WRITE_PARTITION_COLUMNS true, FILENAME_PATTERN '{first}-{{i}}', OVERWRITE_OR_IGNORE true)"""
    )
    return sorted(str(path) for path in folder.rglob("*.parquet"))


def _cells(table: str, months: list[str], first: int, rows: int) -> dict[str, str]:
    from pendopo.kernel.lake import tables

    listed = ", ".join(f"'{month}'" for month in months)
    month = f"[{listed}][CAST(place + 1 AS INT)]"
    day = f"CAST({month} || '-' || lpad(CAST(1 + h // 53 % 28 AS VARCHAR), 2, '0') AS DATE)"
    moved = {"month": month, "occurred_on": day, "occurred_at": day, "recorded_at": day}
    services = list(Union.services)
    return {
        name: f"CAST({moved.get(name) or wide_lake.cell(table, name, services, '')} AS {kind.sql})"
        for name, kind in tables.known()[table].columns.items()
    }


def _code(number: int) -> str:
    """Return a code of the usual form, of nobody: provinces begin with 11."""
    return f"{11 + number // 20}.{1 + number % 20:02}"


Numbers = list[dict[str | None, tuple[int, tuple[int | None, ...]]]]


def on_duckdb(union: Union) -> tuple[Numbers, list[float]]:
    """Return rows and sums of each measure by government, and the seconds of each."""
    from pendopo.kernel.lake import engine

    limits = engine.Limits(seconds=900, cpu=3600, memory=4 * 1024**3, address_space=16 * 1024**3)
    found, seconds = [], []
    for name in MEASURES:
        select, names = _question(name)
        sources = tuple(
            engine.Source(
                table,
                tuple((column, kind.sql) for column, kind in _table(table).columns.items()),
                tuple(union.files[table]),
            )
            for table in names
        )
        query = engine.Query(select.sql(dialect="duckdb"), sources, union.root)
        began = time.perf_counter()
        rows = engine.run(query, limits=limits).rows
        seconds.append(time.perf_counter() - began)
        found.append(_numbers(rows))
    engine.close()
    return found, seconds


def on_spark(union: Union, session: Any) -> tuple[Numbers, list[float]]:
    """Do the same on a cluster."""
    from pendopo.kernel.lake.measures import spark

    found, seconds = [], []
    for table in TABLES:
        # Every government's folder beside the other; the columns stand in the files themselves.
        spark.show(session, _table(table), union.files[table])
    for name in MEASURES:
        select, _ = _question(name)
        began = time.perf_counter()
        rows = session.sql(select.sql(dialect="spark")).collect()
        seconds.append(time.perf_counter() - began)
        found.append(_numbers([tuple(row) for row in rows]))
    return found, seconds


def _numbers(
    rows: Iterable[Sequence[Any]],
) -> dict[str | None, tuple[int, tuple[int | None, ...]]]:
    """Return how many rows and which sums each government has."""
    return {government: (count, tuple(terms)) for government, count, *terms in rows}


def _question(code: str) -> tuple[Any, list[str]]:
    """Return the shipped measure of the last year, with the government among its evidence."""
    from sqlglot import exp

    from pendopo.kernel import periods
    from pendopo.kernel.content import reading
    from pendopo.kernel.lake.measures import checking, translating
    from pendopo.kernel.lake.measures.schema import MeasurePackage

    text = (Path(__file__).parents[1] / "content/measures" / code / "measure.yaml").read_text()
    question = checking.question(MeasurePackage.model_validate(reading.read(code, text).data))
    rows = translating.evidence(question, periods.read(str(LAST.year)))
    rows = rows.select(exp.column(BY, quoted=True))
    return translating.totals(question, rows, by=BY), sorted(question.tables)


def _table(name: str) -> Any:
    from pendopo.kernel.lake import tables
    from pendopo.kernel.lake.tables import ColumnType

    table = tables.known()[name]
    return replace(table, columns={BY: ColumnType.TEXT, **table.columns})


@contextmanager
def started(place: Path) -> Iterator[Any]:
    """Start Spark with two workers of one core each, in processes of their own."""
    import os

    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ.pop("SPARK_HOME", None)
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .appName("pendopo-nation")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.memory", "2g")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.warehouse.dir", str(place / "spark"))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
