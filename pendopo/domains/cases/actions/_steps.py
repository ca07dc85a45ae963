"""Taking a step: checked against workflow, authority and revision; clock, letter and ledger follow."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from pendopo.domains.cases import access, events, queries
from pendopo.domains.cases.actions import _letters
from pendopo.domains.cases.models import Case, CaseNote, CaseReference, ClockStop
from pendopo.domains.cases.rules import dates
from pendopo.domains.cases.schema import StepSpec
from pendopo.kernel.actor import Actor
from pendopo.kernel.calendar import queries as calendars
from pendopo.kernel.calendar import rules as clocks
from pendopo.kernel.errors import BadInput, DomainError, NotFound
from pendopo.kernel.events import Code, Event, Ref
from pendopo.kernel.ledger import book
from pendopo.shell import government


class CaseChanged(DomainError):
    """Somebody took a step since this page was opened."""

    sentence = "Permohonan ini baru saja berubah. Lihat keadaan terakhir, lalu putuskan lagi."


class ReasonMissing(BadInput):
    """The step needs a reason in words."""

    sentence = "Tulis alasannya, supaya pemohon mengerti."


class ReferenceMissing(BadInput):
    """The step needs the number of another system."""

    sentence = "Isi nomor dari sistem tujuan."


class FeeUnpaid(DomainError):
    """A service with a fee is not decided before the fee is recorded."""

    sentence = "Biaya layanan belum tercatat. Catat pembayarannya di loket lebih dahulu."


@dataclass(frozen=True, kw_only=True)
class Step:
    """What somebody wants to do: the step, the revision they looked at, and their words."""

    code: str
    revision: int | None = None
    reason: str = ""
    reference: str = ""


@transaction.atomic
def take_step(*, number: str, step: Step, actor: Actor, now: datetime) -> Case:
    """Move a case along its workflow.

    Raises NotFound, NotAllowed, StepNotAllowed, CaseChanged, ReasonMissing, ReferenceMissing,
    FeeUnpaid, and what drafting a letter may raise.
    """
    case = _locked(number)
    spec = _checked(case, step, actor, government.local_date(now))
    _write_down(case, spec, step, actor, now)
    if spec.effect == "letter":
        _letters.draft_for(case=case, actor=actor, now=now)
    _move(case, spec, actor, now)
    return case


@transaction.atomic
def complete(*, subject: str, actor: Actor, now: datetime) -> Case | None:
    """Close a case whose letter has been signed; None where it was closed before."""
    case = _locked(subject.removeprefix("case:"))
    ready = [s for s in case.workflow.steps_from(case.state) if s.by == "system"]
    if not ready:
        return None
    _move(case, ready[0], actor, now)
    return case


def _locked(number: str) -> Case:
    # SQLite has no row lock and needs none: BEGIN IMMEDIATE lets one writer in at a time.
    found = Case.objects.select_for_update(of=("self",)).filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def _checked(case: Case, step: Step, actor: Actor, today: date) -> StepSpec:
    access.check_may_see(case, actor, on=today)
    if step.revision is not None and step.revision != case.revision:
        raise CaseChanged
    case.workflow.build().check(case.state, step.code)
    spec = case.workflow.step(step.code)
    access.check_may_take(case, spec, actor, on=today)
    if spec.effect == "letter" and case.package.fee.amount and not hasattr(case, "fee_receipt"):
        raise FeeUnpaid
    if case.outcome == "refused" or spec.permission == "cases.decide_objection":
        _check_other_judge(case, spec, actor)
    return spec


def _check_other_judge(case: Case, spec: StepSpec, actor: Actor) -> None:
    if spec.by != "officer":
        return
    refused_by = case.notes.filter(step="refuse").values_list("author", flat=True)
    if actor.person_id in set(refused_by):
        raise access.NotYourOwnDecision


def _write_down(case: Case, spec: StepSpec, step: Step, actor: Actor, now: datetime) -> None:
    if "reason" in spec.needs and not step.reason.strip():
        raise ReasonMissing
    if "reference" in spec.needs and not step.reference.strip():
        raise ReferenceMissing
    if step.reason.strip() and actor.person_id:
        CaseNote.objects.create(
            case=case,
            author_id=actor.person_id,
            step=spec.code,
            text=step.reason.strip(),
            shown_to_applicant=spec.code != "send_back",
            written_at=now,
        )
    if step.reference.strip():
        CaseReference.objects.create(
            case=case, step=spec.code, number=step.reference.strip()[:80], recorded_at=now
        )


def _move(case: Case, spec: StepSpec, actor: Actor, now: datetime) -> None:
    source, clock = case.state, case.workflow.state(spec.to).clock
    was_closed = case.closed_at is not None
    case.state = spec.to
    case.revision += 1
    _set_clock(case, clock, now)
    if clock == "done":
        _close(case, now)
    elif was_closed:
        case.closed_at, case.outcome, case.erase_on = None, "", None
        case.net_days = case.gross_days = None
    case.save()
    event = _announcement(case, spec, source, clock, reopened=was_closed and clock != "done")
    book.record(event, actor=actor, at=now)


def _set_clock(case: Case, clock: str, now: datetime) -> None:
    if clock == "stops":
        ClockStop.objects.get_or_create(case=case, ended_at=None, defaults={"started_at": now})
        return
    if case.stops.filter(ended_at__isnull=True).update(ended_at=now):
        deadline = case.package.deadline
        if deadline is None:
            return
        stops = [stop.as_rule() for stop in case.stops.order_by("started_at")]
        calendar = calendars.load(deadline.calendar)
        case.due_at = clocks.due_at(case.submitted_at, deadline.working_days, calendar, stops)


def _close(case: Case, now: datetime) -> None:
    deadline = case.package.deadline
    calendar = calendars.load(deadline.calendar if deadline else "nasional")
    stops = [stop.as_rule() for stop in case.stops.order_by("started_at")]
    lead = clocks.lead(case.submitted_at, now, calendar, stops)
    case.closed_at, case.outcome = now, case.state
    case.net_days, case.gross_days = lead.net, lead.gross
    months = case.package.retention.months
    case.erase_on = dates.add_months(government.local_date(now), months)


def _announcement(case: Case, spec: StepSpec, source: str, clock: str, *, reopened: bool) -> Event:
    service, agency = Code(case.service), Code(case.agency.code)
    if reopened:
        return events.CaseReopened(subject=Ref(case.ref), service=service, agency=agency)
    if clock != "done":
        return events.CaseMoved(
            subject=Ref(case.ref),
            service=service,
            agency=agency,
            step=Code(spec.code),
            source=Code(source),
            target=Code(spec.to),
            clock=Code(clock),
        )
    return _closing(case, service, agency)


def _closing(case: Case, service: Code, agency: Code) -> events.CaseClosed:
    if case.closed_at is None or case.net_days is None or case.gross_days is None:
        raise ValueError(f"{case.number} is not closed")
    told = queries.correspondent_of(case, on=government.local_date(case.closed_at))
    return events.CaseClosed(
        subject=Ref(case.ref),
        service=service,
        agency=agency,
        district=Code(case.district) if case.district else None,
        outcome=Code(case.outcome),
        on_time=case.closed_at <= case.due_at,
        net_days=case.net_days,
        gross_days=case.gross_days,
        channel=Code(case.channel),
        applicant=Ref(case.applicant_ref),
        correspondent=Ref(told.ref) if told else None,
    )
