"""Drafting a letter: the next number of its register is taken in the caller's transaction."""

import hashlib
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction

from pendopo.domains.documents import events, models, rules
from pendopo.kernel.actor import Actor
from pendopo.kernel.content import library
from pendopo.kernel.errors import DomainError
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.ledger import book
from pendopo.kernel.search import index

SHEET = "dasar"


class NumberWouldGoBack(DomainError):
    """The register already holds a number with a later date."""

    sentence = (
        "Tanggal surat lebih awal daripada nomor terakhir di register. "
        "Pakai tanggal hari ini, lalu ulangi."
    )


@transaction.atomic
def draft(*, order: rules.LetterOrder, actor: Actor, now: datetime) -> models.Letter:
    """Write down a letter and take its number; both vanish if the caller's decision fails.

    Raises NumberWouldGoBack, rules.BadNumbering.
    """
    letter = _write(order, now)
    entry = _take_number(letter, order.numbering, now)
    index.put(letter.ref, kind="letter", text=entry.number, unit=letter.unit)
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


def signing_data(signatory: rules.Signatory) -> dict[str, str]:
    """Return the signing block as the template reads it."""
    return {**asdict(signatory), "prefix": signatory.capacity.prefix}


def _write(order: rules.LetterOrder, now: datetime) -> models.Letter:
    data: Any = {
        "letterhead": asdict(order.letterhead),
        "signatory": signing_data(order.signatory),
        "content": dict(order.content),
    }
    return models.Letter.objects.create(
        kind=order.kind,
        title=order.title,
        template=_template(order),
        sheet=library.current("letters", SHEET, on=order.document_date),
        data=data,
        numbering=asdict(order.numbering),
        subject=order.subject,
        holder=order.holder,
        holder_masked=order.holder_masked,
        agency=order.agency,
        unit=order.unit,
        permission=order.permission,
        document_date=order.document_date,
        valid_until=order.valid_until,
        created_at=now,
        signer=order.signatory.ref,
        capacity=order.signatory.capacity,
    )


def _template(order: rules.LetterOrder) -> models.Template:
    digest = hashlib.sha256(order.template_source.encode()).hexdigest()
    template, _ = models.Template.objects.get_or_create(
        digest=digest,
        defaults={"version": order.template_version, "source": order.template_source},
    )
    return template


def _take_number(
    letter: models.Letter, numbering: rules.Numbering, now: datetime
) -> models.RegisterEntry:
    series = _locked_series(letter.agency, numbering.family, letter.document_date)
    if series.last_date and letter.document_date < series.last_date:
        raise NumberWouldGoBack
    series.last_seq += 1
    series.last_date = letter.document_date
    series.save(update_fields=["last_seq", "last_date"])
    return models.RegisterEntry.objects.create(
        series=series,
        seq=series.last_seq,
        number=numbering.write(seq=series.last_seq, on=letter.document_date),
        letter=letter,
        document_date=letter.document_date,
        number_issued_at=now,
    )


def _locked_series(agency: str, family: str, day: date) -> models.Series:
    scope: dict[str, Any] = {"agency": agency, "family": family, "year": day.year}
    models.Series.objects.get_or_create(**scope)
    # SQLite ignores the row lock; there BEGIN IMMEDIATE already let only one writer in.
    return models.Series.objects.select_for_update().get(**scope)
