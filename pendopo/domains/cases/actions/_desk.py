"""Small acts at the desk: hand over a case, record a fee, leave a note for colleagues."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from pendopo.domains.cases import access, events
from pendopo.domains.cases.models import Case, CaseNote, FeeReceipt
from pendopo.domains.people import queries as people
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import BadInput, DomainError, NotAllowed, NotFound
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.ledger import book
from pendopo.shell import government


class FeeRecordedBefore(DomainError):
    """The fee of a case is paid once."""

    sentence = "Biaya permohonan ini sudah tercatat."


class FeeDiffers(BadInput):
    """The amount is not the fee of the service."""

    sentence = "Jumlah yang dibayar tidak sama dengan biaya layanan."


@dataclass(frozen=True, kw_only=True)
class Payment:
    """What was paid at the counter, in rupiah."""

    amount: int
    receipt_number: str
    paid_on: date


@transaction.atomic
def assign(*, number: str, officer_ref: str, actor: Actor, now: datetime) -> Case:
    """Give a case to an officer who may check cases there. Raises NotFound, NotAllowed."""
    case = _visible(number, actor, "cases.assign")
    officer = people.person(officer_ref)
    today = government.local_date(now)
    if officer not in people.holders("cases.check", case.agency.path, today):
        raise NotAllowed("Petugas itu tidak bertugas di kantor ini.")
    case.assignee = officer
    case.save(update_fields=["assignee"])
    book.record(
        events.CaseAssigned(
            subject=Ref(case.ref),
            service=Code(case.service),
            agency=Code(case.agency.code),
            officer=Ref(officer.ref),
        ),
        actor=actor,
        at=now,
    )
    return case


@transaction.atomic
def record_fee(*, number: str, payment: Payment, actor: Actor, now: datetime) -> FeeReceipt:
    """Record that the fee was paid at the counter. Raises FeeDiffers, FeeRecordedBefore."""
    case = _visible(number, actor, "cases.file_for_others")
    if payment.amount != case.package.fee.amount or not payment.receipt_number.strip():
        raise FeeDiffers
    try:
        with transaction.atomic():
            receipt = FeeReceipt.objects.create(
                case=case,
                amount=payment.amount,
                receipt_number=payment.receipt_number.strip()[:60],
                received_by_id=_person(actor),
                paid_on=payment.paid_on,
                recorded_at=now,
            )
    except IntegrityError as error:
        raise FeeRecordedBefore from error
    _announce_fee(case, payment.amount, actor, now)
    return receipt


@transaction.atomic
def write_note(*, number: str, text: str, actor: Actor, now: datetime) -> CaseNote:
    """Leave a remark that only officers read. Raises NotFound, BadInput."""
    case = _visible(number, actor, "cases.check")
    if not text.strip():
        raise BadInput("Catatan masih kosong.")
    return CaseNote.objects.create(
        case=case,
        author_id=_person(actor),
        text=text.strip()[:4000],
        shown_to_applicant=False,
        written_at=now,
    )


def _announce_fee(case: Case, amount: int, actor: Actor, now: datetime) -> None:
    event = events.FeeRecorded(
        subject=Ref(case.ref),
        service=Code(case.service),
        agency=Code(case.agency.code),
        amount=amount,
    )
    book.record(event, actor=actor, at=now)


def _person(actor: Actor) -> int:
    if actor.person_id is None:
        raise NotAllowed
    return actor.person_id


def _visible(number: str, actor: Actor, permission: str) -> Case:
    found = access.visible_to(actor).select_related("agency").filter(number=number).first()
    if found is None:
        raise NotFound
    if not actor.may(permission, found.agency.path):
        raise NotAllowed
    return found
