"""What is known of each indicator: measured by the engine, claimed by an agency, verified."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from pendopo.domains.evaluation import rules, schema
from pendopo.domains.evaluation.models import (
    Assessment,
    Evidence,
    EvidenceKind,
    Side,
    State,
    Statement,
    Verdict,
)
from pendopo.domains.evaluation.queries import measuring
from pendopo.domains.evaluation.queries._assessments import instrument
from pendopo.domains.evaluation.rules import Value
from pendopo.domains.evaluation.schema import InputKind, Node
from pendopo.shell import government

NOTHING = Value()


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One indicator in three values, with the proof that holds today."""

    node: Node
    measured: Value
    claimed: Value
    verified: Value
    reported: Value
    """What the pack can show without the engine: attached readings and documents."""
    proposal: rules.Proposal
    held: tuple[Evidence, ...]
    readings: tuple[tuple[schema.Input, measuring.Reading | None], ...]

    @property
    def proven(self) -> Value:
        """Return what counts: the assessor's value, else the engine's; a claim alone does not."""
        return self.verified if is_given(self.verified) else self.measured

    @property
    def source(self) -> str:
        """Say where the counted value comes from."""
        if is_given(self.verified):
            return "diperiksa asesor"
        return "dihitung dari bukti" if is_given(self.measured) else ""

    @property
    def waiting(self) -> int:
        """Return how many pieces of evidence no assessor has looked at."""
        return sum(1 for one in self.held if one.verdict == Verdict.WAITING)


def is_given(value: Value) -> bool:
    """Tell whether a value says anything."""
    return value.number is not None or not value.applies


def standings(assessment: Assessment, *, today: date) -> dict[str, Standing]:
    """Return every indicator of an assessment, in the order of the questionnaire."""
    return _all_standings([assessment], today=today)[assessment.pk]


def proven_values(assessment: Assessment, known: dict[str, Standing]) -> dict[str, Value]:
    """Return the values that count; of a signed assessment those that were signed."""
    if assessment.state == State.SIGNED:
        return {code: _thawed(kept) for code, kept in assessment.frozen.items()}
    return {code: one.proven for code, one in known.items()}


def claimed_values(known: dict[str, Standing]) -> dict[str, Value]:
    """Return what the agencies say of themselves, and what is proven where they say nothing."""
    return {
        code: one.claimed if is_given(one.claimed) else one.proven for code, one in known.items()
    }


def reported_values(known: dict[str, Standing]) -> dict[str, Value]:
    """Return what is reported formally: as what counts, but of measures only what is attached."""
    return {
        code: one.verified if is_given(one.verified) else one.reported
        for code, one in known.items()
    }


def score_of(assessment: Assessment, *, today: date) -> rules.Score:
    """Return the proven score of an assessment."""
    return scores_of([assessment], today=today)[assessment.pk]


def scores_of(assessments: Collection[Assessment], *, today: date) -> dict[int, rules.Score]:
    """Return the proven score of each assessment by its pk, with a few queries for all of them."""
    unsigned = [one for one in assessments if one.state != State.SIGNED]
    known = _all_standings(unsigned, today=today)
    return {
        one.pk: rules.score(instrument(one), proven_values(one, known.get(one.pk, {})))
        for one in assessments
    }


def frozen(values: dict[str, Value]) -> dict[str, dict[str, object]]:
    """Return values as a signed assessment keeps them, exact."""
    return {
        code: {
            "number": None if value.number is None else str(value.number),
            "applies": value.applies,
            "reasons": [str(reason) for reason in value.reasons],
        }
        for code, value in values.items()
    }


def evidence_day(assessment: Assessment, today: date) -> date:
    """Return the day on which evidence has to hold."""
    if assessment.signed_at is not None:
        today = min(today, government.local_date(assessment.signed_at))
    return rules.looked_at_on(rules.period(assessment.period), today=today)


def _all_standings(
    assessments: Collection[Assessment], *, today: date
) -> dict[int, dict[str, Standing]]:
    stated, held = _newest(assessments), _holding(assessments, today)
    readings = _readings(assessments)
    return {
        one.pk: {
            node.code: _standing(
                instrument(one),
                node,
                stated[one.pk],
                tuple(held[one.pk, node.code]),
                readings[rules.period(one.period)],
            )
            for node in instrument(one).leaves
        }
        for one in assessments
    }


