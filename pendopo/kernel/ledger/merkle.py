"""The tree of RFC 9162 (section 2.1): roots, proofs, and their checks. Pure functions.

A tree is given as `node(level, index)`: the hash of the complete subtree over the leaves
`index << level` up to `(index + 1) << level`. Level 0 are the leaf hashes. Whoever keeps some
levels answers quickly; nothing else here depends on how they are kept.
"""

import hashlib
from collections.abc import Callable, Iterable

Node = Callable[[int, int], bytes]

EMPTY = hashlib.sha256(b"").digest()


def leaf(data: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def join(left: bytes, right: bytes) -> bytes:
    """Return the hash over two neighbouring subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root(size: int, node: Node) -> bytes:
    """Return the hash of the tree over the first `size` leaves."""
    return subtree(0, size, node) if size else EMPTY


def subtree(start: int, end: int, node: Node) -> bytes:
    """Return the hash over the leaves from `start` to before `end`, as the tree splits them."""
    level = (end - start - 1).bit_length()
    if end - start == 1 << level:
        return node(level, start >> level)
    middle = _middle(start, end)
    return join(subtree(start, middle, node), subtree(middle, end, node))


def inclusion(index: int, size: int, node: Node) -> list[bytes]:
    """Return the proof that leaf `index` is in the tree of `size` leaves (2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    path, start, end = [], 0, size
    while end - start > 1:
        middle = _middle(start, end)
        if index < middle:
            path.append(subtree(middle, end, node))
            end = middle
        else:
            path.append(subtree(start, middle, node))
            start = middle
    return path[::-1]


def consistency(first: int, second: int, node: Node) -> list[bytes]:
    """Return the proof that the tree of `first` leaves begins that of `second` (2.1.4.1)."""
    if not 0 < first <= second:
        raise ValueError(f"no proof leads from {first} to {second} leaves")
    path, start, end = [], 0, second
    while first != end:
        middle = _middle(start, end)
        if first <= middle:
            path.append(subtree(middle, end, node))
            end = middle
        else:
            path.append(subtree(start, middle, node))
            start = middle
    # The whole first tree needs no hash of its own: the reader has its root.
    if start:
        path.append(subtree(start, end, node))
    return path[::-1]


def is_included(index: int, size: int, leaf_hash: bytes, path: list[bytes], top: bytes) -> bool:
    """Check an inclusion proof against the root `top` (2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last, value = index, size - 1, leaf_hash
    for sibling in path:
        if last == 0:
            return False
        if here & 1 or here == last:
            value = join(sibling, value)
            # The last leaf of an incomplete level climbs until it has a left neighbour.
            rise = 0 if here & 1 else _trailing_zeros(here)
            here, last = here >> rise, last >> rise
        else:
            value = join(value, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and value == top


def is_consistent(
    first: int, second: int, first_top: bytes, second_top: bytes, path: list[bytes]
) -> bool:
    """Check a consistency proof between two roots (2.1.4.2)."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not path and first_top == second_top
    if first & (first - 1) == 0:
        path = [first_top, *path]
    if not path:
        return False
    rise = _trailing_zeros(first)
    here, last = (first - 1) >> rise, (second - 1) >> rise
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            old, new = join(sibling, old), join(sibling, new)
            rise = 0 if here & 1 else _trailing_zeros(here)
            here, last = here >> rise, last >> rise
        else:
            new = join(new, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and old == first_top and new == second_top


class Growing:
    """A tree that is read leaf by leaf and keeps only the roots of its complete subtrees."""

    def __init__(self) -> None:
        """Start empty."""
        self.size = 0
        self._peaks: list[tuple[int, bytes]] = []

    def copy(self) -> "Growing":
        """Return a tree that may grow in another way from here."""
        other = Growing()
        other.size, other._peaks = self.size, [*self._peaks]
        return other

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Append leaf hashes."""
        for value in leaves:
            self.append(value)

    def append(self, value: bytes) -> None:
        """Append one leaf hash."""
        level = 0
        while self._peaks and self._peaks[-1][0] == level:
            value = join(self._peaks.pop()[1], value)
            level += 1
        self._peaks.append((level, value))
        self.size += 1

    def root(self) -> bytes:
        """Return the hash of everything appended so far."""
        if not self._peaks:
            return EMPTY
        value = self._peaks[-1][1]
        for _, left in reversed(self._peaks[:-1]):
            value = join(left, value)
        return value


def _middle(start: int, end: int) -> int:
    """Return where a subtree splits: after the largest power of two below its length."""
    return start + (1 << ((end - start - 1).bit_length() - 1))


def _trailing_zeros(number: int) -> int:
    return (number & -number).bit_length() - 1 if number else 0
