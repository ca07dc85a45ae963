"""A shop of marbles: events with every kind of field, and a look into the lake they flow into."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
from django.conf import settings
from django.db import transaction

from pendopo.kernel import actor
from pendopo.kernel.events import Code, Event, Ref
from pendopo.kernel.lake import manifest, tables
from pendopo.kernel.ledger import book, sealing

CLERK = actor.Actor(ref="person:clerk")


@dataclass(frozen=True, kw_only=True)
class MarbleSold(Event, name="laketest.marble_sold", label="Kelereng terjual", public=True):
    """`seq` and `month` bear names that every table has already."""

    shop: Code
    seq: int
    month: Code
    is_big: bool
    sold_on: date
    paid_at: datetime
    buyer: Ref
    gift_for: Ref | None = None
    pieces: int = 1


@dataclass(frozen=True, kw_only=True)
class MarbleLost(Event, name="laketest.marble_lost", label="Kelereng hilang"):
    """Nothing of its own."""


def sold(at: datetime, number: int = 1, **fields: Any) -> MarbleSold:
    values = {
        "subject": Ref(f"marble:{number}"),
        "shop": Code("pasar"),
        "seq": number,
        "month": Code("lunar-1"),
        "is_big": True,
        "sold_on": date(2026, 6, 3),
        "paid_at": at,
        "buyer": Ref("person:siti"),
    }
    return MarbleSold(**{**values, **fields})


def lost(number: int = 1) -> MarbleLost:
    return MarbleLost(subject=Ref(f"marble:{number}"))


def record(facts: Iterable[tuple[Event, datetime]], *, by: actor.Actor = CLERK) -> None:
    with transaction.atomic():
        book.record_many(facts, actor=by)


def seal_sold(count: int, at: datetime) -> None:
    """Record and seal marbles 1 to `count`, all sold at one moment."""
    record([(sold(at, number), at) for number in range(1, count + 1)])
    sealing.seal(at)


def state() -> manifest.Manifest:
    return manifest.read(lake())


def lake() -> Path:
    return Path(settings.LAKE_DIR)


def rows(table: str) -> list[dict[str, Any]]:
    """Read a table as any reader would: only what the manifest lists."""
    listed = [str(lake() / file.path) for file in state().files_of(table)]
    if not listed:
        return []
    read = "SELECT * FROM read_parquet($files, hive_partitioning = false) ORDER BY ALL"
    with duckdb.connect() as db:
        found = db.execute(read, {"files": listed})
        columns = [column[0] for column in found.description]
        return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def contents() -> dict[str, Counter[tuple[Any, ...]]]:
    """Return every row of every event table, as bags."""
    return {
        name: Counter(tuple(row.items()) for row in rows(name))
        for name, table in tables.known().items()
        if table.source == "event"
    }
