"""Refreshing the lake after 10,000 new entries, beside writing the same Parquet by hand.

    python -m benchmarks.lake [entries]    # SQLite, or what PENDOPO_DATABASE names

By hand: one SQL statement reads the sealed texts, DuckDB types them and writes one file for each
event and month. The refresh does that too, compares every text with its seal, makes tokens of
people, hashes and syncs every file and replaces the manifest. Both have the same entries, by
turns, of three events over two months; the lake holds as many from before.
"""

import json
import shutil
import statistics
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks import scene, scratch
from benchmarks.figures import Figure, report
from benchmarks.verification import timed

ENTRIES = 10_000
ROUNDS = 9
CHUNK = 500
PEOPLE = 2_000
AIM = 2.0
BY_HAND = {
    "cases.case_submitted": "service VARCHAR, version BIGINT, agency VARCHAR, district VARCHAR,"
    " channel VARCHAR, assurance BIGINT, applicant VARCHAR",
    "cases.case_moved": "service VARCHAR, agency VARCHAR, step VARCHAR, source VARCHAR,"
    " target VARCHAR, clock VARCHAR",
    "cases.case_closed": "service VARCHAR, agency VARCHAR, district VARCHAR, outcome VARCHAR,"
    " on_time BOOLEAN, net_days BIGINT, gross_days BIGINT, channel VARCHAR, applicant VARCHAR,"
    " correspondent VARCHAR",
}
"""The fields of each event, as somebody would write them down."""


def main(entries: int = ENTRIES) -> None:
    with scratch.folder() as place:
        report(measure(entries, Path(place)))


def measure(entries: int, place: Path) -> list[Figure]:
    scene.open_scene()
    from pendopo.kernel.lake import writing

    at = scene.now()
    _record(entries, at)
    writing.refresh(now=at)
    turns = [_turn(entries, at, place / "by-hand") for _ in range(ROUNDS)]
    reading, floor, refreshed = (statistics.median(column) for column in zip(*turns, strict=True))
    rebuilt = timed(lambda: writing.rebuild(now=at))
    total = (ROUNDS + 1) * entries
    return [
        Figure(
            what=f"refresh the lake after {entries:,} new entries",
            figure=f"{refreshed:.2f} s",
            floor=f"the same Parquet by hand {floor:.2f} s (of it reading {reading:.2f} s)",
            ratio=f"{refreshed / floor:.1f}",
            aim=f"≤ {AIM:.0f}",
            reached=refreshed / floor <= AIM,
        ),
        Figure(
            what=f"build the lake anew from {total:,} entries",
            figure=f"{rebuilt:.1f} s ({total / rebuilt:,.0f}/s)",
        ),
    ]


def _turn(entries: int, at: datetime, folder: Path) -> tuple[float, float, float]:
    """Record as many again; return the seconds of reading them, by hand, and of the refresh."""
    from pendopo.kernel.lake import writing
    from pendopo.kernel.ledger import tree

    start = tree.size()
    _record(entries, at)
    end = tree.size()
    scene.settle()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    reading = timed(lambda: _read(start, end))
    by_hand = timed(lambda: _write_by_hand(start, end, folder))
    refreshed = timed(lambda: writing.refresh(now=at))
    _require_same(start, folder)
    return reading, by_hand, refreshed


def _record(entries: int, at: datetime) -> None:
    from django.db import transaction

    from pendopo.kernel import actor
    from pendopo.kernel.ledger import book, sealing

    clerk = actor.Actor(ref="person:clerk")
    facts = list(_facts(entries, at))
    for start in range(0, entries, CHUNK):
        with transaction.atomic():
            book.record_many(facts[start : start + CHUNK], actor=clerk)
    sealing.seal(at)


def _facts(entries: int, at: datetime) -> Iterator[tuple[Any, datetime]]:
    from pendopo.domains.cases import events
    from pendopo.kernel.events import Code, Ref

    place = {"service": Code(scene.SERVICE), "agency": Code("kecamatan-talawi")}
    whole = {**place, "district": Code(scene.DISTRICT), "channel": Code("online")}
    for number in range(entries):
        who = Ref(f"person:{number % PEOPLE:06}")
        said = {"subject": Ref(f"case:2026-{number:08}"), "applicant": who}
        step = {"step": Code("check"), "source": Code("submitted"), "target": Code("checked")}
        days = {"on_time": number % 5 != 0, "net_days": number % 7, "gross_days": number % 11}
        yield (
            (
                events.CaseSubmitted(version=1, assurance=1, **whole, **said),
                events.CaseMoved(subject=said["subject"], clock=Code("runs"), **place, **step),
                events.CaseClosed(outcome=Code("issued"), **whole, **days, **said),
            )[number % 3],
            at - timedelta(days=number % 30 + 1),
        )


def _read(start: int, end: int) -> list[tuple[int, str, str]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.seq, e.name, e.payload FROM ledger_seal s"
            " JOIN ledger_entry e ON e.number = s.entry_id"
            " WHERE s.seq >= %s AND s.seq < %s ORDER BY s.seq",
            [start, end],
        )
        return cursor.fetchall()


def _write_by_hand(start: int, end: int, folder: Path) -> None:
    import duckdb

    texts: dict[str, list[str]] = {}
    for seq, name, text in _read(start, end):
        texts.setdefault(name, []).append(f'{{"seq":{seq},"fact":{text}}}\n')
    with duckdb.connect() as db:
        db.execute("SET TimeZone = 'UTC'")
        for name, fields in BY_HAND.items():
            lines = folder / f"{name}.ndjson"
            lines.write_text("".join(texts[name]))
            db.execute(
                f"""COPY (SELECT fact.id AS entry_id, seq, fact.subject, fact.actor,
                fact.occurred_at, fact.recorded_at,
                CAST(timezone('Asia/Jakarta', timezone('UTC', fact.occurred_at)) AS DATE)
                AS occurred_on, strftime(occurred_on, '%Y-%m') AS month, unnest(fact.payload)
                FROM read_json('{lines}', format = 'newline_delimited', columns = {{
                seq: 'BIGINT', fact: 'STRUCT(id VARCHAR, subject VARCHAR, actor VARCHAR,
                occurred_at TIMESTAMP, recorded_at TIMESTAMP, payload STRUCT({fields}))'}})
                ORDER BY seq) TO '{folder / name}' (FORMAT parquet, COMPRESSION zstd,
                PARTITION_BY (month), WRITE_PARTITION_COLUMNS true)"""
            )


def _require_same(start: int, folder: Path) -> None:
    """Both wrote the same rows, or the comparison says nothing; people are tokens in the lake."""
    import duckdb
    from django.conf import settings

    lake = Path(settings.LAKE_DIR)
    files = json.loads((lake / "manifest.json").read_text())["files"]
    count = "SELECT count(*), sum(seq), min(occurred_on), max(month), count(DISTINCT actor)"
    for name in BY_HAND:
        ours = [
            str(lake / file["path"])
            for file in files
            if file["table"] == name.replace(".", "_") and file["first_seq"] >= start
        ]
        read = f"{count} FROM read_parquet($1, hive_partitioning = false)"
        hand = [str(path) for path in (folder / name).rglob("*.parquet")]
        if duckdb.execute(read, [ours]).fetchone() != duckdb.execute(read, [hand]).fetchone():
            raise RuntimeError(f"{name}: not the same rows")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
