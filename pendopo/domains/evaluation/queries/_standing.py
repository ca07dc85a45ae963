"""What is known of each indicator: measured by the engine, claimed by an agency, verified."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Q

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
    what = instrument(assessment)
    stated = _newest(assessment)
    held = _holding(assessment, today)
    period = rules.period(assessment.period)
    return {
        node.code: _standing(what, node, stated, tuple(held[node.code]), period)
        for node in what.leaves
    }


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
    if assessment.state == State.SIGNED:
        return rules.score(instrument(assessment), proven_values(assessment, {}))
    known = standings(assessment, today=today)
    return rules.score(instrument(assessment), proven_values(assessment, known))


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


def _standing(
    what: schema.Instrument,
    node: Node,
    stated: dict[tuple[str, str], Value],
    held: tuple[Evidence, ...],
    period: rules.Period,
) -> Standing:
    assert node.indicator is not None
    papers = {one.input for one in held if one.kind == EvidenceKind.DOCUMENT}
    proposal = rules.proposal(what, node.indicator, papers)
    readings = tuple(
        (one, measuring.read(one.measure or "", period))
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


def _newest(assessment: Assessment) -> dict[tuple[str, str], Value]:
    what = instrument(assessment)
    rows = Statement.objects.filter(assessment=assessment).order_by("pk")
    newest = {
        (code, side): parts for code, side, parts in rows.values_list("indicator", "side", "parts")
    }
    nodes = {node.code: node for node in what.leaves}
    return {
        (code, side): rules.read(what, nodes[code], parts)
        for (code, side), parts in newest.items()
        if code in nodes
    }


def _holding(assessment: Assessment, today: date) -> dict[str, list[Evidence]]:
    day = evidence_day(assessment, today)
    rows = Evidence.objects.filter(assessment=assessment, withdrawn_at=None, effective_on__lte=day)
    rows = rows.filter(Q(expires_on=None) | Q(expires_on__gte=day))
    found: dict[str, list[Evidence]] = defaultdict(list)
    for one in rows.exclude(verdict=Verdict.REFUSED).defer("reason").order_by("pk"):
        found[one.indicator].append(one)
    return found


def _thawed(kept: dict[str, object]) -> Value:
    number, reasons = kept["number"], kept["reasons"]
    assert isinstance(reasons, list)
    return Value(
        number=None if number is None else Fraction(str(number)),
        applies=bool(kept["applies"]),
        reasons=tuple(str(reason) for reason in reasons),
    )
