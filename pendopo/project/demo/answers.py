"""Invented answers to any form: every question that is asked gets something plausible."""

import random
from datetime import date, timedelta
from typing import Any

from pendopo.domains.cases.rules import conditions
from pendopo.domains.cases.schema import FieldType, FormField, ServicePackage
from pendopo.domains.people import queries as people
from pendopo.domains.people.models import Person
from pendopo.project.demo import offices


def invent(
    package: ServicePackage, person: Person, rng: random.Random, today: date
) -> dict[str, str | list[str]]:
    """Return what such a person might have typed into the form of a service."""
    typed: dict[str, str | list[str]] = {}
    known: dict[str, Any] = {}
    for field in package.fields():
        if not conditions.holds(field.when, known):
            continue
        if not field.required and rng.random() < 0.5:
            continue
        value = _answer(field, person, rng, today)
        if value is None:
            continue
        typed[field.code] = value
        known[field.code] = {"ya": True, "tidak": False}.get(str(value), value)
    return typed


def fake_nik(person: Person, rng: random.Random) -> str:
    """Return 16 digits that look like a NIK; the sequence 99xx marks them as invented."""
    area = (person.district or "12.19.01").replace(".", "")
    born = f"{rng.randint(1, 28):02}{rng.randint(1, 12):02}{rng.randint(60, 99):02}"
    return f"{area}{born}99{rng.randint(1, 99):02}"


def _answer(
    field: FormField, person: Person, rng: random.Random, today: date
) -> str | list[str] | None:
    if field.prefill == "name":
        return person.name
    if field.type is FieldType.DATE:
        return (today - timedelta(days=rng.randint(1, min(50, field.min or 50)))).isoformat()
    if field.type in {FieldType.NUMBER, FieldType.MONEY}:
        return str(_number(field, rng))
    if field.type in {FieldType.TEXT, FieldType.LONG_TEXT}:
        return _text(field, person, rng)[: field.max or 200]
    maker = _MAKERS.get(field.type)
    return maker(field, person, rng) if maker else None


def _number(field: FormField, rng: random.Random) -> int:
    if field.type is FieldType.MONEY:
        return rng.randrange(900_000, 3_000_000, 50_000)
    low = field.min or 1
    return rng.randint(max(low, 2005) if low >= 1900 else low, min(field.max or 40, max(low, 2025)))


def _text(field: FormField, person: Person, rng: random.Random) -> str:
    if "usaha" in field.code:
        return rng.choice(offices.SHOPS)
    if "alamat" in field.code or "tempat" in field.code or "lokasi" in field.code:
        return f"{rng.choice(offices.STREETS)} No. {rng.randint(1, 90)} (contoh)"
    if "nama" in field.code:
        return f"{rng.choice(offices.FIRST)} {rng.choice(offices.LAST)}"
    return "Contoh isian"


def _village(field: FormField, person: Person, rng: random.Random) -> str:
    return person.village or rng.choice(people.villages(person.district))[0]


_MAKERS: dict[FieldType, Any] = {
    FieldType.NIK: lambda _, person, rng: fake_nik(person, rng),
    FieldType.FAMILY_CARD: lambda _, person, rng: fake_nik(person, rng),
    FieldType.NIB: lambda _, __, rng: f"99{rng.randrange(10**11):011}",
    FieldType.PHONE: lambda _, __, rng: f"0812 0000 {rng.randint(0, 9999):04}",
    FieldType.EMAIL: lambda _, __, rng: f"warga{rng.randint(1, 9999)}@contoh.invalid",
    FieldType.CHOICE: lambda field, _, rng: rng.choice(field.choices).value,
    FieldType.CHOICES: lambda field, _, rng: [rng.choice(field.choices).value],
    FieldType.YES_NO: lambda _, __, rng: rng.choice(["ya", "tidak"]),
    FieldType.DECLARATION: lambda *_: "ya",
    FieldType.DISTRICT: lambda _, person, __: person.district,
    FieldType.VILLAGE: _village,
}
