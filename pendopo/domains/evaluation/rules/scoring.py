"""From values of indicators to an index: exact weighted means, bands, completeness, honesty."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from pendopo.domains.evaluation.rules import confidence, figures
from pendopo.domains.evaluation.schema import Band, Instrument, Method, Node
from pendopo.kernel import rounding
from pendopo.kernel.errors import BadInput
from pendopo.kernel.sentences import Filled

MOST_DECIMALS = 4


class NotOnScale(BadInput):
    """A value that the instrument does not know."""


class UnknownIndicator(BadInput):
    """The instrument has no such indicator."""

    sentence = "Indikator ini tidak ada dalam instrumen."


@dataclass(frozen=True, kw_only=True)
class Value:
    """What is known of one indicator, on the indicator's own scale.

    `reasons` say why this value makes the score a simulation.
    """

    number: Fraction | None = None
    applies: bool = True
    reasons: tuple[str, ...] = ()


NOTHING = Value()


@dataclass(frozen=True, kw_only=True)
class NodeScore:
    """A node with its value. `share` is its part of the siblings, `weight` its part of 100."""

    node: Node
    share: Fraction
    weight: Fraction
    exact: Fraction | None
    value: Decimal | None
    band: Band | None
    filled: int
    counted: int
    marks: confidence.Marks
    children: "tuple[NodeScore, ...]"

    @property
    def applies(self) -> bool:
        """Tell whether anything in this branch is asked of this government."""
        return self.counted > 0

    @property
    def completeness(self) -> int:
        """Return how many of 100 indicators that apply have a value, rounded down."""
        return 100 * self.filled // self.counted if self.counted else 100


@dataclass(frozen=True, kw_only=True)
class Score:
    """An index with all that makes it up."""

    instrument: Instrument
    exact: Fraction | None
    value: Decimal | None
    band: Band | None
    filled: int
    counted: int
    reasons: tuple[str, ...]
    nodes: tuple[NodeScore, ...]

    @property
    def is_simulation(self) -> bool:
        """Tell whether the word simulasi must stand beside the number."""
        return bool(self.reasons)

    @property
    def completeness(self) -> int:
        """Return how many of 100 indicators that apply have a value, rounded down."""
        return 100 * self.filled // self.counted if self.counted else 100

    def walk(self) -> Iterator[NodeScore]:
        """Walk the tree, parents before their children."""
        yield from _walk(self.nodes)

    def leaves(self) -> Iterator[NodeScore]:
        """Walk the indicators."""
        return (one for one in self.walk() if one.node.indicator)


def score(instrument: Instrument, values: Mapping[str, Value]) -> Score:
    """Return the index of these values. Raises NotOnScale, UnknownIndicator."""
    known = {node.code for node in instrument.leaves}
    if set(values) - known:
        raise UnknownIndicator
    check_values(instrument, values)
    marks = confidence.marks(instrument)
    nodes = _scored(instrument, instrument.tree, Fraction(100), values, marks)
    mean = _mean(nodes)
    exact = mean * Fraction(instrument.scale.times) if mean is not None else None
    return Score(
        instrument=instrument,
        exact=exact,
        value=shown(instrument, exact) if exact is not None else None,
        band=predicate(instrument, exact) if exact is not None else None,
        filled=sum(node.filled for node in nodes),
        counted=sum(node.counted for node in nodes),
        reasons=_reasons(instrument, values),
        nodes=nodes,
    )


def check_values(instrument: Instrument, values: Mapping[str, Value]) -> None:
    """Refuse values outside the scale, and parts of a level. Raises NotOnScale."""
    for code, value in values.items():
        if value.number is None:
            continue
        low, high = instrument.scale.lowest, instrument.scale.highest
        if not Fraction(low) <= value.number <= Fraction(high):
            raise NotOnScale(
                Filled("Nilai {code} harus antara {low} dan {high}.", code=code, low=low, high=high)
            )
        if instrument.method == Method.LEVELS and value.number.denominator != 1:
            raise NotOnScale(Filled("Nilai {code} harus tingkat bulat.", code=code))


def predicate(instrument: Instrument, index: Fraction) -> Band:
    """Return the band of an index, rounded first where the instrument says so."""
    number = index
    if instrument.classify == "rounded":
        number = Fraction(rounding.half_up(index, instrument.scale.decimals))
    earned = [band for band in instrument.bands if number >= Fraction(band.lowest)]
    return earned[-1] if earned else instrument.bands[0]


def shown(instrument: Instrument, index: Fraction) -> Decimal:
    """Return an index as it is written, with more decimals where rounding would flatter it.

    2.595 is "Cukup"; written as 2.60 it would look like "Baik".
    """
    decimals = instrument.scale.decimals
    band = predicate(instrument, index)
    while decimals < MOST_DECIMALS:
        said = rounding.half_up(index, decimals)
        if predicate(instrument, Fraction(said)) == band:
            break
        decimals += 1
    return rounding.half_up(index, decimals)


def shares(nodes: tuple[Node, ...]) -> list[Fraction]:
    """Return each sibling's part of its parent; without known weights they share alike."""
    known = [Fraction(node.weight) for node in nodes if isinstance(node.weight, Decimal)]
    if not known:
        return [Fraction(1, len(nodes))] * len(nodes)
    return [weight / sum(known) for weight in known]


def _scored(
    instrument: Instrument,
    nodes: tuple[Node, ...],
    weight: Fraction,
    values: Mapping[str, Value],
    marks: Mapping[str, confidence.Marks],
) -> tuple[NodeScore, ...]:
    return tuple(
        _scored_node(instrument, node, share, weight * share, values, marks)
        for node, share in zip(nodes, shares(nodes), strict=True)
    )


def _scored_node(
    instrument: Instrument,
    node: Node,
    share: Fraction,
    weight: Fraction,
    values: Mapping[str, Value],
    marks: Mapping[str, confidence.Marks],
) -> NodeScore:
    children = _scored(instrument, node.children, weight, values, marks) if node.children else ()
    given = values.get(node.code, NOTHING)
    exact = _mean(children) if children else _leaf(instrument, given)
    filled, counted = given.number is not None and given.applies, given.applies
    index = exact * Fraction(instrument.scale.times) if exact is not None else None
    return NodeScore(
        node=node,
        share=share,
        weight=weight,
        exact=exact,
        value=rounding.half_up(exact, instrument.scale.decimals) if exact is not None else None,
        band=predicate(instrument, index) if index is not None else None,
        filled=sum(one.filled for one in children) if children else int(filled),
        counted=sum(one.counted for one in children) if children else int(counted),
        marks=marks[node.code],
        children=children,
    )


def _leaf(instrument: Instrument, value: Value) -> Fraction | None:
    if not value.applies:
        return None
    if value.number is None and instrument.missing == "lowest":
        return Fraction(instrument.scale.lowest)
    return value.number


def _mean(nodes: tuple[NodeScore, ...]) -> Fraction | None:
    """Return the mean of what applies; None where nothing does or a value is needed and missing."""
    asked = [node for node in nodes if node.applies]
    found = [(node.share, node.exact) for node in asked if node.exact is not None]
    if not asked or len(found) < len(asked):
        return None
    return figures.weighted_mean(found)


def _reasons(instrument: Instrument, values: Mapping[str, Value]) -> tuple[str, ...]:
    said = list(confidence.reasons(instrument))
    for node in instrument.leaves:
        said += [reason for reason in values.get(node.code, NOTHING).reasons if reason not in said]
    return tuple(said)


def _walk(nodes: tuple[NodeScore, ...]) -> Iterator[NodeScore]:
    for node in nodes:
        yield node
        yield from _walk(node.children)
