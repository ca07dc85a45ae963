"""What would change an index: other values, the next band of each indicator, another period."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from pendopo.domains.evaluation.rules import readings, scoring
from pendopo.domains.evaluation.rules.scoring import NodeScore, Score, Value
from pendopo.domains.evaluation.schema import Instrument, Node
from pendopo.kernel import rounding


@dataclass(frozen=True)
class Step:
    """One indicator moved to the start of its next band, and what the index gains by it."""

    node: Node
    now: Fraction
    then: Fraction
    gain: Fraction

    @property
    def points(self) -> Decimal:
        """Return the gain with three decimals: small weights move little."""
        return rounding.half_up(self.gain, 3)


@dataclass(frozen=True)
class Difference:
    """One node in two periods; None where it had no value or was not there."""

    code: str
    title: str
    depth: int
    before: Decimal | None
    after: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """Return how far it moved."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


def what_if(
    instrument: Instrument, values: Mapping[str, Value], moved: Mapping[str, Fraction]
) -> Score:
    """Return the score with some values replaced. Raises NotOnScale, UnknownIndicator."""
    supposed = {code: Value(number=number) for code, number in moved.items()}
    return scoring.score(instrument, {**values, **supposed})


def raises_most(score: Score) -> tuple[Step, ...]:
    """Return every indicator below the top, the one that gains most by its next band first."""
    full = Fraction(100)
    steps = []
    for leaf in score.leaves():
        if not leaf.applies:
            continue
        now = leaf.exact
        start = now if now is not None else Fraction(score.instrument.scale.lowest)
        then = next_value(score.instrument, start)
        if then is not None:
            times = Fraction(score.instrument.scale.times)
            gain = _weight_of(score, leaf) / full * (then - start) * times
            steps.append(Step(leaf.node, start, then, gain))
    return tuple(sorted(steps, key=lambda step: (-step.gain, step.node.code)))


def next_value(instrument: Instrument, value: Fraction) -> Fraction | None:
    """Return where the next level or band begins, the top after the last, None at the top."""
    top = Fraction(instrument.scale.highest)
    if value >= top:
        return None
    level = readings.level_of(instrument, value)
    if level == 0 or level >= instrument.levels:
        return top
    return readings.start_of(instrument, level + 1)


def compare(before: Score, after: Score) -> tuple[Difference, ...]:
    """Return every node of two scores of one instrument, in the order of the newer tree."""
    old = {one.node.code: one.value for one in before.walk()}
    depths = _depths(after.nodes, 0)
    new = [
        Difference(one.node.code, one.node.title, depth, old.pop(one.node.code, None), one.value)
        for one, depth in depths
    ]
    titles = {one.node.code: one.node.title for one in before.walk()}
    gone = [Difference(code, titles[code], 0, value, None) for code, value in old.items()]
    return (*new, *gone)


def _weight_of(score: Score, leaf: NodeScore) -> Fraction:
    """Return a leaf's part of 100 when what does not apply is left out of every mean."""
    weight, nodes = Fraction(100), score.nodes
    while True:
        asked = [node for node in nodes if node.applies]
        total = sum((node.share for node in asked), Fraction())
        branch = next(node for node in asked if _holds(node, leaf))
        weight *= branch.share / total
        if branch is leaf:
            return weight
        nodes = branch.children


def _holds(branch: NodeScore, leaf: NodeScore) -> bool:
    return branch is leaf or any(_holds(child, leaf) for child in branch.children)


def _depths(nodes: tuple[NodeScore, ...], depth: int) -> list[tuple[NodeScore, int]]:
    found = []
    for node in nodes:
        found += [(node, depth), *_depths(node.children, depth + 1)]
    return found
