"""The rules of people, pure: numbers, effective dates, the tree of agencies, recycled phones."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pendopo.kernel.errors import BadInput
from pendopo.kernel.sentences import Filled

PHONE_REST = timedelta(days=30)
"""How long a number may be silent before its code alone is not believed any more. Operators give
a number that expired to somebody else; our caution, no regulation sets it."""

KBLI_MOST = 10

AN_PERMISSIONS = frozenset({"documents.sign"})
"""Who signs "a.n." only signs: the decision stays with the holder of the post."""

REVEAL_REASONS = {
    "pemeriksaan-berkas": "Memeriksa berkas permohonan",
    "perbaikan-data": "Memperbaiki data atas permintaan yang bersangkutan",
    "tanda-tangan-elektronik": "Menerbitkan surat bertanda tangan elektronik",
    "permintaan-penegak-hukum": "Permintaan tertulis penegak hukum",
}


MANDATE_PROOFS = {
    "akta-kelahiran": "Akta kelahiran",
    "kartu-keluarga": "Kartu keluarga",
    "penetapan-pengadilan": "Penetapan pengadilan",
    "surat-kuasa": "Surat kuasa",
    "nib": "NIB",
    "akta-usaha": "Akta pendirian atau surat usaha",
}
"""What shows that somebody may act for another; the ledger keeps which one an officer saw."""

WARD_PROOFS = ("akta-kelahiran", "kartu-keluarga", "penetapan-pengadilan")


@dataclass(frozen=True)
class Contact:
    """Where somebody can be reached: kind "email" or "phone", and the address in its one form."""

    kind: str
    value: str


class BadNik(BadInput):
    """What was typed cannot be a NIK."""


class BadPhone(BadInput):
    """What was typed is no Indonesian mobile number."""

    sentence = "Nomor HP belum benar. Contoh: 0812 3456 7890."


class BadNib(BadInput):
    """OSS gives 13 digits."""

    sentence = "NIB harus 13 angka. Lihat NIB di akun OSS."


class BadKbli(BadInput):
    """A KBLI code has five digits."""

    sentence = "Kode KBLI terdiri dari 5 angka, paling banyak 10 kode. Contoh: 47112, 56102."


def clean_nik(text: str) -> str:
    """Return the 16 digits. Raises BadNik with a sentence that says what to change.

    Only the shape is judged. The digits name the place of first registration and a birth date
    that may have been corrected since, so nothing is derived from them.
    """
    digits = re.sub(r"[\s.\-]", "", text)
    if not (digits.isascii() and digits.isdigit()):
        raise BadNik("NIK hanya berisi angka. Periksa kembali NIK di KTP.")
    if len(digits) != 16:
        typed = len(digits)
        raise BadNik(Filled("NIK harus 16 angka. Yang terisi {typed} angka.", typed=typed))
    if not _plausible_area(digits[:6]) or not _plausible_date(digits[6:12]):
        raise BadNik("Susunan NIK ini tidak mungkin. Cocokkan angkanya dengan KTP.")
    if digits[12:] == "0000":
        raise BadNik("Empat angka terakhir NIK tidak mungkin 0000. Cocokkan dengan KTP.")
    return digits


def clean_phone(text: str) -> str:
    """Return a mobile number as +62…; raises BadPhone."""
    # The library compiles some two hundred patterns, a quarter of the start of every process.
    from lokal import parse_phone

    found = parse_phone(text)
    if not found.valid or found.type != "mobile" or not found.e164:
        raise BadPhone
    return found.e164


def clean_nib(text: str) -> str:
    """Return the 13 digits that OSS gave, or empty; raises BadNib."""
    digits = re.sub(r"[\s.\-]", "", text)
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) == 13):
        raise BadNib
    return digits


def clean_kbli(codes: Iterable[str]) -> list[str]:
    """Return the five-digit codes of a business, each once; raises BadKbli."""
    kept = list(dict.fromkeys(codes))
    if any(not re.fullmatch(r"[0-9]{5}", code) for code in kept) or len(kept) > KBLI_MOST:
        raise BadKbli
    return kept


def phone_code_is_enough(*, proven_at: datetime | None, device_known: bool, now: datetime) -> bool:
    """Tell whether a code sent to the phone may open the account without a second proof.

    Numbers are recycled: today's owner may be a stranger. On a browser where the account was
    open before, or while the number answered lately, the code is enough; else ask for an e-mail
    code, a recovery code, or a visit to the counter.
    """
    if device_known:
        return True
    return proven_at is not None and now - proven_at <= PHONE_REST


def holds_on(
    day: date, *, starts_on: date, ends_on: date | None, revoked_on: date | None = None
) -> bool:
    """Tell whether something with effective dates holds on a day; both ends count."""
    if day < starts_on or (ends_on is not None and day > ends_on):
        return False
    return revoked_on is None or day < revoked_on


def path_below(parent: str, code: str) -> str:
    """Return the path of an agency: "/kecamatan-talawi/" + "kelurahan-x"."""
    return f"{parent}{code}/"


def upwards(path: str) -> list[str]:
    """Return the agency and all above it, nearest first, the whole government ("/") last."""
    parts = [part for part in path.split("/") if part]
    return ["/" + "".join(f"{p}/" for p in parts[:count]) for count in range(len(parts), -1, -1)]


def _plausible_area(digits: str) -> bool:
    province, regency, district = digits[:2], digits[2:4], digits[4:]
    return province >= "11" and regency != "00" and district != "00"


def _plausible_date(digits: str) -> bool:
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    day = day - 40 if day > 40 else day
    return any(_is_date(century + year, month, day) for century in (1900, 2000))


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
