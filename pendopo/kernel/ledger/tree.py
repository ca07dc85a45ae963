"""The tree over all seals, read from the database: 256 hashes at a time, whatever its size.

Levels 0 (the seals), 8, 16 and 24 are stored; a level between is computed from at most 128
hashes of the stored level below. A million entries need 3,921 stored nodes.
"""

from functools import lru_cache
from itertools import pairwise

from django.db.models import Max

from pendopo.kernel.ledger import merkle
from pendopo.kernel.ledger.models import Node, Seal

SPAN = 8
LEVELS = (0, 8, 16, 24)
KEPT = 512
"""Blocks of 256 hashes that a long walk keeps in memory: some 20 MB."""


def size() -> int:
    """Return how many entries are sealed: the next seal's number."""
    last = Seal.objects.aggregate(last=Max("seq"))["last"]
    return 0 if last is None else last + 1


def root(at_size: int) -> bytes:
    """Return the root over the first seals."""
    return merkle.root(at_size, node)


def inclusion(index: int, at_size: int) -> list[bytes]:
    """Return the proof that a seal is in the tree of this size."""
    return merkle.inclusion(index, at_size, node)


def consistency(first: int, second: int) -> list[bytes]:
    """Return the proof that the tree of the first size begins that of the second."""
    return merkle.consistency(first, second, node)


def node(level: int, index: int) -> bytes:
    """Return the hash of a complete subtree. Raises LookupError where a stored hash is missing."""
    stored = level - level % SPAN
    start, end = index << (level - stored), (index + 1) << (level - stored)
    return merkle.subtree(0, end - start, _among(_stored(stored, start, end)))


def walk() -> merkle.Node:
    """Return a node function that reads 256 hashes at a time and keeps some: for proofs of many."""

    @lru_cache(maxsize=KEPT)
    def block(stored: int, number: int) -> merkle.Node:
        start = number << SPAN
        return _among(_some(stored, start, start + (1 << SPAN)))

    def found(level: int, index: int) -> bytes:
        stored = level - level % SPAN
        above = SPAN - (level - stored)
        try:
            return block(stored, index >> above)(level - stored, index & ((1 << above) - 1))
        except IndexError:
            raise LookupError(f"level {level}: no hash {index}") from None

    return found


def grow(old: int, new: int) -> None:
    """Store the nodes that became complete while the tree grew from one size to another."""
    for below, level in pairwise(LEVELS):
        Node.objects.bulk_create(
            Node(level=level, index=index, hash=_over(below, index))
            for index in range(old >> level, new >> level)
        )


def _over(below: int, index: int) -> bytes:
    start, end = index << SPAN, (index + 1) << SPAN
    return merkle.subtree(0, 1 << SPAN, _among(_stored(below, start, end)))


def _stored(level: int, start: int, end: int) -> list[bytes]:
    found = _some(level, start, end)
    if len(found) != end - start:
        raise LookupError(f"level {level}: {end - start} hashes from {start}, found {len(found)}")
    return found


def _some(level: int, start: int, end: int) -> list[bytes]:
    if level == 0:
        rows = Seal.objects.filter(seq__range=(start, end - 1)).order_by("seq")
        return [bytes(value) for value in rows.values_list("leaf_hash", flat=True)]
    nodes = Node.objects.filter(level=level, index__range=(start, end - 1)).order_by("index")
    return [bytes(value) for value in nodes.values_list("hash", flat=True)]


def _among(hashes: list[bytes]) -> merkle.Node:
    """Return a node function over a short list, each level from the one below."""
    levels = [hashes]
    while len(levels[-1]) > 1:
        pairs = zip(levels[-1][::2], levels[-1][1::2], strict=False)
        levels.append([merkle.join(left, right) for left, right in pairs])
    return lambda level, index: levels[level][index]