def _readings(
    assessments: Collection[Assessment],
) -> dict[rules.Period, dict[str, measuring.Reading]]:
    """Return what the measures say that these assessments read, by period."""
    asked: dict[rules.Period, list[str]] = defaultdict(list)
    for one in assessments:
        asked[rules.period(one.period)] += _asked(instrument(one))
    return measuring.read_periods(asked)


def _asked(what: schema.Instrument) -> list[str]:
    """Return every measure that an indicator reads."""
    return [
        one.measure
        for node in what.leaves
        if node.indicator is not None
        for one in what.inputs_of(node.indicator, InputKind.MEASURE)
        if one.measure
    ]


def _standing(
    what: schema.Instrument,
    node: Node,
    stated: dict[tuple[str, str], Value],
    held: tuple[Evidence, ...],
    known: dict[str, measuring.Reading],
) -> Standing:
    assert node.indicator is not None
    papers = {one.input for one in held if one.kind == EvidenceKind.DOCUMENT}
    proposal = rules.proposal(what, node.indicator, papers)
    readings = tuple(
        (one, known.get(one.measure or ""))
        for one in what.inputs_of(node.indicator, InputKind.MEASURE)
    )
    measured, reported = _measured(node, readings), _reported(what, node, held)
    proposed = rules.proposed_value(what, node, proposal)
    return Standing(
        node=node,
        measured=measured if is_given(measured) else proposed,
        reported=reported if is_given(reported) else proposed,
        claimed=stated.get((node.code, Side.CLAIMED), NOTHING),
        verified=stated.get((node.code, Side.VERIFIED), NOTHING),
        proposal=proposal,
        held=held,
        readings=readings,
    )


def _measured(
    node: Node, readings: tuple[tuple[schema.Input, measuring.Reading | None], ...]
) -> Value:
    for one, reading in readings:
        if reading is not None:
            value = rules.measured(
                one, reading.number, code=node.code, simulation=reading.simulation
            )
            if is_given(value):
                return value
    return NOTHING


def _reported(what: schema.Instrument, node: Node, held: tuple[Evidence, ...]) -> Value:
    """Return what the newest attached reading of the first measure with a conversion gives."""
    assert node.indicator is not None
    newest = {one.input: one.reading for one in held if one.reading}
    for asked in what.inputs_of(node.indicator, InputKind.MEASURE):
        if kept := newest.get(asked.code):
            number, doubt = Fraction(kept["value"]), str(kept.get("simulation", ""))
            value = rules.measured(asked, number, code=node.code, simulation=doubt)
            if is_given(value):
                return value
    return NOTHING


def _newest(assessments: Collection[Assessment]) -> dict[int, dict[tuple[str, str], Value]]:
    """Return the newest value of each indicator and side, by assessment."""
    rows = Statement.objects.filter(assessment__in=assessments).order_by("pk")
    newest: dict[int, dict[tuple[str, str], Any]] = {one.pk: {} for one in assessments}
    for pk, code, side, parts in rows.values_list("assessment_id", "indicator", "side", "parts"):
        newest[pk][code, side] = parts
    return {one.pk: _values(instrument(one), newest[one.pk]) for one in assessments}


def _values(
    what: schema.Instrument, newest: dict[tuple[str, str], Any]
) -> dict[tuple[str, str], Value]:
    nodes = {node.code: node for node in what.leaves}
    return {
        (code, side): rules.read(what, nodes[code], parts)
        for (code, side), parts in newest.items()
        if code in nodes
    }


def _holding(
    assessments: Collection[Assessment], today: date
) -> dict[tuple[int, str], list[Evidence]]:
    """Return the evidence that holds on the day of its assessment."""
    days = {one.pk: evidence_day(one, today) for one in assessments}
    rows = Evidence.objects.filter(assessment__in=assessments, withdrawn_at=None)
    found: dict[tuple[int, str], list[Evidence]] = defaultdict(list)
    for one in rows.exclude(verdict=Verdict.REFUSED).defer("reason").order_by("pk"):
        day = days[one.assessment_id]
        if one.effective_on <= day and (one.expires_on is None or one.expires_on >= day):
            found[one.assessment_id, one.indicator].append(one)
    return found


def _thawed(kept: dict[str, object]) -> Value:
    number, reasons = kept["number"], kept["reasons"]
    assert isinstance(reasons, list)
    return Value(
        number=None if number is None else Fraction(str(number)),
        applies=bool(kept["applies"]),
        reasons=tuple(str(reason) for reason in reasons),
    )
