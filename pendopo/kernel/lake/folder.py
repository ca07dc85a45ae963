"""The folder of the lake: one writer at a time, drafts beside the files, and tidying up."""

import fcntl
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from pendopo.kernel import steady
from pendopo.kernel.errors import DomainError
from pendopo.kernel.lake.manifest import Manifest

LOCK = "lock"
DRAFT = "draft-"
_GENERATION = re.compile(r"g\d{4,}/")


class LakeBusy(DomainError):
    """Another process writes the lake at the moment."""

    sentence = "Danau data sedang ditulis proses lain. Coba lagi sebentar lagi."


def path() -> Path:
    """Return where the lake lies."""
    return Path(settings.LAKE_DIR)


@contextmanager
def alone() -> Iterator[Path]:
    """Be the only writer, with a draft folder that is gone afterwards. Raises LakeBusy."""
    lake = path()
    lake.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (lake / LOCK).open("w") as handle:
        try:
            # The lock ends with its holder, however the holder ends.
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LakeBusy from None
        _remove_drafts(lake)
        # One look at keys and zone: what the fingerprint says holds for every row of the turn.
        with TemporaryDirectory(prefix=DRAFT, dir=lake) as draft, steady.hold():
            yield Path(draft)


def stored() -> set[str]:
    """Return every Parquet file in the lake, as the manifest would write its path."""
    found = (file.relative_to(path()) for file in path().rglob("*.parquet"))
    return {place.as_posix() for place in found if not place.parts[0].startswith(DRAFT)}


def remove(places: Iterable[str]) -> None:
    """Delete files of the lake, and folders that are empty without them."""
    for place in places:
        file = path() / place
        file.unlink(missing_ok=True)
        for folder in list(file.parents)[:3]:
            _remove_if_empty(folder)


def remove_leftovers(*states: Manifest) -> None:
    """Delete what a killed writer left in the generations: files that no state ever listed."""
    listed: set[str] = set().union(*(state.paths() for state in states))
    remove(place for place in stored() - listed if _GENERATION.match(place))


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def _remove_drafts(lake: Path) -> None:
    for left in lake.glob(f"{DRAFT}*"):
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink()
