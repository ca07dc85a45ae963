"""From what is at hand to a value on the scale: documents, other indices, counts, checklists."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pendopo.domains.evaluation.rules import confidence, figures
from pendopo.domains.evaluation.rules.scoring import NotOnScale, Value, check_values
from pendopo.domains.evaluation.schema import (
    Conversion,
    Indicator,
    Input,
    InputKind,
    Instrument,
    Node,
)
from pendopo.kernel.content.schema import Source
from pendopo.kernel.sentences import Filled

SERVED_WEIGHT, QUALITY_WEIGHT = Fraction(80, 100), Fraction(20, 100)
"""Permendagri 59/2021: who was served weighs 80, the quality of what they got 20."""

FULL = Fraction(100)


@dataclass(frozen=True)
class Proposal:
    """The highest level whose documents are all there, and what the next one still lacks.

    `level` 0 means that no document of this indicator proves a level.
    """

    level: int
    lacking: tuple[Input, ...]


def level_reached(met: Collection[int], levels: int) -> int:
    """Return the highest level below which nothing is missing; level 1 needs no proof."""
    reached = 1
    while reached < levels and reached + 1 in met:
        reached += 1
    return reached


def proposal(instrument: Instrument, indicator: Indicator, held: Collection[str]) -> Proposal:
    """Return what the documents at hand (by input code) prove, level by level, to the first gap."""
    documents = instrument.inputs_of(indicator, InputKind.DOCUMENT)
    papers = {one.code: one for one in documents if one.level is not None}
    lacking = [one for one in papers.values() if one.code not in held]
    asked = {one.level for one in papers.values() if one.level is not None}
    reached = level_reached(asked - {one.level for one in lacking}, instrument.levels)
    following = tuple(one for one in lacking if one.level == reached + 1)
    return Proposal(level=reached if set(papers) & set(held) else 0, lacking=following)


def start_of(instrument: Instrument, level: int) -> Fraction:
    """Return the lowest value of a level or band, counted from 1."""
    if instrument.scale.edges:
        return Fraction(instrument.scale.edges[level - 1])
    return Fraction(instrument.scale.lowest) + level - 1


def level_of(instrument: Instrument, value: Fraction) -> int:
    """Return in which level or band a value lies; 0 where the scale has none."""
    starts = [start_of(instrument, level) for level in range(1, instrument.levels + 1)]
    return sum(1 for start in starts if value >= start)


def proposed_value(instrument: Instrument, node: Node, proposed: Proposal) -> Value:
    """Return the start of the proposed band; the assessor sets the number inside it."""
    if not proposed.level:
        return Value()
    source = instrument.proposal_source or instrument.source
    return Value(number=start_of(instrument, proposed.level), reasons=_doubt(source, node.code))


def converted(conversion: Conversion, number: figures.Given, *, code: str) -> Value:
    """Return the value of a number of another index. Raises NotOnScale outside its edges."""
    try:
        value = figures.along(conversion.edges_in, conversion.edges_out, number)
    except figures.OutsideScale as error:
        low, high = conversion.edges_in[0], conversion.edges_in[-1]
        raise NotOnScale(
            Filled("Nilai asal harus antara {low} dan {high}.", low=low, high=high)
        ) from error
    return Value(number=value, reasons=_doubt(conversion.source, code))


def measured(one: Input, number: figures.Given, *, code: str, simulation: str = "") -> Value:
    """Return the value of a measure; a number beyond the last edge counts as that edge.

    A measure without a conversion stands beside the value and proves it, but does not make it.
    """
    if one.conversion is None:
        return Value()
    low, high = Fraction(one.conversion.edges_in[0]), Fraction(one.conversion.edges_in[-1])
    value = converted(one.conversion, min(max(Fraction(number), low), high), code=code)
    reasons = (simulation, *value.reasons) if simulation else value.reasons
    return Value(number=value.number, reasons=reasons)


def read(instrument: Instrument, node: Node, parts: Mapping[str, Any]) -> Value:
    """Return the value of what somebody stated, part by part, as it was typed and kept.

    Raises NotOnScale for what no form of this indicator could have given.
    """
    try:
        value = _read(instrument, node, parts)
    except (LookupError, TypeError, ValueError, ArithmeticError) as error:
        raise NotOnScale("Isian nilai belum dapat dibaca.") from error
    if not value.applies and not (node.indicator and node.indicator.may_not_apply):
        raise NotOnScale("Layanan ini selalu punya sasaran. Isi jumlah warga yang berhak.")
    check_values(instrument, {node.code: value})
    return value


def spm(*, served: int, entitled: int, quality: Decimal) -> Value:
    """Return the achievement of one basic service, 0 to 100; nobody entitled: it does not apply.

    Each part is capped at 100, so that a surplus in one service hides no gap. Raises NotOnScale.
    """
    if served < 0 or entitled < 0 or not 0 <= quality <= 100:
        raise NotOnScale("Jumlah orang tidak boleh negatif dan mutu harus antara 0 dan 100.")
    if entitled == 0:
        return Value(applies=False)
    share = min(FULL * served / entitled, FULL)
    return Value(number=SERVED_WEIGHT * share + QUALITY_WEIGHT * Fraction(quality))


def element_mean(*, total: int, respondents: int, lowest: int = 1, highest: int = 4) -> Value:
    """Return the mean answer to one element of a survey. Raises NotOnScale for impossible sums."""
    if respondents < 1 or not lowest * respondents <= total <= highest * respondents:
        raise NotOnScale("Jumlah jawaban tidak cocok dengan banyaknya responden.")
    return Value(number=Fraction(total, respondents))


def checklist(instrument: Instrument, form: Input, answers: Mapping[str, bool]) -> Value:
    """Return how much of a checklist is met, from the lowest to the highest value of the scale."""
    met = sum(1 for question in form.questions if answers.get(question.code, False))
    low, high = Fraction(instrument.scale.lowest), Fraction(instrument.scale.highest)
    return Value(number=low + (high - low) * Fraction(met, len(form.questions)))


def _read(instrument: Instrument, node: Node, parts: Mapping[str, Any]) -> Value:
    if parts.get("applies") is False:
        return Value(applies=False)
    if "served" in parts:
        quality = _number(parts["quality"])
        served, entitled = int(parts["served"]), int(parts["entitled"])
        return spm(served=served, entitled=entitled, quality=quality)
    if "respondents" in parts:
        return element_mean(total=int(parts["total"]), respondents=int(parts["respondents"]))
    if "score" in parts:
        outside = _only(instrument, node, InputKind.EXTERNAL).conversion
        assert outside is not None
        return converted(outside, _number(parts["score"]), code=node.code)
    if "met" in parts:
        form = _only(instrument, node, InputKind.FORM)
        return checklist(instrument, form, dict.fromkeys(parts["met"], True))
    return Value(number=Fraction(_number(parts["value"])))


def _number(text: str) -> Decimal:
    """Return a typed number; an exponent of a billion would become a fraction of a gigabyte."""
    number = Decimal(text)
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or not -12 <= exponent <= 12:
        raise ValueError(text)
    return number


def _only(instrument: Instrument, node: Node, kind: InputKind) -> Input:
    assert node.indicator is not None
    return instrument.inputs_of(node.indicator, kind)[0]


def _doubt(source: Source | None, code: str) -> tuple[str, ...]:
    if source is None or not confidence.is_doubtful(source):
        return ()
    return (Filled("Nilai {code} memakai aturan yang belum bersumber resmi.", code=code),)
