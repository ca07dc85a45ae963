"""Small acts at the desk: hand over a case, record a fee, leave a note for colleagues."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from pendopo.domains.cases import access, events
from pendopo.domains.cases.models import Case, CaseNote, FeeReceipt
from pendopo.domains.people import queries as people
from pendopo.kernel.access import limits
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import BadInput, DomainError, NotAllowed, NotFound
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.ledger import book
from pendopo.kernel.privacy.classes import DataClass
from pendopo.kernel.privacy.models import Reveal
from pendopo.shell import government

HOUR = timedelta(hours=1)
LOOKS_AN_HOUR = 120
WHY = "pemeriksaan-berkas"
"""A reason of people's list: the only one for which a case's numbers are looked at."""


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


@transaction.atomic
def reveal_numbers(*, number: str, actor: Actor, now: datetime) -> Case:
    """Note that an officer looks at the whole NIK and KK of a case; the applicant can read that.

    Raises NotFound, NotAllowed, limits.TooMany.
    """
    case = _seen(number, actor)
    if not any(actor.may(one, case.agency.path) for one in ("cases.check", "cases.decide")):
        raise NotAllowed
    limits.spend("cases.reveal", actor.ref, limit=LOOKS_AN_HOUR, window=HOUR, now=now)
    Reveal.objects.create(
        subject=case.applicant.ref, by=actor.ref, data_class=DataClass.NIK, reason=WHY, at=now
    )
    event = events.NumbersRevealed(
        subject=Ref(case.ref), service=Code(case.service), agency=Code(case.agency.code)
    )
    book.record(event, actor=actor, at=now)
    return case


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
    found = _seen(number, actor)
    if not actor.may(permission, found.agency.path):
        raise NotAllowed
    return found


def _seen(number: str, actor: Actor) -> Case:
    found = access.visible_to(actor).with_relations().filter(number=number).first()
    if found is None:
        raise NotFound
    return found
