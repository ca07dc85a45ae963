"""Numbers, reasons and masks of letters, as pure functions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from pendopo.kernel.errors import DomainError

_TOKEN = re.compile(r"\{(class|seq|unit|roman_month|year)(?::0([1-9]))?\}")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,79}")


class Capacity(StrEnum):
    """In what quality an officer signs; the word before the post's name on the letter."""

    DEFINITIVE = "definitive"
    PLT = "plt"
    PLH = "plh"
    AN = "an"

    @property
    def prefix(self) -> str:
        """Return "", "Plt.", "Plh." or "a.n."."""
        return _PREFIXES[self]


_PREFIXES = {
    Capacity.DEFINITIVE: "",
    Capacity.PLT: "Plt.",
    Capacity.PLH: "Plh.",
    Capacity.AN: "a.n.",
}


def capacity(prefix: str) -> Capacity:
    """Return the capacity that a prefix stands for. Raises KeyError for an unknown one."""
    return {written: kind for kind, written in _PREFIXES.items()}[prefix]


class RevocationReason(StrEnum):
    """Why a signed letter loses its force."""

    WRONG_DATA = "wrong-data"
    FALSE_STATEMENT = "false-statement"
    COURT_ORDER = "court-order"
    REQUESTED = "requested-by-holder"
    OTHER = "other"


class VoidReason(StrEnum):
    """Why a number was never used."""

    DECISION_WITHDRAWN = "decision-withdrawn"
    WRONG_DATA = "wrong-data"
    WRONG_SIGNER = "wrong-signer"
    OTHER = "other"


REASON_LABELS: Mapping[str, str] = {
    RevocationReason.WRONG_DATA: "Data surat keliru",
    RevocationReason.FALSE_STATEMENT: "Keterangan pemohon tidak benar",
    RevocationReason.COURT_ORDER: "Putusan pengadilan",
    RevocationReason.REQUESTED: "Permintaan pemegang surat",
    RevocationReason.OTHER: "Sebab lain",
}
VOID_LABELS: Mapping[str, str] = {
    VoidReason.DECISION_WITHDRAWN: "Keputusan ditarik sebelum ditandatangani",
    VoidReason.WRONG_DATA: "Data surat keliru",
    VoidReason.WRONG_SIGNER: "Penanda tangan keliru",
    VoidReason.OTHER: "Sebab lain",
}


class BadNumbering(DomainError):
    """The number template of this kind of letter cannot be used."""

    status = 422
    sentence = "Pola nomor surat belum benar. Hubungi pengelola layanan."


@dataclass(frozen=True, kw_only=True)
class Numbering:
    """How a kind of letter is numbered: "{class}/{seq:04}/{unit}/{year}".

    One series counts per agency, `family` and year; Permendagri 83/2022 fixes the
    classification code, not the order of the parts.
    """

    template: str
    class_code: str
    unit_code: str
    family: str = "surat"

    def __post_init__(self) -> None:
        """Refuse a template without a counter, with an unknown token, or with odd signs."""
        if "{seq" not in self.template or set("{}") & set(_TOKEN.sub("", self.template)):
            raise BadNumbering(template=self.template)

    def write(self, *, seq: int, on: date) -> str:
        """Return the number: "500.3/0123/KEC-TLW/2026"."""
        parts = {
            "class": self.class_code,
            "seq": str(seq),
            "unit": self.unit_code,
            "roman_month": _ROMAN[on.month - 1],
            "year": str(on.year),
        }
        number = _TOKEN.sub(lambda token: parts[token[1]].zfill(int(token[2] or 0)), self.template)
        if not _NUMBER.fullmatch(number):
            raise BadNumbering(template=self.template)
        return number


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
    """The officer whose name stands below the letter, as printed there.

    `own_title` is the signer's own post, printed below the line of one who signs "a.n.".
    """

    ref: str
    name: str
    title: str
    capacity: Capacity = Capacity.DEFINITIVE
    own_title: str = ""
    rank: str = ""
    nip: str = ""


@dataclass(frozen=True, kw_only=True)
class LetterOrder:
    """Everything a letter needs, from the domain that decided.

    `unit` is the agency's path and `agency` its code; `content` is what the template reads as
    `letter.content`; `holder_masked` is the name as the public verify page may show it.
    """

    kind: str
    title: str
    template_source: str
    template_version: str
    content: Mapping[str, Any]
    subject: str
    agency: str
    unit: str
    numbering: Numbering
    letterhead: Letterhead
    signatory: Signatory
    document_date: date
    valid_until: date | None = None
    holder: str = ""
    holder_masked: str = ""
    permission: str = "documents.sign"


class Verdict(StrEnum):
    """What the public page says of a letter."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    CORRECTED = "corrected"
    UNSIGNED = "unsigned"
    UNKNOWN = "unknown"


_VERDICT_OF_STATE = {
    "signed": Verdict.VALID,
    "revoked": Verdict.REVOKED,
    "corrected": Verdict.CORRECTED,
    "drafted": Verdict.UNSIGNED,
    "frozen": Verdict.UNSIGNED,
}


def verdict(state: str, *, valid_until: date | None, today: date) -> Verdict:
    """Return what to say of a letter in this state; a void one never was a letter."""
    said = _VERDICT_OF_STATE.get(state, Verdict.UNKNOWN)
    expired = valid_until is not None and valid_until < today
    return Verdict.EXPIRED if said == Verdict.VALID and expired else said
