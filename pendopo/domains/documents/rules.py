"""Numbers, reasons and masks of letters, as pure functions."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pendopo.kernel.errors import DomainError

_TOKEN = re.compile(r"\{(class|seq|unit|roman_month|year)(?::0([1-9]))?\}")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,79}")


class Capacity(StrEnum):
    """In what quality an officer signs; the word before the post's name on the letter."""

    DEFINITIVE = "definitive"
    PLT = "plt"
    PLH = "plh"

    @property
    def prefix(self) -> str:
        """Return "", "Plt." or "Plh."."""
        return {"plt": "Plt.", "plh": "Plh."}.get(self.value, "")


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


REASON_LABELS = {
    RevocationReason.WRONG_DATA: "Data surat keliru",
    RevocationReason.FALSE_STATEMENT: "Keterangan pemohon tidak benar",
    RevocationReason.COURT_ORDER: "Putusan pengadilan",
    RevocationReason.REQUESTED: "Permintaan pemegang surat",
    RevocationReason.OTHER: "Sebab lain",
}
VOID_LABELS = {
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
