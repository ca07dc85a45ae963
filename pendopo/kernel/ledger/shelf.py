"""The folder of published heads, outside the database: files are added, never replaced.

Beside `<time>-<size>.json` lies `<time>-<size>.leaves`: the 32-byte leaf hashes that came
since the head before. A root alone tells that the past was changed; with the leaves
`pendopo verify` can say which entry. They are salted hashes and reveal nothing.
`handovers/<version>.json` introduces each signing key after the first.
"""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from pendopo.kernel.ledger import handovers, statements
from pendopo.kernel.ledger.handovers import Handover
from pendopo.kernel.ledger.statements import Statement

T = TypeVar("T")

HASH = 32
HANDOVERS = "handovers"


def put(folder: Path, statement: Statement, leaves: Iterable[bytes]) -> None:
    """Write a head and its leaves. Raises FileExistsError where one of that name lies already."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{statement.at.translate(_PLAIN)}-{statement.size}"
    _add(folder / f"{stem}.leaves", leaves)
    _add(folder / f"{stem}.json", [statement.as_json().encode(), b"\n"])


def statements_in(folder: Path) -> list[Statement]:
    """Return every head, oldest first. Raises ValueError naming a file that cannot be read."""
    return [_read(path, statements.read) for path in _paths(folder)]


def newest_in(folder: Path) -> Statement | None:
    """Return the newest head."""
    paths = _paths(folder)
    return _read(paths[-1], statements.read) if paths else None


def put_handover(folder: Path, version: int, handover: Handover) -> None:
    """Introduce the key of this version. Raises FileExistsError where another one was."""
    place = folder / HANDOVERS
    place.mkdir(parents=True, exist_ok=True)
    _add(place / f"{version:04}.json", [handover.as_json().encode(), b"\n"])


def handovers_in(folder: Path) -> list[Handover]:
    """Return every handover, oldest first. Raises ValueError naming a file that cannot be read."""
    return [_read(path, handovers.read) for path in _paths(folder / HANDOVERS)]


def leaves_in(folder: Path) -> Iterator[bytes]:
    """Walk the published leaf hashes from the first, as far as the files go without a gap."""
    reached = 0
    for path in _paths(folder):
        data = path.with_suffix(".leaves")
        count = data.stat().st_size // HASH if data.exists() else 0
        end = int(path.stem.rpartition("-")[2])
        if not end - count <= reached < end:
            continue
        with data.open("rb") as file:
            file.seek((reached - (end - count)) * HASH)
            while block := file.read(HASH):
                yield block
        reached = end


_PLAIN = str.maketrans("", "", "-:.")


def _paths(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.json"))


def _read(path: Path, read: Callable[[str], T]) -> T:
    try:
        return read(path.read_text())
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from error


def _add(path: Path, blocks: Iterable[bytes]) -> None:
    handle, draft = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(blocks)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).chmod(0o444)
        # Whole or not at all, and never over an older one: link() refuses to replace.
        os.link(draft, path)
    finally:
        Path(draft).unlink()
