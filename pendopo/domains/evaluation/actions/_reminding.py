"""Remind agencies of what is due, late or done and not reported, at most once a day and stage."""

import secrets
from collections import Counter
from datetime import date, datetime

from django.db import IntegrityError, transaction

from pendopo.domains.evaluation import access, queries, rules
from pendopo.domains.evaluation.events import ReminderSent
from pendopo.domains.evaluation.models import Reminder
from pendopo.domains.evaluation.queries import Due
from pendopo.domains.evaluation.schema import ReminderPlan
from pendopo.domains.notices import actions as notices
from pendopo.domains.people import queries as people
from pendopo.kernel.actor import Actor, Grant
from pendopo.kernel.calendar import queries as calendars
from pendopo.kernel.calendar.rules import WorkCalendar
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.ledger import book
from pendopo.shell import government

EVERYWHERE = Actor(ref="system:evaluation", grants=frozenset({Grant(access.OVERSEE, "/")}))
"""Reads what every agency has not reported; may do nothing."""
TEMPLATES = {rules.OVERDUE: "indicator-overdue", rules.UNREPORTED: "activity-unreported"}


def remind(*, actor: Actor, now: datetime) -> list[Reminder]:
    """Send what is due today, in desk hours of a working day; returns what this call sent.

    Two workers may meet here: the row of a day, stage and agency is written once, in one
    transaction with its notices and its entry, and whoever comes second sends nothing.
    """
    plan = queries.plan(government.local_date(now))
    if plan is None:
        return []
    calendar = calendars.load(plan.calendar)
    today = calendar.local(now).date()
    if not calendar.is_working_day(today):
        return []
    if not calendar.opening(today) <= now < calendar.closing(today):
        return []
    waiting = [
        *queries.due_today(plan, calendar, today),
        *_unreported(plan, calendar, today),
    ]
    sent = [made for one in waiting if (made := _send(one, today, actor, now))]
    digest = _digest(today, actor, now)
    return [*sent, digest] if digest else sent


def _unreported(plan: ReminderPlan, calendar: WorkCalendar, today: date) -> list[Due]:
    rows = queries.unreported(EVERYWHERE, today=today, is_weighed=False)
    offices = {one.assignment.agency for one in rows if one.assignment}
    counts = Counter(one.agency for one in rows)
    last = queries.last_reminded(rules.UNREPORTED)
    return [
        Due(office, rules.UNREPORTED, counts[office.code])
        for office in sorted(offices, key=lambda office: office.code)
        if rules.is_due_again(last.get(office.code), today, plan.unreported_every, calendar)
    ]


def _send(one: Due, today: date, actor: Actor, now: datetime) -> Reminder | None:
    told = people.holders(access.ANSWER, one.agency.path, today)
    made = Reminder(
        key=secrets.token_hex(10),
        day=today,
        stage=one.stage,
        agency=one.agency.code,
        count=one.count,
        due_on=one.due_on,
        people=len(told),
        sent_at=now,
    )
    codes: dict[str, int | date] = {"count": one.count}
    if one.due_on:
        codes["due_on"] = one.due_on
    return _once(made, TEMPLATES.get(one.stage, "indicator-due"), told, codes, actor)


def _digest(today: date, actor: Actor, now: datetime) -> Reminder | None:
    """Tell the coordinators what their agencies were told today, if anything."""
    rows = list(Reminder.objects.filter(day=today).exclude(agency=""))
    if not rows:
        return None
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row.stage if row.stage in TEMPLATES else "due"] += row.count
    told = people.holders(access.MANAGE, access.WHOLE, today)
    made = Reminder(
        key=secrets.token_hex(10),
        day=today,
        stage=rules.DIGEST,
        count=sum(row.count for row in rows),
        people=len(told),
        sent_at=now,
    )
    codes: dict[str, int | date] = {
        "agencies": len({row.agency for row in rows}),
        "due": counts["due"],
        "overdue": counts[rules.OVERDUE],
        "unreported": counts[rules.UNREPORTED],
    }
    return _once(made, "reminder-digest", told, codes, actor)


def _once(
    made: Reminder,
    template: str,
    told: list[people.Person],
    codes: dict[str, int | date],
    actor: Actor,
) -> Reminder | None:
    """Write a reminder with its notices and its entry, or None where that was done before."""
    if Reminder.objects.filter(day=made.day, stage=made.stage, agency=made.agency).exists():
        return None
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            for person in told:
                notices.notify(
                    person_ref=person.ref,
                    template=template,
                    subject=made.ref,
                    now=made.sent_at,
                    actor=actor,
                    **codes,
                )
            book.record(_event(made), actor=actor, at=made.sent_at)
    except IntegrityError:
        return None
    return made


def _event(made: Reminder) -> ReminderSent:
    return ReminderSent(
        subject=Ref(made.ref),
        stage=Code(made.stage),
        agency=Code(made.agency) if made.agency else None,
        count=made.count,
        people=made.people,
    )
