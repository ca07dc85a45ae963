"""Let the lake flow: refresh it from the newest seals, build it anew, merge small files.

    from pendopo.kernel.lake import writing

    writing.refresh(now=now)

Everything is written beside what readers see; the manifest then takes it in, in one step.
Where the shape of the tables changed since the last generation, the next one is built from the
ledger, in turns if need be, and the old one serves until it is done.
"""

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pendopo.kernel.errors import DomainError
from pendopo.kernel.lake import (
    clock,
    files,
    folder,
    lines,
    manifest,
    parquet,
    snapshots,
    tables,
    tokens,
)
from pendopo.kernel.lake.duck import Db
from pendopo.kernel.lake.manifest import File, Manifest
from pendopo.kernel.ledger import tree

WRITER = 1
"""Raise it when the same entry becomes another row than before."""
CHUNK = 100_000
SMALL_ROWS = 50_000
MANY_FILES = 16


class LedgerWentBack(DomainError):
    """The ledger below is not the one that the lake was filled from: restored, or rewritten."""

    sentence = (
        "Buku besar bukan lagi yang mengisi danau data ini. Jalankan `pendopo verify`; "
        "kalau memang dipulihkan dari cadangan, jalankan `pendopo lake rebuild`."
    )


@dataclass(frozen=True, kw_only=True)
class Refreshed:
    """How far the lake reaches now, how many rows came, and how long that took."""

    seq: int
    rows: int
    seconds: float


def refresh(*, now: datetime) -> Refreshed:
    """Take in every sealed entry and what snapshots are due.

    Raises LakeBusy, EntryDoesNotFit, LedgerWentBack.
    """
    return _turn(now, _continue, lambda: False)


def refresh_for(seconds: float, *, now: datetime) -> Refreshed:
    """Do the same for about so long, and the rest next time: the worker has other work too."""
    deadline = time.monotonic() + seconds
    return _turn(now, _continue, lambda: time.monotonic() >= deadline)


def rebuild(*, now: datetime) -> Refreshed:
    """Build a new generation from the ledger and switch to it. Raises as refresh does."""
    return _turn(now, _start_anew, lambda: False)


def compact(*, now: datetime) -> int:
    """Merge the small files of each month; return how many files fewer there are."""
    known = tables.known()
    with folder.alone() as draft, parquet.writer(draft) as db:
        before = state = manifest.read(folder.path())
        for (name, month), group in files.by_month(before):
            small = _small(group)
            if name in known and len(small) >= MANY_FILES:
                place = files.place(state.generation, name, month, files.stem(small, now))
                merged = files.merge(db, known[name], small, draft, place)
                state = state.without(small, now=now).having([merged])
        if state != before:
            manifest.write(folder.path(), state)
    return len(before.files) - len(state.files)


def fingerprint() -> str:
    """Return what shapes the rows that would be written now."""
    return tables.fingerprint(
        tables.known().values(), WRITER, clock.zone(), tokens.plain_kinds(), tokens.key_version()
    )


def _turn(
    now: datetime, start: Callable[[Manifest], Manifest], is_over: Callable[[], bool]
) -> Refreshed:
    began = time.perf_counter()
    with folder.alone() as draft, parquet.writer(draft) as db:
        current = manifest.read(folder.path())
        before = state = start(current)
        _require_same_past(state)
        folder.remove_leftovers(current, before)
        end = tree.size()
        while state.seq < end and not is_over():
            state = _next_chunk(db, state, end, draft, now)
            _save(state, current)
        if state.seq == end:
            state = _finish(db, state, current, draft, now)
    came = {*state.files} - {*before.files}
    rows = sum(file.rows for file in came if file.first_seq is not None)
    return Refreshed(seq=state.seq, rows=rows, seconds=time.perf_counter() - began)


def _require_same_past(state: Manifest) -> None:
    if state.seq > tree.size() or tree.root(state.seq).hex() != state.root:
        raise LedgerWentBack


def _continue(current: Manifest) -> Manifest:
    shape = fingerprint()
    if current.fingerprint == shape:
        (folder.path() / manifest.BUILDING).unlink(missing_ok=True)
        return current
    building = manifest.read(folder.path(), manifest.BUILDING)
    if building.generation > current.generation and building.fingerprint == shape:
        return building
    return _start_anew(current)


def _start_anew(current: Manifest) -> Manifest:
    (folder.path() / manifest.BUILDING).unlink(missing_ok=True)
    return Manifest(generation=current.generation + 1, fingerprint=fingerprint())


def _next_chunk(db: Db, state: Manifest, end: int, draft: Path, now: datetime) -> Manifest:
    until = min(state.seq + CHUNK, end)
    came = list(_write_entries(db, state, until, draft))
    return replace(state.having(came), seq=until, root=tree.root(until).hex(), at=now.isoformat())


def _write_entries(db: Db, state: Manifest, until: int, draft: Path) -> Iterator[File]:
    by_event = {t.origin: t for t in tables.known().values() if t.source == "event"}
    people: dict[str, str] = {}
    for event, text in lines.spread(state.seq, until, by_event, draft).items():
        table = by_event[event]
        parquet.stage_entries(db, table, text, people)
        for month, rows, first, last in parquet.months(db):
            parquet.write_month(db, month, draft / files.PART)
            place = files.place(state.generation, table.name, month, f"{first}-{last}")
            file = File(
                path=place, table=table.name, month=month, rows=rows, first_seq=first, last_seq=last
            )
            yield files.keep(draft / files.PART, file)


def _save(state: Manifest, current: Manifest) -> None:
    same = state.generation == current.generation
    manifest.write(folder.path(), state, manifest.NAME if same else manifest.BUILDING)


def _finish(db: Db, state: Manifest, current: Manifest, draft: Path, now: datetime) -> Manifest:
    is_new, saved = state.generation != current.generation, state
    if is_new:
        state = _succeed(db, state, current, draft, now)
    state = _tidy(state, now)
    if is_new or state != saved:
        manifest.write(folder.path(), state)
        (folder.path() / manifest.BUILDING).unlink(missing_ok=True)
    # After the entries are in: a register that fails holds nothing else back.
    if snapshots.are_due(state, now):
        state = snapshots.take(db, state, draft, now)
        manifest.write(folder.path(), state)
    return state


def _succeed(db: Db, state: Manifest, current: Manifest, draft: Path, now: datetime) -> Manifest:
    """Return the new generation with everything that the ledger does not hold."""
    state = snapshots.carry_over(db, current, state, draft, now)
    kept = {file.path for file in state.files}
    gone = [file for file in current.files if file.path not in kept]
    return replace(state, retired=current.without(gone, now=now).retired, at=now.isoformat())


def _tidy(state: Manifest, now: datetime) -> Manifest:
    past = state.past_grace(now)
    folder.remove(file.path for file in past)
    return replace(state, retired=tuple(file for file in state.retired if file not in past))


def _small(group: Sequence[File]) -> list[File]:
    """Return the small files at the end of a month; today's snapshot is not among them."""
    settled = group if group[0].first_seq is not None else group[:-1]
    small = itertools.takewhile(lambda file: file.rows < SMALL_ROWS, reversed(settled))
    return [*small][::-1]
