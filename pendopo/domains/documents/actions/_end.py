"""How letters end: revoked, corrected by another letter, or void before they began."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from pendopo.domains.documents import access, events, models, rules
from pendopo.domains.documents.actions import _draft, _freeze
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import BadInput, DomainError
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.ledger import book
from pendopo.shell import government


class NotInForce(DomainError):
    """Only a signed letter can be revoked or corrected."""

    sentence = "Surat ini tidak sedang berlaku, jadi tidak dapat dicabut atau diganti."


class AlreadyBeingCorrected(DomainError):
    """A replacement waits for its signature."""

    sentence = "Pengganti surat ini sudah disiapkan dan menunggu tanda tangan."


class OtherFields(BadInput):
    """A correction changes answers; it does not invent or drop any."""

    sentence = "Isian koreksi tidak sesuai dengan surat asalnya. Muat ulang halamannya."


@transaction.atomic
def revoke(
    *,
    letter: models.Letter,
    reason: rules.RevocationReason,
    note: str,
    actor: Actor,
    now: datetime,
) -> models.Letter:
    """Take a signed letter out of force; the public page says so at once.

    `note` stays encrypted with the letter and never enters the ledger. Raises NotInForce.
    """
    access.require_end(letter, actor)
    locked = _locked(letter, models.LetterState.SIGNED)
    if locked is None:
        raise NotInForce
    _end(locked, models.LetterState.REVOKED, reason, note, now)
    book.record(
        events.LetterRevoked(
            subject=Ref(locked.subject),
            letter=Ref(locked.ref),
            kind=Code(locked.kind),
            number=Code(locked.number),
            reason=Code(reason),
        ),
        actor=actor,
        at=now,
    )
    return locked


@transaction.atomic
def correct(
    *,
    letter: models.Letter,
    content: dict[str, Any],
    signatory: rules.Signatory,
    note: str,
    actor: Actor,
    now: datetime,
) -> models.Letter:
    """Draft a letter with corrected content; when it is signed, it takes the place of this one.

    Until then the old one stays in force: a holder is never left without a letter because an
    officer has not signed yet. Raises NotInForce, AlreadyBeingCorrected, OtherFields.
    """
    access.require_end(letter, actor)
    locked = _locked(letter, models.LetterState.SIGNED)
    if locked is None:
        raise NotInForce
    if locked.replaced_by_id is not None:
        raise AlreadyBeingCorrected
    if set(content) != set(locked.data["content"]):
        raise OtherFields
    order = _order_like(locked, content, signatory, government.local_date(now))
    locked.replaced_by = _draft.draft(order=order, actor=actor, now=now)
    locked.ended_note = note
    locked.save(update_fields=["replaced_by", "ended_note"])
    return locked.replaced_by


@transaction.atomic
def void(
    *, letter: models.Letter, reason: rules.VoidReason, note: str, actor: Actor, now: datetime
) -> models.Letter:
    """Give up a number that was never signed; it stays in the register with its reason.

    Raises LetterIsClosed.
    """
    access.require_end(letter, actor)
    locked = _locked(letter, models.LetterState.DRAFTED, models.LetterState.FROZEN)
    if locked is None:
        raise _freeze.LetterIsClosed
    _end(locked, models.LetterState.VOID, reason, note, now)
    models.RegisterEntry.objects.filter(letter=locked).update(
        state=models.EntryState.VOID, reason=reason
    )
    models.Letter.objects.filter(replaced_by=locked).update(replaced_by=None)
    book.record(
        events.NumberVoided(
            subject=Ref(locked.subject),
            letter=Ref(locked.ref),
            number=Code(locked.number),
            reason=Code(reason),
        ),
        actor=actor,
        at=now,
    )
    return locked


def _locked(letter: models.Letter, *states: models.LetterState) -> models.Letter | None:
    rows = models.Letter.objects.select_for_update().filter(pk=letter.pk, state__in=states)
    return rows.first()


def _end(
    letter: models.Letter, state: models.LetterState, reason: str, note: str, now: datetime
) -> None:
    letter.state, letter.ended_at = state, now
    letter.ended_reason, letter.ended_note = reason, note
    letter.save(update_fields=["state", "ended_at", "ended_reason", "ended_note"])


def _order_like(
    letter: models.Letter, content: dict[str, Any], signatory: rules.Signatory, today: date
) -> rules.LetterOrder:
    return rules.LetterOrder(
        kind=letter.kind,
        title=letter.title,
        template_source=letter.template.source,
        template_version=letter.template.version,
        content=content,
        subject=letter.subject,
        agency=letter.agency,
        unit=letter.unit,
        numbering=rules.Numbering(**letter.numbering),
        letterhead=rules.Letterhead(**letter.data["letterhead"]),
        signatory=signatory,
        document_date=today,
        valid_until=letter.valid_until,
        holder=letter.holder,
        holder_masked=letter.holder_masked,
        permission=letter.permission,
    )
