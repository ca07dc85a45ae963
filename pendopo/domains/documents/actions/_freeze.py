"""Fix the bytes of a letter once, outside any transaction, so that the signer sees what is signed."""

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from pendopo.domains.documents import events, models, queries, rules
from pendopo.domains.documents.actions import _draft
from pendopo.domains.documents.ports import signing, typesetting
from pendopo.domains.documents.schema import SHEET, LetterSheet
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import DomainError
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.files import store
from pendopo.kernel.files.models import StoredFile
from pendopo.kernel.ledger import book
from pendopo.kernel.privacy.classes import DataClass
from pendopo.shell import formats

log = logging.getLogger(__name__)


class LetterIsClosed(DomainError):
    """The letter is signed, void or ended, so this step is over."""

    sentence = "Surat ini tidak lagi menunggu tanda tangan. Muat ulang halamannya."


def freeze(*, letter: models.Letter, now: datetime) -> models.Letter:
    """Set the PDF and fix its bytes and SHA-256; of two callers one wins and both see the result.

    Raises LetterIsClosed, typesetting.TemplateBroken.
    """
    if letter.state == models.LetterState.FROZEN:
        return letter
    if letter.state != models.LetterState.DRAFTED:
        raise LetterIsClosed
    simulation = signing.service().simulation
    pdf = render(letter, simulation=simulation)
    if _fix(letter, prepare_pdf(letter, pdf, now), simulation=simulation):
        return letter
    letter.refresh_from_db()
    return freeze(letter=letter, now=now)


@transaction.atomic
def readdress(
    *, letter: models.Letter, signatory: rules.Signatory, actor: Actor, now: datetime
) -> models.Letter:
    """Let another officer (or capacity) sign an unsigned letter; the number stays.

    The bytes frozen so far are forgotten: nobody signed them. Raises LetterIsClosed.
    """
    locked = models.Letter.objects.select_for_update().waiting().filter(pk=letter.pk).first()
    if locked is None:
        raise LetterIsClosed
    old = locked.frozen_file
    locked.data = {**locked.data, "signatory": _draft.signing_data(signatory)}
    locked.signer, locked.capacity = signatory.ref, signatory.capacity
    locked.state, locked.frozen_file, locked.frozen_sha256 = models.LetterState.DRAFTED, None, ""
    locked.save()
    if old is not None:
        store.remove(old)
    book.record(
        events.LetterReaddressed(
            subject=Ref(locked.subject),
            letter=Ref(locked.ref),
            number=Code(locked.number),
            signer=Ref(signatory.ref),
            capacity=Code(signatory.capacity),
        ),
        actor=actor,
        at=now,
    )
    return locked


def render(letter: models.Letter, *, simulation: bool) -> bytes:
    """Return the unsigned PDF of a letter; the same letter gives the same bytes."""
    return typesetting.typeset(
        template=letter.template.source,
        base=letter.sheet.files[SHEET],
        letter=_page_data(letter, simulation=simulation),
        at=letter.created_at,
    )


def pdf_of(letter: models.Letter) -> bytes:
    """Return the letter as it stands: signed, else frozen, else set now and kept nowhere."""
    kept = queries.file_of(letter)
    return kept if kept is not None else render(letter, simulation=True)


def freeze_drafted(*, now: datetime, limit: int = 50) -> int:
    """Freeze letters that wait for it, so that trays open at once; return how many.

    A letter whose template is broken waits and does not hold up the others.
    """
    frozen = 0
    for letter in queries.drafted(limit=limit):
        try:
            freeze(letter=letter, now=now)
            frozen += 1
        except DomainError as refusal:
            log.warning("%s was not frozen: %s", letter.ref, refusal.code)
    return frozen


def prepare_pdf(letter: models.Letter, pdf: bytes, now: datetime) -> StoredFile:
    """Write a PDF of this letter to disk; its row is saved where the letter changes."""
    return store.prepare(
        pdf,
        name=letter.number.replace("/", "-"),
        media_type=store.PDF,
        owner="system:documents",
        subject=letter.ref,
        data_class=DataClass.DOCUMENT,
        now=now,
    )


@transaction.atomic(durable=True)
def _fix(letter: models.Letter, stored: StoredFile, *, simulation: bool) -> bool:
    """Freeze the letter; False where somebody else just did, or named another signer."""
    fixed = {
        "state": models.LetterState.FROZEN,
        "frozen_file": stored,
        "frozen_sha256": stored.sha256,
        "simulation": simulation,
    }
    stored.save(force_insert=True)
    drafted = models.Letter.objects.filter(
        pk=letter.pk, state=models.LetterState.DRAFTED, signer=letter.signer
    )
    if not drafted.update(**fixed):
        stored.delete()
        return False
    for name, value in fixed.items():
        setattr(letter, name, value)
    return True


def _sheet(letter: models.Letter) -> LetterSheet:
    data = letter.sheet.data
    if not isinstance(data, LetterSheet):
        raise typesetting.TemplateBroken(reason="sheet")
    return data


def _page_data(letter: models.Letter, *, simulation: bool) -> dict[str, Any]:
    sheet = _sheet(letter)
    address = f"{settings.PUBLIC_ADDRESS}/v/{letter.token}"
    return {
        **letter.data,
        "title": letter.title,
        "number": letter.number,
        "date": formats.day(letter.document_date),
        "valid_until": formats.day(letter.valid_until) if letter.valid_until else "",
        "paper": sheet.paper,
        "footer": sheet.footer_simulation if simulation else sheet.footer,
        "simulation": simulation,
        "verify": {"address": address, "qr": typesetting.qr_svg(address)},
    }
