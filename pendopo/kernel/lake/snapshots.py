"""Snapshots of the domains' registers: which services, offices, open cases there are today.

The ledger says what happened, a register what there is. One snapshot a day is kept, the
newest; it cannot be made again later, so a rebuild carries the old ones over.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from pendopo.kernel import events
from pendopo.kernel.errors import DomainError
from pendopo.kernel.hooks import Register
from pendopo.kernel.lake import clock, files, parquet, tables, tokens
from pendopo.kernel.lake.duck import Db
from pendopo.kernel.lake.manifest import File, Manifest

EVERY = timedelta(minutes=15)
"""A domain walks its whole register for a snapshot: fresh enough for a page, and affordable."""


class RegisterMisshapen(DomainError):
    """A register gave other columns than it declared, free text, or a reference to a person."""

    status = 500
    sentence = "Ada daftar yang isinya tidak cocok dengan kolomnya."


def are_due(state: Manifest, now: datetime) -> bool:
    """Tell whether the newest snapshots are old enough for new ones, or of another day."""
    if not state.registers_at:
        return True
    last = datetime.fromisoformat(state.registers_at)
    return last + EVERY <= now or clock.today(last) != clock.today(now)


def take(db: Db, state: Manifest, draft: Path, now: datetime) -> Manifest:
    """Return the state with today's snapshot of every register. Raises RegisterMisshapen."""
    for register in tables.all_registers():
        state = _take(db, state, register, draft, now)
    return replace(state, registers_at=now.isoformat())


def carry_over(db: Db, old: Manifest, new: Manifest, draft: Path, now: datetime) -> Manifest:
    """Return the new state with the old one's snapshots, written again in today's columns.

    Snapshots of a domain that is not installed at present stay as they are.
    """
    known = tables.known()
    for (name, month), group in files.by_month(old):
        if group[0].first_seq is not None:
            continue
        if name not in known:
            new = new.having(group)
            continue
        place = files.place(new.generation, name, month, files.stem(group, now))
        new = new.having([files.merge(db, known[name], group, draft, place)])
    return new


def _take(db: Db, state: Manifest, register: Register, draft: Path, now: datetime) -> Manifest:
    table, day = tables.of_register(register), clock.today(now).isoformat()
    text = "".join(_lines(register, clock.today(now)))
    source = hashlib.sha256(text.encode()).hexdigest()
    before = [file for file in state.files_of(table.name) if file.first_day == day]
    if any(file.source == source for file in before):
        return state
    lines = draft / f"{table.name}.ndjson"
    lines.write_text(text)
    parquet.stage_register(db, table, lines)
    parquet.write_all(db, tables.AS_OF, draft / files.PART)
    file = File(
        path="",
        table=table.name,
        month=day[:7],
        rows=text.count("\n"),
        first_day=day,
        last_day=day,
        source=source,
    )
    place = files.place(state.generation, table.name, day[:7], files.stem([file], now))
    taken = files.keep(draft / files.PART, replace(file, path=place))
    return state.without(before, now=now).having([taken])


def _lines(register: Register, day: date) -> Iterator[str]:
    refs, kinds = tables.of_register(register).refs, tokens.plain_kinds()
    for row in register.rows(day):
        if row.keys() != register.columns.keys():
            raise RegisterMisshapen(register=register.name)
        values = {name: _value(register, name, row[name]) for name in register.columns}
        if any(values[ref] and not tokens.is_plain(str(values[ref]), kinds) for ref in refs):
            raise RegisterMisshapen(register=register.name)
        yield json.dumps({tables.AS_OF: day.isoformat(), **values}) + "\n"


def _value(register: Register, name: str, value: object) -> events.Value:
    try:
        return events.plain(name, register.columns[name], value)
    except ValueError:
        # The first error quotes the value.
        raise RegisterMisshapen(register=register.name, column=name) from None
