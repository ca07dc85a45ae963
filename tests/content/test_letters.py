"""Every shipped letter can be typeset, whatever was asked and answered."""

import subprocess
from datetime import UTC, datetime
from typing import Any

import pytest

from pendopo.domains.cases.rules import display
from pendopo.domains.cases.schema import FieldType, FormField, ServicePackage
from pendopo.domains.documents.ports import typesetting
from tests.content import shipped

AT = datetime(2026, 6, 4, 3, 0, tzinfo=UTC)

SAMPLES: dict[FieldType, Any] = {
    FieldType.NIK: "1219052909900001",
    FieldType.FAMILY_CARD: "1219050101150002",
    FieldType.NIB: "0123456789012",
    FieldType.PHONE: "+6281234567890",
    FieldType.DATE: "2026-06-03",
    FieldType.NUMBER: 2019,
    FieldType.MONEY: 2_500_000,
    FieldType.YES_NO: True,
    FieldType.DISTRICT: "12.19.05",
    FieldType.VILLAGE: "12.19.05.2001",
}

LETTERS = [
    pytest.param(item.data, item.files[item.data.letter.template], id=item.data.code)
    for item in shipped.checked("services")
    if isinstance(item.data, ServicePackage) and item.data.letter
]


FIRM = "Keripik Ubi (NIB 1234567890123)"


def sample(field: FormField) -> Any:
    # Marks that mean something to Typst: as data they must stay what they are.
    if field.choices:
        return field.choices[-1].value
    return SAMPLES.get(field.type, 'Siti "Aminah" #it *[$_@')


def typeset(
    package: ServicePackage, template: str, answers: dict[str, Any], *, business: str = ""
) -> bytes:
    assert package.letter
    sheet = shipped.checked("letters")[0]
    letter = {
        "letterhead": {
            "government": "Kabupaten Batu Bara",
            "office": "Kecamatan Talawi",
            "address": "Jalan Contoh 1",
            "contact": "",
            "place": "Lima Puluh",
        },
        "signatory": {
            "name": "Contoh",
            "title": "Camat Talawi",
            "prefix": "Plt.",
            "own_title": "",
            "rank": "",
            "nip": "",
        },
        "content": display.letter_content(package, answers, lambda code: code, business=business),
        "title": package.letter.title,
        "number": "400/0001/KEC/2026",
        "date": "4 Juni 2026",
        "valid_until": "4 Desember 2026",
        "paper": "a4",
        "footer": "Contoh",
        "simulation": True,
        "verify": {"address": "https://example.org/v/x", "qr": typesetting.qr_svg("x")},
    }
    return typesetting.typeset(
        template=template, base=sheet.files["letter.typ"], letter=letter, at=AT
    )


@pytest.mark.parametrize(("package", "template"), LETTERS)
def test_a_letter_is_set_from_every_answer_of_its_form(
    package: ServicePackage, template: str
) -> None:
    answers = {field.code: sample(field) for field in package.fields()}

    assert typeset(package, template, answers).startswith(b"%PDF-")


@pytest.mark.parametrize(("package", "template"), LETTERS)
def test_a_letter_is_set_when_only_the_unconditional_questions_were_answered(
    package: ServicePackage, template: str
) -> None:
    asked = [field for field in package.fields() if field.required and not field.when]

    assert typeset(package, template, {field.code: sample(field) for field in asked}).startswith(
        b"%PDF-"
    )


@pytest.mark.parametrize(("package", "template"), LETTERS)
@pytest.mark.parametrize("business", [FIRM, ""])
def test_a_letter_names_the_business_that_applied(
    package: ServicePackage, template: str, business: str
) -> None:
    answers = {field.code: sample(field) for field in package.fields()}
    pdf = typeset(package, template, answers, business=business)
    command = ["pdftotext", "-layout", "-", "-"]
    text = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    is_named = bool(business) and package.takes_businesses
    assert ("Bertindak untuk" in text, FIRM in text) == (is_named, is_named)


def test_a_template_that_names_an_unknown_answer_is_found() -> None:
    package, template = LETTERS[0].values
    assert isinstance(package, ServicePackage)
    assert isinstance(template, str)

    with pytest.raises(typesetting.TemplateBroken):
        typeset(package, template + "\n#it.tidak_ada\n", {})
