"""What of public tables stays hidden, so that nobody few is seen. Pure; knows no framework.

Fewer than five are few. Several tables of the same cells are looked at together, for what one of
them hides, another gives away: 20 ended and 90 % of them in time are 2 that were late. So whatever
can be had by taking one from another is a table here too, and a cell hidden in one is hidden in
all. docs/explanation/lake.md says why this is enough, and for what it is not.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

FEWEST = 5

Key = TypeVar("Key", bound=Hashable)
Column = tuple[int, ...]
"""What is counted in one cell, table by table."""


@dataclass(frozen=True)
class Hidden(Generic[Key]):
    """What may not be shown: these cells; or no cell at all, not even which there are."""

    cells: frozenset[Key] = frozenset()
    everything: bool = False


def is_few(count: int, *, fewest: int = FEWEST) -> bool:
    """Tell whether so many are somebody, and too few of them."""
    return 0 < count < fewest


def hide(counts: Mapping[Key, Column], *, fewest: int = FEWEST) -> Hidden[Key]:
    """Return what to hide of tables that are published with their totals; empty cells are shown.

    `counts` has for every cell the same number of counts, one for each table. Cells of the same
    size are hidden or shown together, so the choice depends on counts alone: two hidden cells
    could change places without any other change to what is published. Whoever knows this very
    rule still cannot tell which is which, and one of them is always nobody or enough.
    """
    hidden = {key for key, column in counts.items() if _has_few(column, fewest)}
    if not hidden:
        return Hidden()
    for size in sorted({sum(column) for key, column in counts.items() if key not in hidden}):
        if _is_safe([counts[key] for key in hidden], fewest):
            break
        hidden |= {key for key, column in counts.items() if sum(column) == size}
    if not _is_safe([counts[key] for key in hidden], fewest):
        return Hidden(frozenset(counts), everything=True)
    return Hidden(frozenset(hidden))


def _has_few(column: Column, fewest: int) -> bool:
    return any(is_few(count, fewest=fewest) for count in column)


def _is_safe(hidden: Sequence[Column], fewest: int) -> bool:
    """Tell whether the totals give away no cell: of each table, only the sum of the hidden.

    Two of 2 and 3 would be hidden with the sum 5, and then both must be few, whichever is which.
    """
    return all(
        sum(table) >= fewest and not all(is_few(count, fewest=fewest) for count in table)
        for table in zip(*hidden, strict=True)
        if any(is_few(count, fewest=fewest) for count in table)
    )
