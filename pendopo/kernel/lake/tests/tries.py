"""A small lake of its own for tests: one event, one register, and measures over them."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from pendopo.kernel.content import checking, kind_of, library
from pendopo.kernel.events import Code, Event, Ref, type_of
from pendopo.kernel.hooks import Register
from pendopo.kernel.lake import manifest, tables
from pendopo.kernel.lake.manifest import File, Manifest
from pendopo.kernel.lake.tables import Table
from pendopo.kernel.money import Rupiah


@dataclass(frozen=True, kw_only=True)
class TryClosed(Event, name="tries.try_closed", label="Percobaan selesai", public=True):
    """A case of the tests came to its end."""

    service: Code
    agency: Code
    district: Code | None
    on_time: bool
    days: int
    applicant: Ref


# Only the tests that ask for it see it among the house's events.
del type_of[TryClosed.name]

SERVICES = Register(
    name="tries", columns={"code": Code, "cost": Rupiah, "days": int}, rows=lambda day: ()
)

SHARE = """
code: try-share
version: 1
effective_from: 2026-01-01
title: Percobaan tepat waktu
unit: percent
decimals: 1
definition: Bagian percobaan yang selesai tepat waktu.
period: month
rows: |
  SELECT entry_id, seq, agency, district, month, occurred_on, on_time, days, applicant
  FROM tries_try_closed
  WHERE occurred_on BETWEEN :start AND :end
value: 100.0 * SUM(CASE WHEN on_time THEN 1 ELSE 0 END) / NULLIF(COUNT(*), 0)
breakdowns: [agency, district, month]
direction: up
public: true
source: {text: hitungan dari buku besar, confidence: official}
"""

MEAN = """
code: try-mean
version: 1
effective_from: 2026-01-01
title: Percobaan rata-rata hari
unit: days
decimals: 2
definition: Rata-rata hari percobaan dan biaya yang tidak keluar.
period: quarter
rows: |
  SELECT c.entry_id, c.seq, c.agency, c.days, s.days AS before, s.cost
  FROM tries_try_closed AS c
  LEFT JOIN (
    SELECT code, days, cost FROM reg_tries WHERE as_of = (
      SELECT COALESCE(MAX(CASE WHEN as_of <= :end THEN as_of END), MIN(as_of)) FROM reg_tries)
  ) AS s ON s.code = c.service
  WHERE c.occurred_on BETWEEN :start AND :end
value: (SUM(before) - SUM(days)) / NULLIF(COUNT(before), 0) + COUNT(DISTINCT agency)
breakdowns: [agency]
simulation: Waktu awal masih perkiraan.
source: {text: perkiraan, confidence: reconstructed}
"""


def load(text: str, *, now: datetime = datetime(2026, 1, 1, tzinfo=UTC)) -> None:
    """Put a measure on the shelf."""
    code = text.split("code: ", 1)[1].split("\n", 1)[0]
    package = checking.check(kind_of("measures"), code, {"measure.yaml": text})
    library.load(package, now=now)


def closed(seq: int, day: date, **own: Any) -> dict[str, Any]:
    """Return one row of the event's table."""
    moment = datetime(day.year, day.month, day.day, 3, tzinfo=UTC).replace(tzinfo=None)
    plain = {
        "entry_id": f"{seq:032x}",
        "seq": seq,
        "subject": f"case:{seq}",
        "actor": "system:test",
        "occurred_at": moment,
        "recorded_at": moment,
        "occurred_on": day,
        "month": f"{day:%Y-%m}",
    }
    fields = {"service": "a", "agency": "x", "district": None, "on_time": True, "days": 1}
    return {**plain, **fields, "applicant": f"who:{seq % 5:016x}", **own}


def write(
    lake: Path, rows: Iterable[Mapping[str, Any]], register: Sequence[Mapping[str, Any]] = ()
) -> None:
    """Make this the lake, one file for each table and month."""
    lake.mkdir(exist_ok=True)
    entries = list(rows)
    kinds = [(tables.of_event(TryClosed), entries, "occurred_on")]
    kinds += [(tables.of_register(SERVICES), list(register), "as_of")]
    files = [
        _file(lake, table, month, [r for r in given if f"{r[day]:%Y-%m}" == month], day)
        for table, given, day in kinds
        for month in sorted({f"{row[day]:%Y-%m}" for row in given})
    ]
    seq = max((row["seq"] for row in entries), default=-1) + 1
    manifest.write(
        lake, Manifest(seq=seq, at=f"2026-07-09T00:00:00.{len(entries):06}+00:00").having(files)
    )


def _file(lake: Path, table: Table, month: str, rows: list[Mapping[str, Any]], day: str) -> File:
    columns = ", ".join(f'"{name}" {kind.sql}' for name, kind in table.columns.items())
    values = [tuple(row[name] for name in table.columns) for row in rows]
    with duckdb.connect() as writer:
        writer.execute(f"CREATE TABLE t ({columns})")
        writer.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(table.columns))})", values)
        content = hashlib.sha256(repr(values).encode()).hexdigest()
        name = f"{table.name}-{month}-{content[:12]}.parquet"
        writer.execute(f"COPY t TO '{lake / name}' (FORMAT parquet)")
    is_event = table.source == "event"
    return File(
        path=name,
        table=table.name,
        month=month,
        rows=len(rows),
        bytes=(lake / name).stat().st_size,
        sha256=hashlib.sha256((lake / name).read_bytes()).hexdigest(),
        first_seq=rows[0]["seq"] if is_event else None,
        last_seq=rows[-1]["seq"] if is_event else None,
        first_day="" if is_event else str(min(row[day] for row in rows)),
        last_day="" if is_event else str(max(row[day] for row in rows)),
    )
