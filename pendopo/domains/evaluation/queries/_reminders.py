"""Whom to remind today of what, and which reminders went out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, QuerySet

from pendopo.domains.evaluation import access, rules
from pendopo.domains.evaluation.models import Assignment, Reminder, State
from pendopo.domains.evaluation.queries._assessments import filled
from pendopo.domains.evaluation.schema import ReminderPlan
from pendopo.domains.people import queries as people
from pendopo.kernel.actor import Actor
from pendopo.kernel.calendar.rules import WorkCalendar


@dataclass(frozen=True)
class Due:
    """What one agency is told today at one stage: how many inputs, and the nearest deadline."""

    agency: people.Agency
    stage: str
    count: int
    due_on: date | None = None


def due_today(plan: ReminderPlan, calendar: WorkCalendar, today: date) -> list[Due]:
    """Return what is due for a reminder on a working day, by agency and stage."""
    found: dict[tuple[people.Agency, str], list[date]] = defaultdict(list)
    for one in _unfilled():
        left = rules.working_days_left(today, one.due_on, calendar)
        stage = rules.stage(left, before=plan.before, overdue_every=plan.overdue_every)
        if stage:
            found[one.agency, stage].append(one.due_on)
    every = [Due(office, stage, len(days), min(days)) for (office, stage), days in found.items()]
    return sorted(every, key=lambda one: (one.agency.code, one.stage))


def last_reminded(stage: str) -> dict[str, date]:
    """Return the last day on which each agency was reminded at a stage."""
    rows = Reminder.objects.filter(stage=stage).values_list("agency")
    return dict(rows.annotate(last=Max("day")))


def reminders(actor: Actor) -> QuerySet[Reminder]:
    """Return the reminders that this actor may see, newest first: those of the own agencies, or all."""
    rows = Reminder.objects.order_by("-day", "agency", "stage")
    if access.reads_everything(actor):
        return rows
    units = actor.units(access.ANSWER)
    mine = [one.code for one in people.agencies() if one.path.startswith(units)] if units else []
    return rows.filter(agency__in=mine)


def reminders_of(keys: Iterable[str], actor: Actor) -> dict[str, Reminder]:
    """Return reminders by key; those that this actor may not see are left out."""
    return {one.key: one for one in reminders(actor).filter(key__in=keys)}


def _unfilled() -> list[Assignment]:
    rows = Assignment.objects.filter(assessment__state=State.OPEN).select_related("agency")
    every = list(rows.order_by("due_on", "pk"))
    done = filled({one.assessment_id for one in every})
    return [one for one in every if (one.assessment_id, one.indicator) not in done]
