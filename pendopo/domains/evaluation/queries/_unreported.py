"""Done but not reported: activity in the lake for which no fresh evidence was attached.

Reads kept results of measures only, each once, whatever the number of assessments and agencies.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from pendopo.domains.evaluation import access, rules, schema
from pendopo.domains.evaluation.models import (
    Assessment,
    Assignment,
    Evidence,
    State,
)
from pendopo.domains.evaluation.queries import _freshness, measuring
from pendopo.domains.evaluation.queries._assessments import instrument
from pendopo.domains.evaluation.queries._standing import evidence_day, scores_of
from pendopo.domains.evaluation.rules import Reported
from pendopo.domains.evaluation.schema import Input, InputKind, Node
from pendopo.kernel.actor import Actor

Pile = dict[tuple[str, str], list[Evidence]]


@dataclass(frozen=True, kw_only=True)
class Unreported:
    """One input of one indicator, for one agency that fills it (or nobody yet)."""

    assessment: Assessment
    node: Node
    input: Input
    instrument: str
    """The title of the instrument; `short` as it stands in a line."""
    short: str
    assignment: Assignment | None
    reading: measuring.Reading
    state: Reported
    attached: Evidence | None
    """The newest attached evidence, which is refused, expired or stale."""
    own_rows: int | None = None
    """How many of the rows are the agency's own; None where nobody asked (with_own_rows)."""
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


def unreported(
    actor: Actor, *, today: date, key: str = "", is_weighed: bool = True
) -> list[Unreported]:
    """Return what this actor's agencies (all, for who reads everything) did and did not report.

    Of one assessment if its key is named. Sorted by agency, those with most to gain first, then by
    points and deadline; unweighed, without the points, it asks a fraction of the queries.
    """
    rows = Assessment.objects.filter(state=State.OPEN, **({"key": key} if key else {}))
    open_ones = list(rows.order_by("key"))
    found = [one for place in _places(open_ones, today) for one in _of(place, actor)]
    return _sorted(_weighed(open_ones, found, today) if is_weighed and found else found)


def with_own_rows(rows: Iterable[Unreported]) -> list[Unreported]:
    """Return rows with how much of the activity is their agency's; for what is shown, not counted."""
    every = list(rows)
    measuring.take_split({one.reading.measure for one in every if one.assignment}, rules.AGENCY)
    shares: dict[tuple[str, str], dict[str, int] | None] = {}
    found = []
    for one in every:
        key = (one.reading.measure, one.assessment.period)
        if one.assignment and key not in shares:
            shares[key] = measuring.rows_of_agencies(key[0], rules.period(key[1]))
        split = shares.get(key) if one.assignment else None
        found.append(one if split is None else replace(one, own_rows=split.get(one.agency, 0)))
    return found


@dataclass(frozen=True)
class _Place:
    """One assessment with what all its indicators are looked at with."""

    assessment: Assessment
    what: schema.Instrument
    period: rules.Period
    pile: Pile
    assignments: list[Assignment]
    readings: Mapping[str, measuring.Reading]
    day: date
    today: date
    stale: int


def _places(open_ones: list[Assessment], today: date) -> Iterator[_Place]:
    """Walk assessments with what lies around them, fetched for all of them at once."""
    piles, assigned, stale = _piles(open_ones), _assigned(open_ones), _freshness.stale_days(today)
    readings = _readings(open_ones)
    for one in open_ones:
        period = rules.period(one.period)
        yield _Place(
            assessment=one,
            what=instrument(one),
            period=period,
            pile=piles[one.pk],
            assignments=assigned[one.pk],
            readings=readings[period],
            day=evidence_day(one, today),
            today=today,
            stale=stale,
        )


def _readings(
    open_ones: list[Assessment],
) -> dict[rules.Period, dict[str, measuring.Reading]]:
    """Return what the measures say whose rows any input reports, by period."""
    asked: dict[rules.Period, set[str]] = defaultdict(set)
    for one in open_ones:
        what = instrument(one)
        for node in what.leaves:
            assert node.indicator is not None
            told = [_activity(each) for each in what.inputs_of(node.indicator)]
            period = rules.period(one.period)
            asked[period] |= {measure for pairs in told for measure, _ in pairs}
    return measuring.read_periods(asked)


