"""Parquet files of the lake: where they are put, moved there safely, merged when they are many."""

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from pathlib import Path

from pendopo.kernel.lake import folder, manifest, parquet, tables
from pendopo.kernel.lake.duck import Db
from pendopo.kernel.lake.manifest import File, Manifest
from pendopo.kernel.lake.tables import Table

PART = "part.parquet"


def place(generation: int, table: str, month: str, stem: str) -> str:
    """Return the path of a file, relative to the lake."""
    return f"g{generation:04}/{table}/month={month}/{stem}.parquet"


def stem(group: Sequence[File], now: datetime) -> str:
    """Return the name of one file with what these hold, a name that no file ever had."""
    first, last = group[0], group[-1]
    if first.first_seq is not None:
        return f"{first.first_seq}-{last.last_seq}"
    # A day's snapshot is replaced while others may still be reading it.
    return f"{first.first_day}-{last.last_day}-{now:%Y%m%d%H%M%S%f}"


def keep(part: Path, file: File) -> File:
    """Move a draft to its place, safely on the disk; return the file with its size and SHA-256."""
    target = folder.path() / file.path
    target.parent.mkdir(parents=True, exist_ok=True)
    part.replace(target)
    with target.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        # In its place already: Linux file systems then bring the name to the disk as well.
        os.fsync(stream.fileno())
    return replace(file, bytes=target.stat().st_size, sha256=digest)


def merge(db: Db, table: Table, group: Sequence[File], draft: Path, at: str) -> File:
    """Write the rows of several files of one table and month into one."""
    parquet.stage_files(db, table, [folder.path() / file.path for file in group])
    parquet.write_all(db, "seq" if table.source == "event" else tables.AS_OF, draft / PART)
    merged = replace(
        group[0],
        path=at,
        rows=sum(file.rows for file in group),
        last_seq=group[-1].last_seq,
        last_day=group[-1].last_day,
        source="",
    )
    return keep(draft / PART, merged)


def copy_to(target: Path) -> None:
    """Copy a whole state of the lake, also while it is being written, as long as the grace lasts."""
    state = manifest.read(folder.path())
    for file in state.files:
        copy = target / file.path
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(folder.path() / file.path, copy)
    if state.files:
        manifest.write(target, replace(state, retired=()))


def by_month(state: Manifest) -> Iterator[tuple[tuple[str, str], list[File]]]:
    """Walk the files by table and month, each group in its order."""
    for key, group in groupby(state.files, key=lambda file: (file.table, file.month)):
        yield key, list(group)


def sha256(file: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
