"""Which rows of a measure somebody may open, and how a filter is narrowed to them. Pure.

The number is for everybody who may see scores; the rows are records.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

AGENCY = "agency"
Where = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Opened:
    """All rows, or those of these agencies (codes); neither means none."""

    everything: bool = False
    agencies: frozenset[str] = frozenset()

    @property
    def any(self) -> bool:
        """Tell whether there is anything to open."""
        return self.everything or bool(self.agencies)


def opened(
    *,
    reads_everything: bool,
    oversees: bool,
    agencies: frozenset[str],
    sensitive: bool,
    split: bool,
) -> Opened:
    """Return what is opened to somebody who serves these agencies.

    Sensitive rows are for whoever oversees. Rows that belong to no agency (`split` is false) are
    for whoever reads everything.
    """
    if sensitive:
        return Opened(everything=oversees)
    if reads_everything:
        return Opened(everything=True)
    return Opened(agencies=agencies) if split else Opened()


def narrowed(where: Where, opened: Opened) -> dict[str, Sequence[str]]:
    """Return the filter with the agencies that may be opened put over it.

    Who asks for another agency gets an empty list, which no row fits.
    """
    found = dict(where)
    if opened.everything:
        return found
    asked = found.get(AGENCY)
    allowed = sorted(opened.agencies)
    found[AGENCY] = [one for one in allowed if one in asked] if asked is not None else allowed
    return found
