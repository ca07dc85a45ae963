"""Say an answer the way a person reads it; what a letter prints and an officer sees."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from pendopo.domains.cases.rules import conditions
from pendopo.domains.cases.schema import FieldType, FormField, ServicePackage
from pendopo.shell import formats

AreaName = Callable[[str], str]
"""The name of a district or village by its Kemendagri code."""


def shown(field: FormField, value: Any, area_name: AreaName) -> str:
    """Return the answer as text; an empty text for no answer."""
    if value is None:
        return ""
    if field.type in {FieldType.CHOICE, FieldType.CHOICES}:
        return _chosen(field, value)
    if field.type in {FieldType.DISTRICT, FieldType.VILLAGE}:
        return area_name(value)
    return _WRITERS.get(field.type, str)(value)


def rows(
    package: ServicePackage, answers: Mapping[str, Any], area_name: AreaName
) -> list[tuple[str, str]]:
    """Return (question, answer) for everything that was asked, in order."""
    return [
        (field.label, shown(field, answers.get(field.code), area_name))
        for field in conditions.asked(package.fields(), answers)
        if field.code in answers
    ]


def letter_content(
    package: ServicePackage,
    answers: Mapping[str, Any],
    area_name: AreaName,
    *,
    business: str = "",
) -> dict[str, Any]:
    """Return what a letter template reads as `content`: every answer as text, by field code.

    A question that was not asked or not answered is an empty text, so a template may name any
    field of the form. Files and declarations are never printed. `atas-nama` is the business that
    applied, empty for a person; no field of a form can have a name with a hyphen.
    """
    silent = {FieldType.FILE, FieldType.DECLARATION}
    said = {
        field.code: shown(field, answers.get(field.code), area_name)
        for field in package.fields()
        if field.type not in silent
    }
    return {**said, "atas-nama": business}


def _chosen(field: FormField, value: Any) -> str:
    picked = value if isinstance(value, list) else [value]
    labels = {choice.value: choice.label for choice in field.choices}
    return ", ".join(labels.get(item, str(item)) for item in picked)


def _phone(value: str) -> str:
    local = value.replace("+62", "0", 1)
    return " ".join(local[i : i + 4] for i in range(0, len(local), 4))


_WRITERS: dict[FieldType, Callable[[Any], str]] = {
    FieldType.DATE: lambda value: formats.day(date.fromisoformat(value)),
    FieldType.MONEY: formats.rupiah,
    FieldType.NUMBER: lambda value: str(value) if abs(value) < 10_000 else formats.number(value),
    FieldType.PHONE: _phone,
    FieldType.YES_NO: lambda value: "Ya" if value else "Tidak",
    FieldType.DECLARATION: lambda _: "Disetujui",
    FieldType.FILE: lambda _: "Terlampir",
}
