"""Find where the ledger parts from the leaves that were published, and how. Pure functions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, zip_longest

# How far ahead a leaf is looked for, to tell "removed" and "inserted" from "altered".
WINDOW = 1000


class Change(StrEnum):
    """What happened to an entry."""

    ALTERED = "altered"
    REMOVED = "removed"
    INSERTED = "inserted"
    MOVED = "moved"


@dataclass(frozen=True)
class Leaf:
    """What the ledger holds now: the id of an entry and the hash of its text."""

    entry: str
    hash: bytes


@dataclass(frozen=True)
class Difference:
    """The first place, counted from the start of both runs; `entry` is what stands there now."""

    offset: int
    change: Change
    entry: str


def first(published: Iterable[bytes], found: Iterable[Leaf]) -> Difference | None:
    """Return the first difference, or None where both runs are the same."""
    said, held = iter(published), iter(found)
    for offset, (before, now) in enumerate(zip_longest(said, held)):
        if now is None:
            return Difference(offset, Change.REMOVED, "")
        if before != now.hash:
            return Difference(offset, _change(before, now.hash, said, held), now.entry)
    return None


def _change(
    before: bytes | None, now: bytes, published: Iterator[bytes], found: Iterator[Leaf]
) -> Change:
    later_published = set(islice(published, WINDOW))
    later_found = {leaf.hash for leaf in islice(found, WINDOW)}
    is_shifted = now in later_published
    if before is None or (before in later_found and not is_shifted):
        return Change.INSERTED
    if before in later_found:
        return Change.MOVED
    return Change.REMOVED if is_shifted else Change.ALTERED
