"""Who may see scores, fill indicators, verify them and stand for the result.

Everybody who may see a score sees its numbers. Evidence and notes of an agency are for that agency,
for whoever coordinates or verifies, and for whoever oversees.
"""

from collections.abc import Mapping

from pendopo.domains.evaluation import rules
from pendopo.domains.evaluation.models import Assessment, Assignment, Evidence, State
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import DomainError, NotAllowed

VIEW = "evaluation.view"
ANSWER = "evaluation.answer"
MANAGE = "evaluation.manage"
VERIFY = "evaluation.verify"
SIGN = "evaluation.sign"
OVERSEE = "evaluation.oversee"
ANY = (VIEW, ANSWER, MANAGE, VERIFY, SIGN, OVERSEE)
READS_EVERYTHING = (MANAGE, VERIFY, SIGN, OVERSEE)
WHOLE = "/"
SERVES = (VIEW, ANSWER, "cases.view")
"""Who holds one of these in an agency opens its rows of a measure."""


class NotAssigned(NotAllowed):
    """The indicator is filled by another agency."""

    sentence = "Indikator ini tidak ditugaskan kepada unit kerja Anda."


class AssessmentClosed(DomainError):
    """The secretary has signed, or it is not the turn of whoever asks."""

    sentence = "Penilaian ini tidak sedang menerima isian."


class OwnWork(NotAllowed):
    """Nobody verifies what they claimed or attached themselves."""

    sentence = "Isian ini Anda buat sendiri. Mintalah asesor lain memeriksanya."


def may_see(actor: Actor) -> bool:
    """Tell whether the actor may open score pages at all."""
    return any(actor.may(permission) for permission in ANY)


def require(actor: Actor, permission: str) -> None:
    """Refuse whoever does not hold a permission for the whole government. Raises NotAllowed."""
    if not actor.may(permission, WHOLE):
        raise NotAllowed


def require_state(assessment: Assessment, *states: State) -> None:
    """Refuse what comes too early or too late. Raises AssessmentClosed."""
    if assessment.state not in states:
        raise AssessmentClosed


def assignment_for(
    assessment: Assessment, indicator: str, actor: Actor, agency: str = ""
) -> Assignment | None:
    """Return under which assignment the actor fills an indicator, or None for the coordinator.

    The coordinator may name the `agency` that it is filled for. Raises NotAssigned.
    """
    assigned = assessment.assignments.filter(indicator=indicator).select_related("agency")
    if agency:
        assigned = assigned.filter(agency__code=agency)
    manages = actor.may(MANAGE, WHOLE)
    for one in assigned.order_by("due_on", "pk"):
        if actor.may(ANSWER, one.agency.path) or (agency and manages):
            return one
    if manages:
        return None
    raise NotAssigned


def may_fill(assignments: list[Assignment], actor: Actor) -> bool:
    """Tell whether the actor fills an indicator that has these assignments."""
    mine = any(actor.may(ANSWER, one.agency.path) for one in assignments)
    return mine or actor.may(MANAGE, WHOLE)


def reads_everything(actor: Actor) -> bool:
    """Tell whether the actor reads evidence of every agency."""
    return any(actor.may(permission, WHOLE) for permission in READS_EVERYTHING)


def may_read(evidence: Evidence, actor: Actor) -> bool:
    """Tell whether the actor may open a piece of evidence."""
    return reads_everything(actor) or actor.may(ANSWER, evidence.unit)


def may_discuss(assignments: list[Assignment], actor: Actor) -> bool:
    """Tell whether the actor reads and writes the notes of an indicator with these assignments."""
    return reads_everything(actor) or may_fill(assignments, actor)


def opened_rows(
    actor: Actor, *, agencies: Mapping[str, str], sensitive: bool, split: bool
) -> rules.Opened:
    """Return which rows of a measure the actor opens; `agencies` are paths by code."""
    if not may_see(actor):
        return rules.Opened()
    mine = {code for code, path in agencies.items() if any(actor.may(one, path) for one in SERVES)}
    return rules.opened(
        reads_everything=reads_everything(actor),
        oversees=actor.may(OVERSEE, WHOLE),
        agencies=frozenset(mine),
        sensitive=sensitive,
        split=split,
    )
