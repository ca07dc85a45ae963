"""From scores to what templates show: lines of a tree, advice, pictures with their tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from django.urls import reverse
from django.utils.http import urlencode

from pendopo.domains.evaluation import queries, rules
from pendopo.domains.evaluation.models import Assessment, State
from pendopo.domains.evaluation.rules import NodeScore, Score, wording
from pendopo.domains.evaluation.schema import InputKind, Instrument, Node
from pendopo.kernel import rounding
from pendopo.shell import formats, trends

STATUS = {
    State.OPEN: ("diproses", "Diisi perangkat daerah"),
    State.REVIEW: ("menunggu", "Menunggu penetapan Sekda"),
    State.SIGNED: ("selesai", "Ditetapkan"),
}
MOST_ADVICE = 10
SIMULATED = ("reconstructed", "unknown")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row of the tree."""

    code: str
    title: str
    depth: int
    weight: Decimal
    value: str
    band: str
    progress: str
    confidence: str
    is_doubtful: bool
    address: str = ""
    source: str = ""
    is_missing: bool = False


@dataclass(frozen=True, kw_only=True)
class Advice:
    """One indicator that would raise the index, what it needs and whose it is."""

    code: str
    title: str
    now: str
    then: str
    points: Decimal
    lacking: tuple[str, ...]
    agencies: tuple[str, ...]
    decisions: int
    address: str
    try_it: str


@dataclass(frozen=True, kw_only=True)
class Spoke:
    """One axis of the radar with its label and its number."""

    axis: object
    code: str
    title: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Head:
    """The number, how honest it is, and how far from where it should be."""

    value: str
    scale: str
    band: str
    note: str
    is_simulation: bool
    reasons: tuple[str, ...]
    filled: int
    counted: int
    target: str
    gap: str
    claimed: str
    claimed_is_simulation: bool


def head(assessment: Assessment, score: Score, claimed: Score | None = None) -> Head:
    """Return the top of a score page."""
    scale = score.instrument.scale
    return Head(
        value=number(score.value),
        scale=number(scale.highest * scale.times),
        band=score.band.name if score.band else "",
        note=score.band.note if score.band else "",
        is_simulation=score.is_simulation,
        reasons=score.reasons,
        filled=score.filled,
        counted=score.counted,
        target=number(assessment.target) if assessment.target is not None else "",
        gap=wording.gap(score.value, score.exact, assessment.target),
        claimed=number(claimed.value) if claimed and claimed.value != score.value else "",
        claimed_is_simulation=claimed is not None and claimed.is_simulation,
    )


def lines(
    score: Score, key: str = "", known: Mapping[str, queries.Standing] | None = None
) -> list[Line]:
    """Return the tree of a score, parents before children."""
    return list(_lines(score.nodes, 0, key, known or {}))


def advice(
    assessment: Assessment, score: Score, known: Mapping[str, queries.Standing]
) -> list[Advice]:
    """Return what raises the index most, with the work that leads there."""
    owners, waiting = queries.owners(assessment), queries.open_decisions(assessment)
    found = []
    for step in rules.raises_most(score)[:MOST_ADVICE]:
        code = step.node.code
        there = reverse("evaluation:what_if", args=[assessment.key])
        found.append(
            Advice(
                code=code,
                title=step.node.title,
                now=exact_words(step.now),
                then=exact_words(step.then),
                points=step.points,
                lacking=lacking(score.instrument, step.node, step.now, step.then, known[code]),
                agencies=tuple(one.agency.name for one in owners.get(code, ())),
                decisions=waiting[code],
                address=leaf_address(assessment.key, code),
                try_it=f"{there}?{urlencode({f'n-{code}': typed(step.then)})}",
            )
        )
    return found


def spokes(score: Score) -> tuple[rules.Radar | None, list[Spoke]]:
    """Return the radar of the highest nodes, or None and no spokes where there are too few."""
    drawn = rules.radar([_share(score.instrument, node.exact) for node in score.nodes])
    if drawn is None:
        return None, []
    pairs = zip(drawn.axes, score.nodes, strict=True)
    return drawn, [
        Spoke(axis=axis, code=node.node.code, title=node.node.title, value=number(node.value))
        for axis, node in pairs
    ]


