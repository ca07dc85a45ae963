"""Signing a selected batch in the request: no transaction is open while the service works."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from pendopo.domains.documents import access, events, models
from pendopo.domains.documents.actions import _freeze
from pendopo.domains.documents.ports import signing
from pendopo.domains.people import queries as people
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.files import store
from pendopo.kernel.files.models import StoredFile
from pendopo.kernel.ledger import book
from pendopo.shell import government

MAX_BATCH = 50


class TooManyLetters(DomainError):
    """More letters than one request signs."""

    status = 422
    sentence = f"Pilih paling banyak {MAX_BATCH} surat, tanda tangani, lalu lanjutkan sisanya."


class LetterChanged(DomainError):
    """The letter is no longer the one whose hash the signer saw."""

    sentence = "Isi surat ini berubah sejak Anda melihatnya. Buka lagi, baca, lalu tanda tangani."


class OtherService(DomainError):
    """The page was set for the sandbox and the real service would sign it, or the reverse."""

    sentence = (
        "Surat ini disusun untuk layanan tanda tangan lain. Perbarui dahulu di halaman surat."
    )


@dataclass(frozen=True)
class Pick:
    """A letter that the signer chose, and the SHA-256 of the bytes that were shown."""

    ref: str
    sha256: str


@dataclass(frozen=True)
class Outcome:
    """What became of one letter; `is_signed` False means it keeps waiting under its number."""

    ref: str
    number: str
    is_signed: bool
    sentence: str


def sign_many(
    *, picks: Sequence[Pick], passphrase: signing.Passphrase, actor: Actor, now: datetime
) -> list[Outcome]:
    """Sign the chosen letters with one passphrase; each has its own result.

    Call it outside a transaction. A letter that is refused keeps its number and waits; signing
    again what is already signed says so and changes nothing. Raises TooManyLetters.
    """
    if len(picks) > MAX_BATCH:
        raise TooManyLetters
    return list(_Batch(passphrase, actor, now).run(picks))


class _Batch:
    """One post of the signing form: the certificate is opened once, and closed with it."""

    def __init__(self, passphrase: signing.Passphrase, actor: Actor, now: datetime) -> None:
        self.passphrase, self.actor, self.now = passphrase, actor, now
        self.service = signing.service()
        self.authority = access.Authority(actor, government.local_date(now))
        self.pen: signing.Pen | None = None
        self.broken: DomainError | None = None

    def run(self, picks: Sequence[Pick]) -> Iterator[Outcome]:
        for pick in picks:
            rows = models.Letter.objects.select_related("entry", "frozen_file", "replaces")
            yield self._try(rows.filter(ref=pick.ref).first(), pick)

    def _try(self, letter: models.Letter | None, pick: Pick) -> Outcome:
        number = letter.number if letter else ""
        try:
            return Outcome(pick.ref, number, True, self._sign(letter, pick))  # noqa: FBT003
        except DomainError as refusal:
            return Outcome(pick.ref, number, False, refusal.sentence)  # noqa: FBT003

    def _sign(self, letter: models.Letter | None, pick: Pick) -> str:
        if letter is None:
            raise NotFound
        self.authority.require(letter)
        if letter.state == models.LetterState.SIGNED and letter.frozen_sha256 == pick.sha256:
            return "Sudah ditandatangani sebelumnya."
        frozen = self._frozen_bytes(letter, pick)
        signed = self._call(frozen)
        _settle(letter, _freeze.prepare_pdf(letter, signed, self.now), self.actor, self.now)
        return "Ditandatangani."

    def _frozen_bytes(self, letter: models.Letter, pick: Pick) -> bytes:
        if letter.state != models.LetterState.FROZEN or letter.frozen_file is None:
            raise _freeze.LetterIsClosed
        if letter.frozen_sha256 != pick.sha256:
            raise LetterChanged
        if letter.simulation != self.service.simulation:
            raise OtherService
        data = store.read(letter.frozen_file)
        if hashlib.sha256(data).hexdigest() != pick.sha256:
            raise LetterChanged
        return data

    def _call(self, frozen: bytes) -> bytes:
        if self.broken:
            raise self.broken
        try:
            self.pen = self.pen or self.service.unlock(self._signer(), self.passphrase, self.now)
            return _signed(self.pen, frozen)
        except signing.SigningFailed as failure:
            self.broken = _NotTried(failure) if failure.ends_batch else None
            raise

    def _signer(self) -> signing.Signer:
        """Name the signer; only a real service needs the NIK, so the sandbox never sees one."""
        signer = signing.Signer(ref=self.actor.ref, name=self.actor.name)
        if self.service.simulation:
            return signer
        nik = people.known_nik(people.person(self.actor.ref))
        return replace(signer, nik=signing.Passphrase(nik) if nik else None)


class _NotTried(DomainError):
    """The service failed on an earlier letter of the batch."""

    def __init__(self, failure: signing.SigningFailed) -> None:
        super().__init__(f"Belum dicoba. {failure.sentence}")


def _signed(pen: signing.Pen, frozen: bytes) -> bytes:
    """Sign, and see that the answer is the frozen file with something appended, nothing else."""
    signed = pen.sign(frozen)
    if len(signed) <= len(frozen) or not signed.startswith(frozen):
        raise signing.SignedSomethingElse
    return signed


@transaction.atomic(durable=True)
def _settle(letter: models.Letter, stored: StoredFile, actor: Actor, now: datetime) -> None:
    stored.save(force_insert=True)
    changed = models.Letter.objects.filter(
        pk=letter.pk,
        state=models.LetterState.FROZEN,
        frozen_sha256=letter.frozen_sha256,
        signer=actor.ref,
    ).update(
        state=models.LetterState.SIGNED,
        signed_file=stored,
        signed_sha256=stored.sha256,
        signed_at=now,
    )
    if not changed:
        raise LetterChanged
    announce_signed(letter, sha256=stored.sha256, actor=actor, now=now)


def announce_signed(letter: models.Letter, *, sha256: str, actor: Actor, now: datetime) -> None:
    """Issue the number, retire the letter that this one replaces, and tell the ledger."""
    models.RegisterEntry.objects.filter(letter=letter).update(state=models.EntryState.ISSUED)
    _retire_replaced(letter, actor, now)
    book.record(
        events.LetterSigned(
            subject=Ref(letter.subject),
            letter=Ref(letter.ref),
            kind=Code(letter.kind),
            agency=Code(letter.agency),
            number=Code(letter.number),
            signer=Ref(letter.signer),
            capacity=Code(letter.capacity),
            sha256=Code(sha256) if sha256 else None,
            simulation=letter.simulation,
        ),
        actor=actor,
        at=now,
    )


def _retire_replaced(letter: models.Letter, actor: Actor, now: datetime) -> None:
    # Named when this letter was drafted; nothing but voiding this letter takes it back.
    if not hasattr(letter, "replaces"):
        return
    old = models.Letter.objects.select_for_update().filter(
        replaced_by=letter, state=models.LetterState.SIGNED
    )
    for replaced in old:
        replaced.state, replaced.ended_at = models.LetterState.CORRECTED, now
        replaced.save(update_fields=["state", "ended_at"])
        book.record(
            events.LetterCorrected(
                subject=Ref(replaced.subject),
                letter=Ref(replaced.ref),
                kind=Code(replaced.kind),
                number=Code(replaced.number),
                replacement=Ref(letter.ref),
            ),
            actor=actor,
            at=now,
        )
