"""The manifest of the lake: which files count, and up to which seal. Knows no framework.

Readers read what it lists and nothing else. It is replaced in one step, so whoever reads sees
the state before or the state after, also when a writer was killed in between. A file that it
no longer lists stays for an hour, for the reader who opened the manifest a moment ago.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from pendopo.kernel.errors import DomainError

NAME = "manifest.json"
BUILDING = "building.json"
"""The state of the next generation while it is being built; no reader looks at it."""
FORMAT = 1
GRACE = timedelta(hours=1)
EMPTY_ROOT = hashlib.sha256(b"").hexdigest()
"""The tree head of an empty ledger (RFC 9162)."""


class ManifestUnreadable(DomainError):
    """The manifest was cut short, or an other version of the software wrote it."""

    status = 500
    sentence = (
        "Manifes danau data tidak terbaca. Pulihkan dari cadangan, atau pindahkan folder danau "
        "data lalu jalankan `pendopo lake refresh`."
    )


@dataclass(frozen=True, kw_only=True)
class File:
    """One Parquet file: entries of one event and month, or snapshots of one register and month.

    `path` is relative to the lake's folder. Seal numbers are inclusive; a register has none and
    keeps days instead. `source` is the hash of the rows that a snapshot was written from.
    """

    path: str
    table: str
    month: str
    rows: int
    bytes: int = 0
    sha256: str = ""
    first_seq: int | None = None
    last_seq: int | None = None
    first_day: str = ""
    last_day: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Retired:
    """A file that no longer counts, and since when."""

    path: str
    since: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """A whole state of the lake: every entry below seal `seq`, of the tree with this root."""

    generation: int = 0
    fingerprint: str = ""
    seq: int = 0
    root: str = EMPTY_ROOT
    at: str = ""
    registers_at: str = ""
    files: tuple[File, ...] = ()
    retired: tuple[Retired, ...] = ()

    def files_of(self, table: str) -> tuple[File, ...]:
        """Return the files of a table, the earliest first."""
        return self._by_table.get(table, ())

    @cached_property
    def _by_table(self) -> dict[str, tuple[File, ...]]:
        # Every result asks for its files, and a lake of ten years has thousands.
        found: dict[str, list[File]] = {}
        for file in self.files:
            found.setdefault(file.table, []).append(file)
        return {table: tuple(files) for table, files in found.items()}

    @cached_property
    def months(self) -> tuple[str, str] | None:
        """The first and the last month of any file, as in 2026-06; None while there is none."""
        months = {file.month for file in self.files}
        return (min(months), max(months)) if months else None

    def rows_of(self, table: str) -> int:
        """Return how many rows a table has."""
        return sum(file.rows for file in self.files_of(table))

    def paths(self) -> set[str]:
        """Return every path that is the lake's own, also of files that no longer count."""
        return {file.path for file in self.files} | {file.path for file in self.retired}

    def without(self, gone: Iterable[File], *, now: datetime) -> "Manifest":
        """Return the state in which these files no longer count."""
        paths = {file.path for file in gone}
        return replace(
            self,
            files=tuple(file for file in self.files if file.path not in paths),
            retired=(
                *self.retired,
                *(Retired(path=path, since=now.isoformat()) for path in sorted(paths)),
            ),
        )

    def having(self, added: Iterable[File]) -> "Manifest":
        """Return the state in which these files count too."""
        return replace(self, files=tuple(sorted((*self.files, *added), key=_place)))

    def past_grace(self, now: datetime) -> tuple[Retired, ...]:
        """Return the retired files that no reader can still be reading."""
        return tuple(
            file for file in self.retired if datetime.fromisoformat(file.since) + GRACE <= now
        )


def read(lake: Path, name: str = NAME) -> Manifest:
    """Return the newest state, an empty one where there is no lake yet. Raises ManifestUnreadable."""
    try:
        return _restore(json.loads((lake / name).read_text()))
    except FileNotFoundError:
        return Manifest()
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ManifestUnreadable(file=name) from error


def write(lake: Path, state: Manifest, name: str = NAME) -> None:
    """Replace the manifest in one step; it is on the disk before this returns."""
    handle, draft = tempfile.mkstemp(dir=lake, prefix="draft-")
    with os.fdopen(handle, "w") as file:
        json.dump({"format": FORMAT, **asdict(state)}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    Path(draft).replace(lake / name)
    _sync_folder(lake)


def _sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _restore(raw: dict[str, Any]) -> Manifest:
    if raw.pop("format") != FORMAT:
        raise ValueError("another format")
    raw["files"] = tuple(File(**file) for file in raw["files"])
    raw["retired"] = tuple(Retired(**file) for file in raw["retired"])
    return Manifest(**raw)


def _place(file: File) -> tuple[str, str, int, str]:
    return file.table, file.month, file.first_seq or 0, file.first_day
