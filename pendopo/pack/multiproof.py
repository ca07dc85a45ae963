"""One proof for many leaves of the tree of RFC 9162: each hash that is not among them, once.

The tree is walked from the top, left before right. A subtree without a wanted leaf gives one hash to
the proof; one in which every leaf is wanted needs none; any other is split as the tree splits.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from hashlib import sha256

from pendopo.kernel.ledger import merkle

HASH = 32


class ProofDoesNotFit(ValueError):
    """There are more or fewer hashes in a proof than its tree has room for."""


def build(places: Sequence[int], size: int, node: merkle.Node) -> Iterator[bytes]:
    """Yield the proof that the leaves at these places (rising) are in the tree of `size`."""
    if size:
        yield from _build(0, size, places, 0, len(places), node)


def root(
    size: int, places: Sequence[int], leaves: Sequence[bytes], proof: Iterator[bytes]
) -> bytes:
    """Return the root over leaf hashes at these places (rising) and the hashes of a proof.

    Raises ProofDoesNotFit.
    """
    if not size or len(places) != len(leaves) or (places and places[-1] >= size):
        raise ProofDoesNotFit
    try:
        top = _root(0, size, places, leaves, 0, len(places), proof)
    except StopIteration as error:
        raise ProofDoesNotFit from error
    if next(proof, None) is not None:
        raise ProofDoesNotFit
    return top


def _build(
    start: int, end: int, places: Sequence[int], low: int, high: int, node: merkle.Node
) -> Iterator[bytes]:
    if low == high:
        yield merkle.subtree(start, end, node)
    elif high - low < end - start:
        middle = _middle(start, end)
        split = bisect_left(places, middle, low, high)
        yield from _build(start, middle, places, low, split, node)
        yield from _build(middle, end, places, split, high, node)


def _root(
    start: int,
    end: int,
    places: Sequence[int],
    leaves: Sequence[bytes],
    low: int,
    high: int,
    proof: Iterator[bytes],
) -> bytes:
    if low == high:
        return next(proof)
    if high - low == end - start:
        return over(leaves[low:high])
    if end - start == 2:
        # One of two: half of all steps, so without going down once more.
        is_left = places[low] == start
        pair = (leaves[low], next(proof)) if is_left else (next(proof), leaves[low])
        return merkle.join(*pair)
    middle = _middle(start, end)
    split = bisect_left(places, middle, low, high)
    left = _root(start, middle, places, leaves, low, split, proof)
    return merkle.join(left, _root(middle, end, places, leaves, split, high, proof))


def over(leaves: Sequence[bytes]) -> bytes:
    """Return the root over neighbouring leaf hashes, a whole level at a time."""
    level = list(leaves)
    while len(level) > 1:
        odd = level[-1:] if len(level) % 2 else []
        pairs = zip(level[::2], level[1::2], strict=False)
        # Pairing with the odd one carried up gives the same tree as splitting at powers of two.
        level = [sha256(b"\x01" + left + right).digest() for left, right in pairs] + odd
    return level[0]


def _middle(start: int, end: int) -> int:
    return start + (1 << ((end - start - 1).bit_length() - 1))
