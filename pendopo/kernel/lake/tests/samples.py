"""Made-up rows for any table of the lake, so that every shipped measure has something to count."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from pendopo.kernel.lake import manifest, tables
from pendopo.kernel.lake.manifest import File, Manifest
from pendopo.kernel.lake.tables import ColumnType, Table

ROWS = 60
MONTH = "2026-05"
WORDS = {
    "outcome": ["issued", "issued", "facilitated", "refused"],
    "channel": ["online", "counter", "offline"],
    "service": ["surat-a", "surat-b"],
    "site": ["pkm-a", "pkm-b"],
    "agency": ["kecamatan-a", "kecamatan-b", "dinas-c"],
    "district": ["12.19.01", "12.19.02"],
}


def write(lake: Path, names: Iterable[str]) -> Manifest:
    """Write one month of each of these tables, and return the state of the lake."""
    lake.mkdir(exist_ok=True)
    known = tables.known()
    files = [_file(lake, known[name]) for name in sorted(names)]
    manifest.write(lake, Manifest(seq=ROWS).having(files))
    return manifest.read(lake)


def _file(lake: Path, table: Table) -> File:
    # A register has one row for each thing, as a domain would give it.
    number = 2 if table.source == "register" else ROWS
    columns = ", ".join(f'"{name}" {kind.sql}' for name, kind in table.columns.items())
    path = lake / f"{table.name}.parquet"
    with duckdb.connect() as writer:
        writer.execute(f"CREATE TABLE t ({columns})")
        marks = ", ".join("?" * len(table.columns))
        writer.executemany(
            f"INSERT INTO t VALUES ({marks})", [_row(table, n) for n in range(number)]
        )
        writer.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    event = table.source == "event"
    return File(
        path=path.name,
        table=table.name,
        month=MONTH,
        rows=number,
        bytes=path.stat().st_size,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        first_seq=0 if event else None,
        last_seq=number - 1 if event else None,
        first_day="" if event else "2026-05-04",
        last_day="" if event else "2026-05-04",
    )


def _row(table: Table, place: int) -> list[Any]:
    return [_cell(name, kind, place) for name, kind in table.columns.items()]


def _cell(name: str, kind: ColumnType, place: int) -> Any:
    if name == "month":
        return MONTH
    if name == "as_of":
        return date(2026, 5, 4)
    values: dict[ColumnType, Any] = {
        ColumnType.TEXT: _word(name, place),
        ColumnType.INTEGER: place if name == "seq" else place % 4 + 1,
        ColumnType.MONEY: 5000 * (place % 3),
        ColumnType.BOOLEAN: place % 3 > 0,
        ColumnType.DATE: date(2026, 5, 1) + timedelta(days=place % 31),
        ColumnType.TIMESTAMP: datetime(2026, 5, 1, 3, tzinfo=UTC).replace(tzinfo=None)
        + timedelta(hours=place),
    }
    return values[kind]


def _word(name: str, place: int) -> str | None:
    words = WORDS.get(name)
    if words is None:
        return f"{name}-{place}"
    # Where a domain may leave a field empty, some are.
    return None if name == "district" and place % 5 == 0 else words[place % len(words)]