def history(
    found: Sequence[tuple[Assessment, Score]],
    *,
    key: str,
    title: str = "Nilai dari periode ke periode",
    target: Decimal | None = None,
) -> trends.Trend | None:
    """Return the scores of an instrument by period, oldest first, on the scale of their index."""
    if not found:
        return None
    scale = found[-1][1].instrument.scale
    low, high = scale.lowest * scale.times, scale.highest * scale.times
    return trends.drawn(
        [_step(one, score) for one, score in found],
        key=key,
        title=title,
        unit=f"skala {formats.short_number(low)} sampai {formats.short_number(high)}",
        target=None if target is None else trends.Target(value=float(target), text=number(target)),
        scale=(float(low), float(high)),
    )


def _step(one: Assessment, score: Score) -> trends.Step:
    period = rules.period(one.period)
    return trends.Step(
        label=rules.in_words(period),
        short=trends.short_period(period),
        value=None if score.exact is None else float(score.exact),
        text=number(score.value),
        address=reverse("evaluation:score", args=[one.key]),
        is_simulation=score.is_simulation,
        is_provisional=one.state != State.SIGNED,
        cells=(("Predikat", score.band.name if score.band else "–"),),
    )


def number(value: Decimal | None) -> str:
    """Write a number with as many decimals as it was rounded to: "2,60"."""
    if value is None:
        return "–"
    exponent = value.normalize().as_tuple().exponent
    decimals = max(2, -exponent if isinstance(exponent, int) else 0)
    return formats.number(value, min(decimals, 4))


def exact_words(value: Fraction) -> str:
    """Write an exact value shortly: "3", "2,8"."""
    return formats.short_number(rounding.half_up(value, 2))


def typed(value: Fraction) -> str:
    """Write a value as a number field takes it: "2.8"."""
    return f"{rounding.half_up(value, 4).normalize():f}"


def read_number(text: str) -> Fraction | None:
    """Return a number that was typed, "0,5" or "0.5", or None where it cannot be read."""
    text = text.strip().replace(",", ".")
    if len(text) > 12:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    # An exponent would make a fraction of any size.
    return Fraction(number) if number.is_finite() and "e" not in text.lower() else None


def lacking(
    what: Instrument, node: Node, now: Fraction, then: Fraction, standing: queries.Standing
) -> tuple[str, ...]:
    """Return the documents of the levels above `now` up to `then` that are not there yet."""
    assert node.indicator is not None
    held = {one.input for one in standing.held}
    levels = range(rules.level_of(what, now) + 1, rules.level_of(what, then) + 1)
    asked = what.inputs_of(node.indicator, InputKind.DOCUMENT)
    return tuple(one.title for one in asked if one.level in levels and one.code not in held)


def leaf_address(key: str, code: str) -> str:
    """Return the page of an indicator."""
    return reverse("evaluation:indicator", args=[key, code])


def _lines(
    nodes: Iterable[NodeScore], depth: int, key: str, known: Mapping[str, queries.Standing]
) -> Iterable[Line]:
    for node in nodes:
        yield _line(node, depth, key, known)
        yield from _lines(node.children, depth + 1, key, known)


def _line(node: NodeScore, depth: int, key: str, known: Mapping[str, queries.Standing]) -> Line:
    is_leaf = node.node.indicator is not None
    standing = known.get(node.node.code)
    return Line(
        code=node.node.code,
        title=node.node.title,
        depth=depth,
        weight=rounding.half_up(node.weight, 2),
        value=number(node.value) if node.applies else "tidak berlaku",
        band=node.band.name if node.band and node.applies else "–",
        progress="" if is_leaf else f"{node.filled} dari {node.counted}",
        confidence=rules.CONFIDENCE_WORDS[node.marks.weakest],
        is_doubtful=node.marks.weakest in SIMULATED,
        address=leaf_address(key, node.node.code) if is_leaf and key else "",
        source=standing.source if standing else "",
        is_missing=is_leaf and node.applies and not node.filled,
    )


def _share(instrument: Instrument, value: Fraction | None) -> float:
    if value is None:
        return 0.0
    low, high = Fraction(instrument.scale.lowest), Fraction(instrument.scale.highest)
    return float((value - low) / (high - low))
