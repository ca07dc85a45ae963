"""Drafting a letter: the next number of its register is taken in the caller's transaction."""

import hashlib
import secrets
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from pendopo.domains.documents import events, models, rules
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import DomainError
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.ledger import book


class NumberWouldGoBack(DomainError):
    """The register already holds a number with a later date."""

    sentence = (
        "Tanggal surat lebih awal daripada nomor terakhir di register. "
        "Pakai tanggal hari ini, lalu ulangi."
    )


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """The top of the page: who writes, and the place named before the date."""

    government: str
    office: str
    address: str
    contact: str = ""
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class Signatory:
    """The officer whose name stands below the letter, as printed there."""

    ref: str
    name: str
    title: str
    capacity: rules.Capacity = rules.Capacity.DEFINITIVE
    rank: str = ""
    nip: str = ""


@dataclass(frozen=True, kw_only=True)
class LetterOrder:
    """Everything a letter needs, from the domain that decided.

    `unit` is the agency's path, `agency` its code; `content` is what the template reads as
    `content`; `holder_masked` is the name as the public verify page may show it.
    """

    kind: str
    title: str
    template_source: str
    template_version: str
    content: dict[str, Any]
    subject: str
    agency: str
    unit: str
    numbering: rules.Numbering
    letterhead: Letterhead
    signatory: Signatory
    document_date: date
    valid_until: date | None = None
    holder: str = ""
    holder_masked: str = ""
    permission: str = field(default="documents.sign")


@transaction.atomic
def draft(*, order: LetterOrder, actor: Actor, now: datetime) -> models.Letter:
    """Write down a letter and take its number; both vanish if the caller's decision fails.

    Raises NumberWouldGoBack, rules.BadNumbering.
    """
    letter = _write(order, now)
    entry = _take_number(order, letter, now)
    book.record(
        events.LetterNumbered(
            subject=Ref(letter.subject),
            letter=Ref(letter.ref),
            kind=Code(letter.kind),
            agency=Code(letter.agency),
            number=Code(entry.number),
            seq=entry.seq,
            document_date=entry.document_date,
        ),
        actor=actor,
        at=now,
    )
    return letter


def _write(order: LetterOrder, now: datetime) -> models.Letter:
    token = secrets.token_urlsafe(32)
    return models.Letter.objects.create(
        kind=order.kind,
        title=order.title,
        template=_template(order),
        data={
            "letterhead": asdict(order.letterhead),
            "signatory": asdict(order.signatory),
            "content": order.content,
        },
        subject=order.subject,
        holder=order.holder,
        holder_masked=order.holder_masked,
        agency=order.agency,
        unit=order.unit,
        permission=order.permission,
        document_date=order.document_date,
        valid_until=order.valid_until,
        created_at=now,
        token_hash=models.token_hash(token),
        token_sealed=token,
        signer=order.signatory.ref,
        capacity=order.signatory.capacity,
    )


def _template(order: LetterOrder) -> models.Template:
    digest = hashlib.sha256(order.template_source.encode()).hexdigest()
    template, _ = models.Template.objects.get_or_create(
        digest=digest,
        defaults={"version": order.template_version, "source": order.template_source},
    )
    return template


def _take_number(order: LetterOrder, letter: models.Letter, now: datetime) -> models.RegisterEntry:
    series = _locked_series(order)
    if series.last_date and order.document_date < series.last_date:
        raise NumberWouldGoBack
    series.last_seq += 1
    series.last_date = order.document_date
    series.save(update_fields=["last_seq", "last_date"])
    return models.RegisterEntry.objects.create(
        series=series,
        seq=series.last_seq,
        number=order.numbering.write(seq=series.last_seq, on=order.document_date),
        letter=letter,
        document_date=order.document_date,
        number_issued_at=now,
    )


def _locked_series(order: LetterOrder) -> models.Series:
    scope = {
        "agency": order.agency,
        "family": order.numbering.family,
        "year": order.document_date.year,
    }
    models.Series.objects.get_or_create(**scope)
    # SQLite ignores the row lock; there BEGIN IMMEDIATE already let only one writer in.
    return models.Series.objects.select_for_update().get(**scope)
