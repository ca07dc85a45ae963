"""A service's questions as a Django form: it draws; rules.answers reads.

Django's own validation is not used, so that the same reader serves the page, the outbox and the
counter, with the same sentences.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from pendopo.domains.cases.rules import answers
from pendopo.domains.cases.schema import FieldType, FormField, FormPage, ServicePackage
from pendopo.domains.people import queries as people
from pendopo.kernel.content import words
from pendopo.shell import government

INPUT_MODES = {
    FieldType.NIK: "numeric",
    FieldType.FAMILY_CARD: "numeric",
    FieldType.NIB: "numeric",
    FieldType.NUMBER: "numeric",
    FieldType.MONEY: "numeric",
    FieldType.PHONE: "tel",
    FieldType.EMAIL: "email",
}
DIGITS = {FieldType.NIK: 16, FieldType.FAMILY_CARD: 16, FieldType.NIB: 13}
AUTOCOMPLETE = {"name": "name", "phone": "tel", "email": "email", "address": "street-address"}
ACCEPT = "application/pdf,image/jpeg,image/png"


class Question(forms.Field):
    """A field that takes whatever was typed; rules.answers has already judged it.

    `kind`, `when` (JSON), `missing` and `digits` are for cases/form.js.
    """

    kind = ""
    when = ""
    missing = ""
    digits = 0

    def clean(self, value: Any) -> Any:
        """Take it."""
        return value


class ServiceForm(forms.Form):
    """The form of one service, with its pages."""

    def __init__(
        self,
        package: ServicePackage,
        *,
        raw: QueryDict | Mapping[str, Any] | None = None,
        errors: Mapping[str, str] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        """Build the questions; `errors` are the sentences by field code."""
        super().__init__(data=raw, initial=dict(initial or {}))
        self.package = package
        for field in package.fields():
            self.fields[field.code] = _question(field)
        if raw is not None:
            self.full_clean()
            for code, sentence in (errors or {}).items():
                self.add_error(code, sentence)

    @property
    def pages(self) -> list[tuple[FormPage, list[forms.BoundField]]]:
        """Return each page with its questions."""
        return [(page, [self[field.code] for field in page.fields]) for page in self.package.form]


def raw_answers(package: ServicePackage, data: QueryDict) -> dict[str, str | list[str]]:
    """Return what was posted, by field code: a list where several answers are possible."""
    return {
        field.code: data.getlist(field.code)
        if field.type is FieldType.CHOICES
        else data.get(field.code, "")
        for field in package.fields()
        if field.type is not FieldType.FILE
    }


def initial_answers(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return stored answers the way widgets show them."""
    words = {True: "ya", False: "tidak"}
    return {
        code: words[value] if isinstance(value, bool) else value for code, value in answers.items()
    }


def posted_files(package: ServicePackage, files: MultiValueDict[str, Any]) -> dict[str, Any]:
    """Return the uploaded files by field code; anything else that was posted is left out."""
    codes = [field.code for field in package.fields() if field.type is FieldType.FILE]
    return {code: files[code] for code in codes if isinstance(files.get(code), UploadedFile)}


def _question(field: FormField) -> Question:
    question = Question(label=field.label, help_text=_help(field), required=field.required)
    question.widget = _widget(field)
    question.widget.is_required = False
    question.kind = field.type.value
    question.missing = words.say(answers.missing(field)) if field.required else ""
    question.digits = DIGITS.get(field.type, 0)
    if field.when:
        condition = field.when.model_dump(mode="json", exclude_none=True)
        question.when = json.dumps(condition, separators=(",", ":"))
    return question


def _help(field: FormField) -> str:
    return " ".join(words.say(text) for text in (field.hint, field.why) if text)


def _widget(field: FormField) -> forms.Widget:
    if field.type in _WIDGETS:
        return _WIDGETS[field.type](field)
    attrs: dict[str, Any] = {"inputmode": INPUT_MODES.get(field.type, "text")}
    if field.prefill in AUTOCOMPLETE:
        attrs["autocomplete"] = AUTOCOMPLETE[field.prefill]
    if field.type in DIGITS:
        attrs["autocomplete"] = "off"
    return forms.TextInput(attrs=attrs)


def _area_choices(code: str) -> list[tuple[str, Any]]:
    districts = government.current().districts
    if code == "district":
        return [("", _("Pilih kecamatan")), *((one.code, one.name) for one in districts)]
    groups = [(one.name, [*people.villages(one.code)]) for one in districts]
    return [("", _("Pilih desa atau kelurahan")), *groups]


def _choices(field: FormField) -> list[tuple[str, str]]:
    return [(choice.value, choice.label) for choice in field.choices]


def _yes_or_no() -> list[tuple[str, str]]:
    return [("ya", _("Ya")), ("tidak", _("Tidak"))]


_WIDGETS: dict[FieldType, Callable[[FormField], forms.Widget]] = {
    FieldType.LONG_TEXT: lambda _: forms.Textarea(attrs={"rows": 3}),
    FieldType.DATE: lambda _: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    FieldType.CHOICE: lambda field: forms.RadioSelect(choices=_choices(field)),
    FieldType.CHOICES: lambda field: forms.CheckboxSelectMultiple(choices=_choices(field)),
    FieldType.YES_NO: lambda _: forms.RadioSelect(choices=_yes_or_no()),
    FieldType.DISTRICT: lambda _: forms.Select(choices=_area_choices("district")),
    FieldType.VILLAGE: lambda _: forms.Select(choices=_area_choices("village")),
    FieldType.FILE: lambda _: forms.FileInput(attrs={"accept": ACCEPT}),
    FieldType.DECLARATION: lambda _: forms.CheckboxInput(
        attrs={"value": "ya"}, check_test=lambda value: value in {True, "ya"}
    ),
}
