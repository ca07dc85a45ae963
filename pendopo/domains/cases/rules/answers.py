"""Read what a person typed into answers, or say in one sentence what is not right yet.

A sentence never blames: it says what is expected and what arrived. Nothing is guessed: a NIK
is checked for its shape only, and no birth date or sex is derived from it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pendopo.domains.cases.rules import conditions
from pendopo.domains.cases.schema import FieldType, FormField
from pendopo.kernel.sentences import Filled

MAX_TEXT = 200
MAX_LONG_TEXT = 4_000
MAX_AMOUNT = 10**15

Raw = Mapping[str, str | list[str]]


class Unfit(Exception):
    """The answer cannot be taken; the message is the sentence for the person."""


@dataclass(frozen=True)
class Reading:
    """What was understood, and a sentence for every field that was not."""

    answers: dict[str, Any]
    errors: dict[str, str]


def read(fields: list[FormField], raw: Raw, *, today: date, files: set[str]) -> Reading:
    """Read a whole form. `files` holds the codes of file fields that have a stored file."""
    understood = {field.code: _attempt(field, raw, today, files) for field in fields}
    values = {code: value for code, (value, _) in understood.items() if value is not None}
    shown = conditions.asked(fields, values)
    for code in _misplaced_villages(shown, values):
        understood[code] = (None, Filled("Pilih desa atau kelurahan yang ada di kecamatan itu."))
        del values[code]
    return Reading(
        answers={f.code: values[f.code] for f in shown if f.code in values},
        errors={f.code: understood[f.code][1] for f in shown if understood[f.code][1]},
    )


def _misplaced_villages(fields: list[FormField], values: Mapping[str, Any]) -> list[str]:
    """Return village fields whose village lies outside the district answered just before."""
    found: list[str] = []
    district = ""
    for field in fields:
        if field.type is FieldType.DISTRICT:
            district = values.get(field.code, "")
        village = values.get(field.code, "") if field.type is FieldType.VILLAGE else ""
        if village and district and not village.startswith(f"{district}."):
            found.append(field.code)
    return found


def _attempt(field: FormField, raw: Raw, today: date, files: set[str]) -> tuple[Any, str]:
    if field.type is FieldType.FILE:
        return _file(field, files)
    given = raw.get(field.code, "")
    texts = [_clean(item) for item in (given if isinstance(given, list) else [given])]
    texts = [text for text in texts if text]
    if not texts:
        return None, missing(field) if field.required else ""
    try:
        return _READERS[field.type](field, texts, today), ""
    except Unfit as refusal:
        return None, str(refusal)


def _file(field: FormField, files: set[str]) -> tuple[Any, str]:
    if field.code in files:
        return True, ""
    return None, missing(field) if field.required else ""


def _clean(text: str) -> str:
    # NUL cannot be stored by PostgreSQL; other controls only disturb readers.
    kept = "".join(c for c in text if c in "\n\t" or (ord(c) >= 32 and ord(c) != 127))
    return kept.encode("utf-8", "ignore").decode().strip()


def missing(field: FormField) -> str:
    """Return the sentence for an answer that is not there."""
    if field.type is FieldType.FILE:
        return Filled("Unggah {what}.", what=_lower(field.label))
    if field.type is FieldType.DECLARATION:
        return Filled("Beri tanda pada pernyataan ini untuk melanjutkan.")
    if field.type in {FieldType.CHOICE, FieldType.CHOICES, FieldType.YES_NO}:
        return Filled("Pilih {what}.", what=_lower(field.label))
    return Filled("Isi {what}.", what=_lower(field.label))


def _lower(label: str) -> str:
    first = label.split(" ", 1)[0]
    return label if first.isupper() else label[:1].lower() + label[1:]


def _text(field: FormField, texts: list[str], today: date) -> str:
    limit = field.max or (MAX_LONG_TEXT if field.type is FieldType.LONG_TEXT else MAX_TEXT)
    if len(texts[0]) > limit:
        typed = len(texts[0])
        raise Unfit(
            Filled("Paling banyak {limit} huruf. Anda mengetik {typed}.", limit=limit, typed=typed)
        )
    if field.min and len(texts[0]) < field.min:
        raise Unfit(Filled("Paling sedikit {least} huruf.", least=field.min))
    return texts[0]


def _digits(name: str, length: int) -> Callable[[FormField, list[str], date], str]:
    def reader(field: FormField, texts: list[str], today: date) -> str:
        digits = re.sub(r"[\s.\-]", "", texts[0])
        if not (digits.isascii() and digits.isdigit()):
            raise Unfit(Filled("{name} hanya berisi angka.", name=name))
        if len(digits) != length:
            raise Unfit(
                Filled(
                    "{name} harus {length} angka. Anda mengetik {typed}.",
                    name=name,
                    length=length,
                    typed=len(digits),
                )
            )
        return digits

    return reader


def _nik(field: FormField, texts: list[str], today: date) -> str:
    digits = _digits("NIK", 16)(field, texts, today)
    day = int(digits[6:8])
    plausible = digits[:2] >= "11" and 1 <= (day - 40 if day > 40 else day) <= 31
    if not plausible or not 1 <= int(digits[8:10]) <= 12 or digits[12:] == "0000":
        raise Unfit("NIK ini tidak seperti NIK pada KTP. Periksa lagi angkanya.")
    return digits


def _phone(field: FormField, texts: list[str], today: date) -> str:
    digits = re.sub(r"[\s.\-()]", "", texts[0])
    match = re.fullmatch(r"(?:\+?62|0)(8[0-9]{7,11}|[2-7][0-9]{6,11})", digits)
    if not match:
        raise Unfit("Nomor telepon ditulis seperti 0812 3456 7890.")
    return f"+62{match[1]}"


def _email(field: FormField, texts: list[str], today: date) -> str:
    if len(texts[0]) > 254 or not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}", texts[0]):
        raise Unfit("Alamat e-mail ditulis seperti nama@contoh.id.")
    return texts[0].lower()


def _date(field: FormField, texts: list[str], today: date) -> str:
    value = _parse_date(texts)
    age = (today - value).days
    if field.max is not None and -age > field.max:
        if field.max == 0:
            raise Unfit("Tanggal belum terjadi.")
        raise Unfit("Tanggal ini terlalu jauh di depan.")
    if field.min is not None and age > field.min:
        raise Unfit(Filled("Tanggal ini lebih dari {days} hari yang lalu.", days=field.min))
    return value.isoformat()


def _parse_date(texts: list[str]) -> date:
    # Three small boxes (day, month, year) need no calendar widget; browsers also send one ISO text.
    parts = texts[0].split("-")[::-1] if len(texts) == 1 else texts
    if len(texts) == 1 and "/" in texts[0]:
        parts = texts[0].split("/")
    try:
        day, month, year = (int(part) for part in parts)
        value = date(year, month, day)
    except ValueError as error:
        raise Unfit("Tanggal ditulis seperti 17 8 1990.") from error
    if not 1900 <= value.year <= 2100:
        raise Unfit("Tahun ditulis dengan empat angka, misalnya 1990.")
    return value


def _number(field: FormField, texts: list[str], today: date) -> int:
    digits = re.sub(r"[\s.]|^Rp", "", texts[0], flags=re.IGNORECASE)
    if not re.fullmatch(r"-?[0-9]{1,18}", digits):
        raise Unfit("Tulis dengan angka bulat saja.")
    value = int(digits)
    if field.min is not None and value < field.min:
        raise Unfit(Filled("Paling sedikit {least}.", least=_thousands(field.min)))
    most = MAX_AMOUNT if field.max is None else field.max
    if value > most:
        raise Unfit(Filled("Paling banyak {most}.", most=_thousands(most)))
    return value


def _thousands(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _choice(field: FormField, texts: list[str], today: date) -> str:
    if texts[0] not in {choice.value for choice in field.choices}:
        raise Unfit("Pilih salah satu yang tersedia.")
    return texts[0]


def _choices(field: FormField, texts: list[str], today: date) -> list[str]:
    known = [choice.value for choice in field.choices]
    if any(text not in known for text in texts):
        raise Unfit("Pilih dari yang tersedia.")
    return sorted(set(texts), key=known.index)


def _yes_no(field: FormField, texts: list[str], today: date) -> bool:
    if texts[0] not in {"ya", "tidak"}:
        raise Unfit("Pilih ya atau tidak.")
    return texts[0] == "ya"


def _declaration(field: FormField, texts: list[str], today: date) -> bool:
    if texts[0] != "ya":
        raise Unfit(missing(field))
    return True


def _area(pattern: str, area: str) -> Callable[[FormField, list[str], date], str]:
    def reader(field: FormField, texts: list[str], today: date) -> str:
        if not re.fullmatch(pattern, texts[0]):
            raise Unfit(Filled("Pilih {area} dari daftar.", area=area))
        return texts[0]

    return reader


_READERS: dict[FieldType, Callable[[FormField, list[str], date], Any]] = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _text,
    FieldType.NIK: _nik,
    FieldType.FAMILY_CARD: _digits("Nomor KK", 16),
    FieldType.NIB: _digits("NIB", 13),
    FieldType.PHONE: _phone,
    FieldType.EMAIL: _email,
    FieldType.DATE: _date,
    FieldType.NUMBER: _number,
    FieldType.MONEY: _number,
    FieldType.CHOICE: _choice,
    FieldType.CHOICES: _choices,
    FieldType.YES_NO: _yes_no,
    FieldType.DECLARATION: _declaration,
    FieldType.DISTRICT: _area(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}", "kecamatan"),
    FieldType.VILLAGE: _area(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}", "desa atau kelurahan"),
}
