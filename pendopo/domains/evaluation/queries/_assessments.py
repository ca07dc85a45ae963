"""Instruments in force, assessments, and who fills what."""

from collections.abc import Sequence
from datetime import date

from pendopo.domains.evaluation import access, rules, schema
from pendopo.domains.evaluation.models import (
    Assessment,
    Assignment,
    Evidence,
    Meeting,
    State,
    Statement,
)
from pendopo.kernel.actor import Actor
from pendopo.kernel.content import library
from pendopo.kernel.content.models import Version
from pendopo.kernel.errors import NotFound


class NoSuchAssessment(NotFound):
    """Nobody opened this assessment, or it is not for this actor."""

    sentence = "Penilaian yang dicari tidak ditemukan."


class NoSuchIndicator(NotFound):
    """The instrument has no such indicator."""

    sentence = "Indikator yang dicari tidak ditemukan."


class NoSuchEvidence(NotFound):
    """There is no such evidence, or it is another agency's."""

    sentence = "Bukti yang dicari tidak ditemukan."


def versions(*, on: date) -> list[Version]:
    """Return the version of every instrument that is known on a day, by code."""
    return library.versions(schema.KIND, on=on)


def version_for(code: str, period: rules.Period) -> Version:
    """Return the version that a period is scored with. Raises NoSuchContent."""
    return library.current(schema.KIND, code, on=period.end)


def instrument_of(version: Version) -> schema.Instrument:
    """Return what a version says."""
    data = version.data
    assert isinstance(data, schema.Instrument)
    return data


def instrument(assessment: Assessment) -> schema.Instrument:
    """Return the instrument version that an assessment was opened with."""
    return instrument_of(library.by_id(schema.KIND, assessment.version_id))


def indicator(assessment: Assessment, code: str) -> schema.Node:
    """Return an indicator of an assessment. Raises NoSuchIndicator."""
    found = instrument(assessment).leaf(code)
    if found is None:
        raise NoSuchIndicator
    return found


def assessment(key: str, actor: Actor) -> Assessment:
    """Return an assessment that this actor may see. Raises NoSuchAssessment."""
    found = Assessment.objects.filter(key=key).first() if access.may_see(actor) else None
    if found is None:
        raise NoSuchAssessment
    return found


def assessments(code: str = "") -> list[Assessment]:
    """Return the assessments of one instrument, or of all, newest period first."""
    rows = Assessment.objects.filter(instrument=code) if code else Assessment.objects.all()
    return list(rows.order_by("-period", "instrument"))


def evidence(key: str, actor: Actor) -> Evidence:
    """Return a piece of evidence that this actor may open. Raises NoSuchEvidence."""
    found = Evidence.objects.select_related("assessment", "file").filter(key=key).first()
    if found is None or not access.may_read(found, actor):
        raise NoSuchEvidence
    return found


def may_read_file(subject: str, actor: Actor) -> bool:
    """Tell whether the actor may download the file of a subject of ours."""
    kind, _, key = subject.partition(":")
    if kind == "evidence":
        found = Evidence.objects.filter(key=key).first()
        return found is not None and access.may_read(found, actor)
    if kind == "meeting":
        return access.may_see(actor) and Meeting.objects.filter(key=key).exists()
    return False


def waiting_for(actor: Actor, *, on: date) -> list[Assignment]:
    """Return what the actor's agencies still have to fill, the earliest deadline first."""
    units = actor.units(access.ANSWER)
    if not units:
        return []
    rows = Assignment.objects.filter(assessment__state=State.OPEN)
    rows = rows.select_related("assessment", "agency").order_by("due_on", "pk")
    mine = [one for one in rows if _is_in(one.agency.path, units)]
    done = filled({one.assessment_id for one in mine})
    return [one for one in mine if (one.assessment_id, one.indicator) not in done]


def filled(assessments: set[int]) -> set[tuple[int, str]]:
    """Return the indicators that somebody has stated or proven, in two queries for all."""
    stated = Statement.objects.filter(assessment__in=assessments)
    proven = Evidence.objects.filter(assessment__in=assessments, withdrawn_at=None)
    pairs = ("assessment_id", "indicator")
    return {*stated.values_list(*pairs), *proven.values_list(*pairs)}


def _is_in(path: str, units: Sequence[str]) -> bool:
    return any(path.startswith(unit) for unit in units)