def _of(place: _Place, actor: Actor) -> Iterator[Unreported]:
    owners = _owners(place.assignments, actor)
    nobody: list[Assignment | None] = [None] if access.reads_everything(actor) else []
    for node in place.what.leaves:
        if assigned := owners.get(node.code, nobody):
            for one in _of_node(place, node):
                for assignment in assigned:
                    yield replace(one, assignment=assignment)


def _of_node(place: _Place, node: Node) -> Iterator[Unreported]:
    assert node.indicator is not None
    for asked in place.what.inputs_of(node.indicator):
        told = _told(place, asked)
        if told is None:
            continue
        reading, because = told
        evidence = place.pile.get((node.code, asked.code), [])
        state = _state(place, asked, evidence, reading)
        if state is not Reported.FRESH:
            yield Unreported(
                assessment=place.assessment,
                node=node,
                input=asked,
                instrument=place.what.title,
                short=place.what.short,
                assignment=None,
                reading=reading,
                state=state,
                attached=evidence[-1] if evidence else None,
                because=because,
            )


def _told(place: _Place, asked: Input) -> tuple[measuring.Reading, str] | None:
    """Return the first measure with rows whose activity this input reports, and why."""
    for measure, because in _activity(asked):
        reading = place.readings.get(measure)
        if reading is not None and reading.rows:
            return reading, because
    return None


def _state(
    place: _Place, asked: Input, evidence: list[Evidence], reading: measuring.Reading
) -> Reported:
    if asked.kind == InputKind.DOCUMENT:
        return _freshness.document_state(evidence, place.day)
    return _freshness.report_state(
        evidence, reading, today=place.today, end=place.period.end, stale_days=place.stale
    )


def _activity(asked: Input) -> list[tuple[str, str]]:
    """Return the measures whose rows are activity that this input reports, with the reason."""
    if asked.kind == InputKind.MEASURE:
        return [(asked.measure or "", "")]
    return [(feed.measure, feed.because) for feed in asked.fed_by]


def _owners(assigned: Iterable[Assignment], actor: Actor) -> dict[str, list[Assignment | None]]:
    """Return who fills each indicator: everybody for who reads everything, else the own agencies.

    An indicator of others stands there with nobody, so that it is not taken for unassigned.
    """
    sees_all = access.reads_everything(actor)
    found: dict[str, list[Assignment | None]] = defaultdict(list)
    for one in assigned:
        mine = found[one.indicator]
        if sees_all or actor.may(access.ANSWER, one.agency.path):
            mine.append(one)
    return found


def _assigned(open_ones: list[Assessment]) -> dict[int, list[Assignment]]:
    found: dict[int, list[Assignment]] = defaultdict(list)
    rows = Assignment.objects.filter(assessment__in=open_ones).select_related("agency")
    for one in rows.order_by("due_on", "pk"):
        found[one.assessment_id].append(one)
    return found


def _piles(open_ones: list[Assessment]) -> dict[int, Pile]:
    found: dict[int, Pile] = defaultdict(lambda: defaultdict(list))
    rows = Evidence.objects.filter(assessment__in=open_ones, withdrawn_at=None).defer("reason")
    for one in rows.order_by("pk"):
        found[one.assessment_id][one.indicator, one.input].append(one)
    return found


def _weighed(open_ones: list[Assessment], rows: list[Unreported], today: date) -> list[Unreported]:
    there = {one.assessment.pk for one in rows}
    scores = scores_of([one for one in open_ones if one.pk in there], today=today)
    gains = {
        (pk, step.node.code): step.gain
        for pk, score in scores.items()
        for step in rules.raises_most(score)
    }
    return [
        replace(one, gain=gains.get((one.assessment.pk, one.node.code), Fraction())) for one in rows
    ]


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
            one.node.code,
            one.is_document,
        ),
    )
