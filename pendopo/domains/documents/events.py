"""What documents announce. The subject is the letter's own subject (a case); `letter` names it."""

from dataclasses import dataclass
from datetime import date

from pendopo.kernel.events import Code, Event, Ref


@dataclass(frozen=True, kw_only=True)
class LetterNumbered(Event, name="documents.letter_numbered", label="Nomor surat diambil"):
    """A decision took the next number of its register; the signature is awaited."""

    letter: Ref
    kind: Code
    agency: Code
    number: Code
    seq: int
    document_date: date


@dataclass(frozen=True, kw_only=True)
class LetterSigned(
    Event, name="documents.letter_signed", label="Surat ditandatangani", public=True
):
    """A letter was signed and is in force; `capacity` is one of rules.Capacity."""

    letter: Ref
    kind: Code
    agency: Code
    number: Code
    signer: Ref
    capacity: Code
    sha256: Code | None
    simulation: bool


@dataclass(frozen=True, kw_only=True)
class LetterRevoked(Event, name="documents.letter_revoked", label="Surat dicabut", public=True):
    """A signed letter lost its force; the reason's words stay with the letter."""

    letter: Ref
    kind: Code
    number: Code
    reason: Code


@dataclass(frozen=True, kw_only=True)
class LetterCorrected(Event, name="documents.letter_corrected", label="Surat diganti", public=True):
    """A signed letter was replaced by another one with a number of its own."""

    letter: Ref
    kind: Code
    number: Code
    replacement: Ref


@dataclass(frozen=True, kw_only=True)
class NumberVoided(Event, name="documents.number_voided", label="Nomor surat dibatalkan"):
    """A number that was never signed stays in the register, void, with its reason."""

    letter: Ref
    number: Code
    reason: Code


@dataclass(frozen=True, kw_only=True)
class LetterReaddressed(
    Event, name="documents.letter_readdressed", label="Penanda tangan surat diganti"
):
    """An unsigned letter waits for another officer; its number stays."""

    letter: Ref
    number: Code
    signer: Ref
    capacity: Code
