"""Self-assessment as work: who fills what until when, and what the team's meetings decided."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from pendopo.domains.evaluation import access, queries
from pendopo.domains.evaluation.actions._assessments import hold
from pendopo.domains.evaluation.events import DecisionDone, IndicatorAssigned, MeetingRecorded
from pendopo.domains.evaluation.models import Assessment, Assignment, Decision, Meeting, State
from pendopo.domains.people import queries as people
from pendopo.kernel.actor import Actor
from pendopo.kernel.calendar import queries as calendars
from pendopo.kernel.calendar import rules as clocks
from pendopo.kernel.errors import BadInput, DomainError, NotAllowed
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.files import store
from pendopo.kernel.files.models import StoredFile
from pendopo.kernel.ledger import book
from pendopo.shell import government

CALENDAR = "nasional"
MOST_DAYS = 250


class NothingChosen(BadInput):
    """No indicator, or no time, was named."""

    sentence = "Pilih sedikitnya satu indikator dan tenggat 1 sampai 250 hari kerja."


class MeetingInFuture(BadInput):
    """Minutes are of meetings that were held."""

    sentence = "Tanggal rapat belum lewat. Catat rapat setelah berlangsung."


class DoneBefore(DomainError):
    """The decision is done already."""

    sentence = "Keputusan ini sudah ditandai selesai."


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What a meeting decided about one indicator; `agency` may be empty."""

    indicator: str
    text: str
    agency: str = ""
    due_on: date | None = None


def deadline(working_days: int, *, now: datetime) -> date:
    """Return the day until which something is due, holidays and weekends left out."""
    calendar = calendars.load(CALENDAR)
    return calendar.local(clocks.due_at(now, working_days, calendar)).date()


@transaction.atomic
def assign_indicators(
    *,
    assessment: Assessment,
    indicators: Collection[str],
    agency: str,
    working_days: int,
    actor: Actor,
    now: datetime,
) -> list[Assignment]:
    """Let an agency fill indicators; a second time moves its deadline.

    Raises NothingChosen, NoSuchIndicator, NoSuchAgency, AssessmentClosed.
    """
    access.require(actor, access.MANAGE)
    if not indicators or not 1 <= working_days <= MOST_DAYS:
        raise NothingChosen
    held = hold(assessment, State.OPEN)
    office, due_on = people.agency(agency), deadline(working_days, now=now)
    codes = [queries.indicator(held, code).code for code in indicators]
    made = [
        Assignment.objects.update_or_create(
            assessment=held,
            indicator=code,
            agency=office,
            defaults={"due_on": due_on, "assigned_at": now},
        )[0]
        for code in codes
    ]
    book.record_many(((_assigned(held, one, office.code), now) for one in made), actor=actor)
    return made


@transaction.atomic
def record_meeting(
    *,
    assessment: Assessment,
    title: str,
    held_on: date,
    decisions: Sequence[Decided],
    actor: Actor,
    now: datetime,
    file_id: str = "",
) -> Meeting:
    """Record a meeting of the team, its minutes and what it decided about indicators.

    Raises MeetingInFuture, NoSuchIndicator, NoSuchAgency, NotFound for another's file.
    """
    access.require(actor, access.MANAGE)
    if held_on > government.local_date(now):
        raise MeetingInFuture
    held = hold(assessment, State.OPEN, State.REVIEW)
    made = Meeting(
        key=secrets.token_hex(10),
        assessment=held,
        title=title.strip()[:160],
        held_on=held_on,
        recorded_at=now,
    )
    if file_id:
        store.claim([file_id], owner=actor.ref, subject=made.ref)
        made.minutes = StoredFile.objects.get(pk=file_id)
    made.save(force_insert=True)
    Decision.objects.bulk_create(_decision(made, one) for one in decisions)
    event = MeetingRecorded(
        subject=Ref(held.ref), meeting=Ref(made.ref), held_on=held_on, decisions=len(decisions)
    )
    book.record(event, actor=actor, at=now)
    return made


@transaction.atomic
def finish_decision(*, decision: Decision, actor: Actor, now: datetime) -> Decision:
    """Mark what a meeting decided as done. Raises NotAllowed, DoneBefore."""
    held = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    office = held.agency
    if not (
        actor.may(access.MANAGE, access.WHOLE)
        or (office is not None and actor.may(access.ANSWER, office.path))
    ):
        raise NotAllowed
    if held.done_on is not None:
        raise DoneBefore
    held.done_on = government.local_date(now)
    held.save(update_fields=["done_on"])
    event = DecisionDone(
        subject=Ref(held.meeting.assessment.ref),
        meeting=Ref(held.meeting.ref),
        indicator=Code(held.indicator),
    )
    book.record(event, actor=actor, at=now)
    return held


def _assigned(held: Assessment, one: Assignment, agency: str) -> IndicatorAssigned:
    return IndicatorAssigned(
        subject=Ref(held.ref),
        indicator=Code(one.indicator),
        agency=Code(agency),
        due_on=one.due_on,
    )


def _decision(meeting: Meeting, said: Decided) -> Decision:
    return Decision(
        meeting=meeting,
        indicator=queries.indicator(meeting.assessment, said.indicator).code,
        text=said.text.strip()[:400],
        agency=people.agency(said.agency) if said.agency else None,
        due_on=said.due_on,
    )
