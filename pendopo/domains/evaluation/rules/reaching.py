"""The fewest steps that raise an index by so much, under the known weights: exact, no greedy guess.

A step lifts one indicator to the start of its next band. The steps of one indicator follow one
another and need not gain alike (a narrow band stands before a wide one), so the best choice for
each number of steps is built up indicator by indicator, as a knapsack is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

from pendopo.domains.evaluation.rules import moving
from pendopo.domains.evaluation.rules.scoring import Score
from pendopo.domains.evaluation.schema import Node
from pendopo.kernel import rounding


@dataclass(frozen=True)
class Climb:
    """One indicator lifted by so many bands, and what the index gains by it."""

    node: Node
    now: Fraction
    then: Fraction
    steps: int
    gain: Fraction

    @property
    def points(self) -> Decimal:
        """Return the gain with three decimals."""
        return rounding.half_up(self.gain, 3)


@dataclass(frozen=True)
class Route:
    """What to lift to gain at least `asked`; where nothing does, everything that can be lifted."""

    asked: Fraction
    climbs: tuple[Climb, ...]
    reaches: bool

    @property
    def steps(self) -> int:
        """Return how many bands are climbed in all."""
        return sum(climb.steps for climb in self.climbs)

    @property
    def gain(self) -> Fraction:
        """Return what the index gains."""
        return sum((climb.gain for climb in self.climbs), Fraction())


def cheapest(score: Score, asked: Fraction) -> Route:
    """Return the fewest steps that gain at least `asked`, and of as few those that gain most."""
    ladders = _ladders(score)
    if asked <= 0 or not ladders:
        return Route(asked, (), asked <= 0)
    unit = lcm(asked.denominator, *(one.gain.denominator for rungs in ladders for one in rungs))
    gains = [[int(one.gain * unit) for one in rungs] for rungs in ladders]
    taken, reaches = _fewest(gains, int(asked * unit))
    chosen = [rungs[steps - 1] for rungs, steps in zip(ladders, taken, strict=True) if steps]
    ordered = sorted(chosen, key=lambda climb: (-climb.gain, climb.node.code))
    return Route(asked, tuple(ordered), reaches)


def _ladders(score: Score) -> list[list[Climb]]:
    """Return for each indicator below the top what one, two, … steps of it reach and gain."""
    what = score.instrument
    found = []
    for first in moving.raises_most(score):
        # Gains are proportional to the distance, as the index is a weighted mean.
        per_unit = first.gain / (first.then - first.now)
        rungs: list[Climb] = []
        reached: Fraction | None = first.then
        while reached is not None:
            gain = per_unit * (reached - first.now)
            rungs.append(Climb(first.node, first.now, reached, len(rungs) + 1, gain))
            reached = moving.next_value(what, reached)
        found.append(rungs)
    return found


def _fewest(gains: Sequence[Sequence[int]], asked: int) -> tuple[list[int], bool]:
    """Return how many steps of each indicator, and whether they are enough.

    `best[k]` is the most that k steps of the indicators so far gain; `kept[i][k]` how many of
    them are steps of indicator i.
    """
    best, kept = [0], []
    for rungs in gains:
        best, taken = _with(best, rungs)
        kept.append(taken)
    enough = next((steps for steps, gain in enumerate(best) if gain >= asked), None)
    left = len(best) - 1 if enough is None else enough
    chosen = []
    for taken in reversed(kept):
        chosen.append(taken[left])
        left -= taken[left]
    return chosen[::-1], enough is not None


def _with(best: list[int], rungs: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return `best` and the steps taken when one more indicator may be lifted."""
    ladder = [0, *rungs]
    more, taken = [], []
    for steps in range(len(best) + len(rungs)):
        choices = [
            (best[steps - own] + ladder[own], own)
            for own in range(len(ladder))
            if 0 <= steps - own < len(best)
        ]
        most, own = max(choices, key=lambda choice: (choice[0], -choice[1]))
        more.append(most)
        taken.append(own)
    return more, taken
