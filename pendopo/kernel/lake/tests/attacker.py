"""Somebody who writes down all that is published as equations and asks what is left over.

Unknown is how many there are of each kind (an agency, in time or not, …). Every published count is a
sum of kinds. What can be solved is solved by elimination, exactly; what cannot is bounded from below
and above, again and again, for nobody is counted in halves or less than never.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

Kind = Hashable
Row = dict[int, Fraction]
"""Unknown → factor; together they make the number that stands under `TOLD`."""
TOLD = -1
MOST = 10**6
ROUNDS = 40


@dataclass
class Attacker:
    """All equations that somebody has, over kinds that anybody knows to be possible."""

    kinds: Sequence[Kind]
    told: list[Row] = field(default_factory=list)

    def learns(self, kinds: Iterable[Kind], number: int) -> None:
        """Write down that so many there are of these kinds together."""
        row = {self.kinds.index(kind): Fraction(1) for kind in kinds}
        self.told.append(row | {TOLD: Fraction(number)})

    def bounds(self, targets: Mapping[str, Sequence[Kind]]) -> dict[str, tuple[int, int]]:
        """Return the fewest and the most that each of the sums can be."""
        rows = [*self.told]
        for place, kinds in enumerate(targets.values(), len(self.kinds)):
            sums = {self.kinds.index(kind): Fraction(1) for kind in kinds}
            rows.append(sums | {place: Fraction(-1), TOLD: Fraction(0)})
        known = [(0, MOST)] * (len(self.kinds) + len(targets))
        every = [*rows, *_solved(rows)]
        for _ in range(ROUNDS):
            before = list(known)
            for row in every:
                _narrow(row, known)
            if known == before:
                break
        return dict(zip(targets, known[len(self.kinds) :], strict=True))


def _solved(rows: Sequence[Row]) -> list[Row]:
    """Return the same equations in reduced form (Gauss and Jordan), atoms first."""
    left, done = [dict(row) for row in rows], list[Row]()
    for place in sorted({key for row in rows for key in row if key != TOLD}):
        first = next((row for row in left if row.get(place)), None)
        if first is None:
            continue
        left.remove(first)
        pivot = {key: factor / first[place] for key, factor in first.items()}
        left = [_without(row, pivot, place) for row in left]
        done = [*(_without(row, pivot, place) for row in done), pivot]
    return done


def _without(row: Row, pivot: Row, place: int) -> Row:
    times = row.get(place, Fraction(0))
    keys = row.keys() | pivot.keys()
    found = {key: row.get(key, Fraction(0)) - times * pivot.get(key, Fraction(0)) for key in keys}
    return {key: factor for key, factor in found.items() if factor or key == TOLD}


def _narrow(row: Row, known: list[tuple[int, int]]) -> None:
    """Bound each unknown of an equation by what the others can be."""
    for mine, factor in row.items():
        if mine == TOLD:
            continue
        low = high = row.get(TOLD, Fraction(0))
        for other, times in row.items():
            if other not in (mine, TOLD):
                ends = [times * end for end in known[other]]
                low, high = low - max(ends), high - min(ends)
        ends = sorted((low / factor, high / factor))
        known[mine] = (max(known[mine][0], ceil(ends[0])), min(known[mine][1], floor(ends[1])))
