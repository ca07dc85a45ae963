"""Done but not reported: activity in the lake for which no fresh evidence was attached.

Reads kept results of measures only, each once, whatever the number of assessments and agencies.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pendopo.domains.evaluation import access, rules, schema
from pendopo.domains.evaluation.models import (
    Assessment,
    Assignment,
    Evidence,
    EvidenceKind,
    State,
    Verdict,
)
from pendopo.domains.evaluation.queries import measuring
from pendopo.domains.evaluation.queries._assessments import instrument
from pendopo.domains.evaluation.queries._standing import evidence_day, score_of
from pendopo.domains.evaluation.rules import Reported
from pendopo.domains.evaluation.schema import Input, InputKind, Node
from pendopo.kernel.actor import Actor
from pendopo.kernel.content import library
from pendopo.shell import government

NEVER = 100 * 366
"""Days after which a report grows old where no plan is loaded."""
PLAN = "penilaian"

Pile = dict[tuple[str, str], list[Evidence]]


@dataclass(frozen=True, kw_only=True)
class Unreported:
    """One input of one indicator, for one agency that fills it (or nobody yet)."""

    assessment: Assessment
    node: Node
    input: Input
    assignment: Assignment | None
    reading: measuring.Reading
    state: Reported
    attached: Evidence | None
    """The newest attached evidence, which is refused, expired or stale."""
    own_rows: int | None
    because: str = ""
    """Of a document: why the activity points to it."""
    gain: Fraction = Fraction()
    """What the index gains when the indicator reaches its next band."""

    @property
    def is_document(self) -> bool:
        """Tell whether a person must bring a document; a reading is attached by one click."""
        return self.input.kind == InputKind.DOCUMENT

    @property
    def agency(self) -> str:
        """Return the code of the agency, empty where the indicator is not assigned."""
        return self.assignment.agency.code if self.assignment else ""

    @property
    def agency_name(self) -> str:
        """Return its name."""
        return self.assignment.agency.name if self.assignment else "Belum ditugaskan"


@dataclass
class _Lake:
    """What the kept results say, each asked once."""

    readings: dict[tuple[str, str], measuring.Reading | None] = field(default_factory=dict)
    shares: dict[tuple[str, str], dict[str, int] | None] = field(default_factory=dict)

    def reading(self, measure: str, period: rules.Period) -> measuring.Reading | None:
        key = (measure, str(period))
        if key not in self.readings:
            self.readings[key] = measuring.read(measure, period)
        return self.readings[key]

    def rows_of(self, assignment: Assignment, one: Unreported) -> int | None:
        key = (one.reading.measure, one.assessment.period)
        if key not in self.shares:
            period = rules.period(one.assessment.period)
            self.shares[key] = measuring.rows_of_agencies(one.reading.measure, period)
        shares = self.shares[key]
        return None if shares is None else shares.get(assignment.agency.code, 0)


def plan(on: date) -> schema.ReminderPlan | None:
    """Return the plan in force on a day, or None where none is loaded."""
    try:
        found = library.current(schema.PLANS, PLAN, on=on).data
    except library.NoSuchContent:
        return None
    assert isinstance(found, schema.ReminderPlan)
    return found


def stale_days(on: date) -> int:
    """Return after how many days a report has grown old."""
    found = plan(on)
    return found.stale_days if found else NEVER


def report_state(
    evidence: Iterable[Evidence], reading: measuring.Reading, period: rules.Period, today: date
) -> Reported:
    """Return how far the attached readings of one input report what the measure says now."""
    reports = [
        rules.Report(
            value=Decimal(one.reading["value"]),
            read_on=government.local_date(one.attached_at),
            expires_on=one.expires_on,
            is_refused=one.verdict == Verdict.REFUSED,
        )
        for one in evidence
        if one.reading
    ]
    return rules.reported(
        reports, reading.value, today=today, end=period.end, stale_days=stale_days(today)
    )


def unreported(
    actor: Actor, *, today: date, key: str = "", is_weighed: bool = True
) -> list[Unreported]:
    """Return what this actor's agencies (all, for who reads everything) did and did not report.

    Of one assessment if its key is named. Sorted by agency, those with most to gain first, then by
    points and deadline; unweighed, without the points, it asks a fraction of the queries.
    """
    open_ones = Assessment.objects.filter(state=State.OPEN, **({"key": key} if key else {}))
    lake = _Lake()
    found: list[Unreported] = []
    for assessment in open_ones.order_by("key"):
        rows = list(_of(assessment, actor, today, lake))
        found += _weighed(assessment, rows, today) if is_weighed and rows else rows
    return _sorted(found)


def _of(assessment: Assessment, actor: Actor, today: date, lake: _Lake) -> Iterator[Unreported]:
    owners = _owners(assessment, actor)
    sees_all = access.reads_everything(actor)
    pile = _pile(assessment)
    for node in instrument(assessment).leaves:
        for assignment in owners.get(node.code, [None] if sees_all else []):
            for one in _of_node(assessment, node, pile, today, lake):
                own = lake.rows_of(assignment, one) if assignment else None
                yield replace(one, assignment=assignment, own_rows=own)


def _of_node(
    assessment: Assessment, node: Node, pile: Pile, today: date, lake: _Lake
) -> Iterator[Unreported]:
    assert node.indicator is not None
    period = rules.period(assessment.period)
    for asked in instrument(assessment).inputs_of(node.indicator):
        evidence = pile.get((node.code, asked.code), [])
        for measure, because in _activity(asked):
            reading = lake.reading(measure, period)
            if reading is None or not reading.rows:
                continue
            if asked.kind == InputKind.MEASURE:
                state = report_state(evidence, reading, period, today)
            else:
                state = _document_state(assessment, evidence, today)
            if state is not Reported.FRESH:
                yield Unreported(
                    assessment=assessment,
                    node=node,
                    input=asked,
                    assignment=None,
                    reading=reading,
                    state=state,
                    attached=evidence[-1] if evidence else None,
                    own_rows=None,
                    because=because,
                )
            break


def _activity(asked: Input) -> list[tuple[str, str]]:
    """Return the measures whose rows are activity that this input reports, with the reason."""
    if asked.kind == InputKind.MEASURE:
        return [(asked.measure or "", "")]
    return [(feed.measure, feed.because) for feed in asked.fed_by]


def _document_state(assessment: Assessment, evidence: list[Evidence], today: date) -> Reported:
    day = evidence_day(assessment, today)
    states = [
        Reported.REFUSED
        if one.verdict == Verdict.REFUSED
        else Reported.EXPIRED
        if one.expires_on and one.expires_on < day
        else Reported.FRESH
        for one in evidence
        if one.kind == EvidenceKind.DOCUMENT
    ]
    if not states:
        return Reported.MISSING
    return Reported.FRESH if Reported.FRESH in states else states[-1]


def _owners(assessment: Assessment, actor: Actor) -> dict[str, list[Assignment | None]]:
    """Return who fills each indicator: everybody for who reads everything, else the own agencies.

    An indicator of others stands there with nobody, so that it is not taken for unassigned.
    """
    sees_all = access.reads_everything(actor)
    found: dict[str, list[Assignment | None]] = defaultdict(list)
    for one in assessment.assignments.select_related("agency").order_by("due_on", "pk"):
        mine = found[one.indicator]
        if sees_all or actor.may(access.ANSWER, one.agency.path):
            mine.append(one)
    return found


def _pile(assessment: Assessment) -> Pile:
    rows = Evidence.objects.filter(assessment=assessment, withdrawn_at=None).defer("reason")
    found: Pile = defaultdict(list)
    for one in rows.order_by("pk"):
        found[one.indicator, one.input].append(one)
    return found


def _weighed(assessment: Assessment, rows: list[Unreported], today: date) -> list[Unreported]:
    steps = rules.raises_most(score_of(assessment, today=today))
    gains = {step.node.code: step.gain for step in steps}
    return [replace(one, gain=gains.get(one.node.code, Fraction())) for one in rows]


def _sorted(rows: list[Unreported]) -> list[Unreported]:
    most: dict[str, Fraction] = defaultdict(Fraction)
    for one in rows:
        most[one.agency] = max(most[one.agency], one.gain)
    return sorted(
        rows,
        key=lambda one: (
            not one.agency,
            -most[one.agency],
            one.agency_name,
            -one.gain,
            one.assignment.due_on if one.assignment else date.max,
            one.assessment.key,
        ),
    )
