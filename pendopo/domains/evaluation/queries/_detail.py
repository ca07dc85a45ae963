"""What stands around one indicator and one assessment: words, names, decisions, older periods."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from pendopo.domains.evaluation import access, rules
from pendopo.domains.evaluation.models import (
    Assessment,
    Assignment,
    Comment,
    Decision,
    Evidence,
    Meeting,
    Statement,
)
from pendopo.domains.evaluation.queries._standing import scores_of
from pendopo.domains.people import queries as people
from pendopo.kernel.actor import Actor


@dataclass(frozen=True, kw_only=True)
class Around:
    """Everything of one indicator that this actor may read; `hidden` counts what is not shown."""

    assignments: list[Assignment]
    evidence: list[Evidence]
    hidden: int
    statements: list[Statement]
    comments: list[Comment]
    decisions: list[Decision]
    names: dict[str, str]
    may_fill: bool
    may_discuss: bool


def around(assessment: Assessment, indicator: str, actor: Actor) -> Around:
    """Return what people said and attached about an indicator, newest last."""
    assignments = list(assessment.assignments.filter(indicator=indicator).select_related("agency"))
    rows = assessment.evidence.filter(indicator=indicator, withdrawn_at=None)
    every = list(rows.select_related("file").order_by("pk"))
    mine = [one for one in every if access.may_read(one, actor)]
    may_discuss = access.may_discuss(assignments, actor)
    statements = list(assessment.statements.filter(indicator=indicator).order_by("pk"))
    comments = list(assessment.comments.filter(indicator=indicator).order_by("pk"))
    return Around(
        assignments=assignments,
        evidence=mine,
        hidden=len(every) - len(mine),
        statements=statements if may_discuss else [],
        comments=comments if may_discuss else [],
        decisions=decisions(assessment, indicator),
        names=_names([*(s.by for s in statements), *(c.by for c in comments)]),
        may_fill=access.may_fill(assignments, actor),
        may_discuss=may_discuss,
    )


def decisions(assessment: Assessment, indicator: str) -> list[Decision]:
    """Return what meetings decided about an indicator, newest meeting first."""
    rows = Decision.objects.filter(meeting__assessment=assessment, indicator=indicator)
    return list(rows.select_related("meeting", "agency").order_by("-meeting__held_on", "pk"))


def decision(pk: int, actor: Actor) -> Decision | None:
    """Return a decision of a meeting, or None for whoever may see no scores."""
    if not access.may_see(actor):
        return None
    rows = Decision.objects.select_related("meeting__assessment", "agency")
    return rows.filter(pk=pk).first()


def meetings(assessment: Assessment) -> list[Meeting]:
    """Return the meetings about an assessment with their decisions, newest first."""
    rows = assessment.meetings.select_related("minutes").order_by("-held_on", "-pk")
    said = Decision.objects.select_related("agency").order_by("pk")
    return list(rows.prefetch_related(Prefetch("decisions", queryset=said)))


def open_decisions(assessment: Assessment) -> Counter[str]:
    """Return how many decisions about each indicator are not done."""
    rows = Decision.objects.filter(meeting__assessment=assessment, done_on=None)
    return Counter(rows.values_list("indicator", flat=True))


def owners(assessment: Assessment) -> dict[str, list[Assignment]]:
    """Return who fills each indicator."""
    found: dict[str, list[Assignment]] = {}
    for one in assessment.assignments.select_related("agency").order_by("due_on", "pk"):
        found.setdefault(one.indicator, []).append(one)
    return found


def history(code: str, *, today: date) -> list[tuple[Assessment, rules.Score]]:
    """Return every assessment of an instrument with its proven score, oldest period first."""
    rows = list(Assessment.objects.filter(instrument=code).order_by("period"))
    scores = scores_of(rows, today=today)
    return [(one, scores[one.pk]) for one in rows]


def _names(refs: Iterable[str]) -> dict[str, str]:
    return people.names(refs)
