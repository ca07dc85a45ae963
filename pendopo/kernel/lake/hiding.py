"""Which cells of a public table stay hidden, so that nobody few is seen. Pure; knows no framework.

A cell is hidden where fewer than five stand behind it. The total is published too, so a single
hidden cell could be taken from it; further cells are hidden until none can be.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

FEWEST = 5

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Hidden(Generic[Key]):
    """What may not be shown: these cells, and the total where even all of them together give away."""

    cells: frozenset[Key] = frozenset()
    total: bool = False


def hide(counts: Mapping[Key, int], *, fewest: int = FEWEST) -> Hidden[Key]:
    """Return what to hide of a table that is published with its total; empty cells are shown.

    Cells of the same count are hidden or shown together, so the choice depends on counts alone.
    Two hidden cells of different counts could then change places without any other change to
    what is published: whoever knows this very rule still cannot tell which is which.
    """
    total = sum(counts.values())
    small = {key for key, count in counts.items() if 0 < count < fewest}
    if not small:
        return Hidden()
    for ceiling in sorted({count for count in counts.values() if count >= fewest}):
        if _is_safe([counts[key] for key in small], fewest):
            break
        small |= {key for key, count in counts.items() if count == ceiling}
    safe = _is_safe([counts[key] for key in small], fewest)
    return Hidden(frozenset(small), total=not safe or total < fewest)


def _is_safe(hidden: list[int], fewest: int) -> bool:
    # What is published gives away the sum of the hidden cells, and no more than that.
    return len(set(hidden)) > 1 and sum(hidden) >= fewest
