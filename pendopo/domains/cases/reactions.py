"""What cases does when others, or cases itself, announced something."""

from datetime import datetime
from typing import Any

from pendopo.domains.cases import actions, events, queries
from pendopo.domains.cases.models import Case
from pendopo.domains.documents.events import LetterSigned
from pendopo.domains.notices import actions as notices
from pendopo.domains.people.events import PostLeft
from pendopo.kernel.actor import system
from pendopo.kernel.ledger import reactions
from pendopo.kernel.ledger.models import Entry
from pendopo.kernel.search import index
from pendopo.shell import government

CLERK = system("cases")

NOTICE_OF_STATE = {
    "returned": "case-returned",
    "approved": "case-approved",
    "objected": "objection-received",
}
NOTICE_OF_OUTCOME = {"refused": "case-refused", "withdrawn": "case-withdrawn"}


@reactions.react_to(LetterSigned)
def close_signed_case(entry: Entry, event: LetterSigned) -> None:
    """Close the case whose letter was signed, at that moment, and tell the applicant."""
    if not event.subject.startswith("case:"):
        return
    case = actions.complete(subject=event.subject, actor=CLERK, now=entry.occurred_at)
    if case is None:
        return
    _notify(case, "letter-issued", entry.occurred_at, number=event.number)


@reactions.react_to(events.CaseSubmitted)
def confirm_receipt(entry: Entry, event: events.CaseSubmitted) -> None:
    """Tell whoever filed the number and the promised date."""
    case = queries.by_subject(event.subject)
    due_on = queries.promised_on(case)
    _notify(case, "case-received", entry.occurred_at, number=case.number, due_on=due_on)


@reactions.react_to(events.CaseSubmitted)
def make_findable(entry: Entry, event: events.CaseSubmitted) -> None:
    """Put the case into the officers' search box."""
    case = queries.by_subject(event.subject)
    firm = f"{case.business.name} {case.business.nib}" if case.business else ""
    text = f"{case.number} {case.applicant.name} {firm} {case.package.title}"
    index.put(event.subject, kind="case", text=text, unit=case.agency.path)


@reactions.react_to(events.CaseMoved)
def tell_of_step(entry: Entry, event: events.CaseMoved) -> None:
    """Tell the applicant about the steps that concern them."""
    template = NOTICE_OF_STATE.get(event.target)
    if template:
        _tell(entry, event.subject, template)


@reactions.react_to(events.CaseClosed)
def tell_of_end(entry: Entry, event: events.CaseClosed) -> None:
    """Tell the applicant how the case ended; an issued letter sends its own notice."""
    template = NOTICE_OF_OUTCOME.get(event.outcome)
    if template:
        _tell(entry, event.subject, template)


@reactions.react_to(events.CaseAssigned)
def tell_officer(entry: Entry, event: events.CaseAssigned) -> None:
    """Tell the officer who now holds the case."""
    case = queries.by_subject(event.subject)
    notices.notify(
        person_ref=event.officer,
        template="case-assigned",
        subject=event.subject,
        now=entry.occurred_at,
        number=case.number,
        due_on=queries.promised_on(case),
    )


@reactions.react_to(PostLeft)
def release_cases(entry: Entry, event: PostLeft) -> None:
    """Let the cases of an officer who left wait for another; a last day to come is left to a tick."""
    actions.release_cases_of(officer_ref=event.subject, actor=CLERK, now=entry.occurred_at)


def _tell(entry: Entry, subject: str, template: str) -> None:
    case = queries.by_subject(subject)
    _notify(case, template, entry.occurred_at, number=case.number)


def _notify(case: Case, template: str, now: datetime, **values: Any) -> None:
    told = queries.correspondent_of(case, on=government.local_date(now))
    if told:
        notices.notify(person_ref=told.ref, template=template, subject=case.ref, now=now, **values)
