"""The page of one case: what was asked, what happened, what can be done next."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from pendopo.domains.cases import access, events
from pendopo.domains.cases.models import Case, CaseNote, Channel
from pendopo.domains.cases.queries import _clock
from pendopo.domains.cases.rules import conditions, display
from pendopo.domains.cases.schema import FieldType, FormField, StateSpec, StepSpec
from pendopo.domains.people import queries as people
from pendopo.kernel import hooks
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import DomainError
from pendopo.kernel.files import store
from pendopo.kernel.ledger import book
from pendopo.kernel.ledger.models import Entry
from pendopo.kernel.privacy.classes import DataClass, treatment
from pendopo.shell import government

MASKED = {DataClass.NIK, DataClass.KK}

STEPS = (events.CaseMoved, events.CaseClosed, events.CaseReopened)


@dataclass(frozen=True)
class TimelineItem:
    """One thing that happened: when, what, who, and why if somebody wrote it."""

    at: datetime
    label: str
    who: str
    note: str
    entry: str
    """The id of the ledger entry, for its proof."""


@dataclass(frozen=True)
class Possible:
    """A step that this actor may take now."""

    code: str
    label: str
    consequence: str
    needs_reason: bool
    needs_reference: bool
    is_main: bool


@dataclass(frozen=True)
class Attachment:
    """A document of the case."""

    label: str
    name: str
    address: str
    media_type: str


@dataclass(frozen=True)
class CasePage:
    """Everything that the page of a case shows one actor."""

    case: Case
    state: StateSpec
    clock: _clock.Clock
    answers: tuple[tuple[str, str], ...]
    attachments: tuple[Attachment, ...]
    timeline: tuple[TimelineItem, ...]
    notes: tuple[CaseNote, ...]
    steps: tuple[Possible, ...]
    links: tuple[hooks.SubjectLink, ...]
    is_applicant: bool
    fee_paid: bool
    is_masked: bool

    @property
    def fee_waits(self) -> bool:
        """Tell whether a fee must still be recorded before a decision."""
        return bool(self.case.package.fee.amount) and not self.fee_paid


def page(case: Case, actor: Actor, now: datetime, *, revealed: bool = False) -> CasePage:
    """Collect the page of a case that the actor may see.

    NIK and KK are masked for officers unless `revealed`, which the caller has put on record.
    """
    mine = access.is_applicant(case, actor, on=government.local_date(now))
    notes = tuple(case.notes.select_related("author").order_by("written_at"))
    return CasePage(
        case=case,
        state=case.workflow.state(case.state),
        clock=_clock.clock_of(case, now),
        answers=tuple(_answers(case, masked=not (mine or revealed))),
        attachments=tuple(_attachments(case)),
        timeline=tuple(_timeline(case, notes, reader=actor.ref if mine else "")),
        notes=() if mine else tuple(note for note in notes if not note.step),
        steps=tuple(_steps(case, actor, now)),
        links=tuple(link for fill in hooks.subject_actions for link in fill(case.ref, actor)),
        is_applicant=mine,
        fee_paid=hasattr(case, "fee_receipt"),
        is_masked=not (mine or revealed)
        and any(field.data_class in MASKED for field in case.package.fields()),
    )


def _answers(case: Case, *, masked: bool) -> list[tuple[str, str]]:
    answers = case.answers or {}
    fields = conditions.asked(case.package.fields(), answers)
    return [
        (field.label, _answer(field, answers[field.code], masked=masked))
        for field in fields
        if field.code in answers and field.type is not FieldType.FILE
    ]


def _answer(field: FormField, value: object, *, masked: bool) -> str:
    text = display.shown(field, value, people.area_name)
    if masked and field.data_class in MASKED:
        return treatment[DataClass(field.data_class)].mask(text)
    return text


def _attachments(case: Case) -> list[Attachment]:
    labels = {field.code: field.label for field in case.package.fields()}
    rows = case.files.filter(replaced=False).select_related("file").order_by("pk")
    return [
        Attachment(
            label=labels.get(row.field, row.field),
            name=row.file.name,
            address=store.url(row.file),
            media_type=row.file.media_type,
        )
        for row in rows
    ]


def _timeline(case: Case, notes: tuple[CaseNote, ...], *, reader: str) -> list[TimelineItem]:
    """Return what happened; `reader` is the applicant who reads it, empty for officers."""
    entries = list(book.entries_of(case.ref))
    names = people.names({entry.actor for entry in entries})
    side = _side_of_applicant(case) if reader else set()
    shown = {
        (note.step, note.written_at): note.text
        for note in notes
        if note.shown_to_applicant or not reader
    }
    return [
        TimelineItem(
            at=entry.occurred_at,
            label=_label(case, entry),
            who=_who(case, entry, names, reader, side),
            note=_note(entry, shown),
            entry=entry.id,
        )
        for entry in entries
    ]


def _label(case: Case, entry: Entry) -> str:
    event = entry.event
    if isinstance(event, events.CaseMoved):
        return case.workflow.state(event.target).label
    if isinstance(event, events.CaseClosed):
        return case.workflow.state(event.outcome).label
    return event.label


def _side_of_applicant(case: Case) -> set[str]:
    side = {case.applicant.ref}
    if case.channel != Channel.COUNTER:
        side.add(case.filed_by.ref)
    return side | people.ever_acted_for(case.business_id) if case.business_id else side


def _who(case: Case, entry: Entry, names: dict[str, str], reader: str, side: set[str]) -> str:
    if entry.actor == reader:
        return _("Anda")
    if entry.actor.startswith("system:"):
        return "Pendopo"
    if reader and entry.actor not in side:
        # An applicant deals with an office, not with the person behind the desk.
        return case.agency.name
    return names.get(entry.actor, _("Petugas"))


def _note(entry: Entry, notes: dict[tuple[str, datetime], str]) -> str:
    if not isinstance(entry.event, STEPS):
        return ""
    # A step and its words are written with the same `now`; the words stay out of the ledger.
    found = (text for (_, written_at), text in notes.items() if written_at == entry.occurred_at)
    return next(found, "")


def _steps(case: Case, actor: Actor, now: datetime) -> list[Possible]:
    """Return the possible steps, the one that moves the case on first.

    A step back or to an end asks for a reason; the way forward does not.
    """
    allowed = [s for s in case.workflow.steps_from(case.state) if _may(case, s, actor, now)]
    allowed.sort(key=lambda step: "reason" in step.needs)
    return [
        Possible(
            code=step.code,
            label=step.label,
            consequence=step.consequence,
            needs_reason="reason" in step.needs,
            needs_reference="reference" in step.needs,
            is_main=number == 0,
        )
        for number, step in enumerate(allowed)
    ]


def _may(case: Case, step: StepSpec, actor: Actor, now: datetime) -> bool:
    try:
        access.check_may_take(case, step, actor, on=government.local_date(now))
    except DomainError:
        return False
    return True
