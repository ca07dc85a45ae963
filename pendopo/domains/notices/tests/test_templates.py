"""The shipped templates, and those that the code asks for."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

from pendopo.domains.notices.schema import NoticeTemplate, check_package
from pendopo.kernel.content import checking, kind_of

FOLDER = Path(settings.CONTENT_DIR) / "notices"


def template(**changes):
    values = {
        "code": "case-decided",
        "version": 1,
        "effective_from": "2024-01-01",
        "title": "Permohonan Anda sudah diputus",
        "text": "Permohonan {number} sudah diputus.",
        "fields": ["number"],
        "outside": "Ada kabar untuk permohonan Anda {reference}.",
    }
    return NoticeTemplate.model_validate({**values, **changes})


@pytest.mark.parametrize("folder", sorted(FOLDER.iterdir()), ids=lambda folder: folder.name)
def test_every_shipped_template_holds(folder):
    kind = kind_of("notices")
    checking.check(kind, folder.name, checking.read_folder(folder, kind))


def test_a_placeholder_that_no_field_declares_is_refused():
    faulty = template(text="Halo {name}.")
    assert list(check_package(faulty, {})) == ["“text” memakai {name} yang tidak dikenal."]


def test_case_content_outside_the_app_is_refused():
    faulty = template(outside="Permohonan {number} ditolak.")
    assert list(check_package(faulty, {})) == ["“outside” memakai {number} yang tidak dikenal."]


def test_only_an_open_field_leaves_the_house():
    told = template(outside="Permohonan {number} ditolak.", open=["number"])
    assert list(check_package(told, {})) == []
    strange = template(open=["name"])
    assert list(check_package(strange, {})) == ["“open” menyebut name yang tidak ada di “fields”."]


def test_no_notice_about_a_person_or_a_case_has_an_open_field():
    kind = kind_of("notices")
    found = (
        checking.check(kind, folder.name, checking.read_folder(folder, kind)).data
        for folder in FOLDER.iterdir()
    )
    assert {one.code for one in found if one.open} == {"alert-raised"}


def test_a_title_may_name_fields_and_nothing_else():
    assert list(check_package(template(title="Permohonan {number}"), {})) == []
    assert list(check_package(template(title="Permohonan {name}"), {})) == [
        "“title” memakai {name} yang tidak dikenal."
    ]


@pytest.mark.parametrize("text", ["{number!r}", "{number:>9}", "{number.__class__}"])
def test_a_placeholder_may_not_format_or_reach_into_a_value(text):
    assert list(check_package(template(text=text), {}))


def test_every_template_that_code_names_is_shipped():
    shipped = {folder.name for folder in FOLDER.iterdir()}
    asked = {
        (call.lineno, keyword.value.value)
        for path in (settings.BASE_DIR / "pendopo" / "domains").rglob("*.py")
        if "tests" not in path.parts
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and _is_notify(call)
        for keyword in call.keywords
        if keyword.arg == "template" and isinstance(keyword.value, ast.Constant)
    }
    assert {code for _, code in asked} <= shipped


def _is_notify(call):
    return getattr(call.func, "attr", getattr(call.func, "id", "")) == "notify"
