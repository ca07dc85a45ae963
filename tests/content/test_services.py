"""What every shipped service owes to the person who reads it."""

import re

import pytest

from pendopo.domains.cases.rules import words
from pendopo.domains.cases.schema import FieldType, ServicePackage, WorkflowPackage
from pendopo.kernel.privacy.classes import DataClass
from tests.content import shipped

SERVICES = [pytest.param(p, id=p.code) for p in shipped.packages("services", ServicePackage)]
CLASS_OF_TYPE = {
    FieldType.NIK: DataClass.NIK,
    FieldType.FAMILY_CARD: DataClass.KK,
    FieldType.PHONE: DataClass.CONTACT,
    FieldType.EMAIL: DataClass.CONTACT,
    FieldType.MONEY: DataClass.FINANCE,
    FieldType.DISTRICT: DataClass.ADDRESS,
    FieldType.VILLAGE: DataClass.ADDRESS,
}
TYPED = {
    FieldType.TEXT,
    FieldType.LONG_TEXT,
    FieldType.DATE,
    FieldType.NUMBER,
    FieldType.MONEY,
    FieldType.NIK,
    FieldType.FAMILY_CARD,
    FieldType.NIB,
}


def test_there_are_at_least_fourteen_services() -> None:
    assert len(SERVICES) >= 14


@pytest.mark.parametrize("package", SERVICES)
def test_a_field_has_the_data_class_of_its_type(package: ServicePackage) -> None:
    for field in package.fields():
        assert field.data_class == CLASS_OF_TYPE.get(field.type, field.data_class), field.code


@pytest.mark.parametrize("package", SERVICES)
def test_a_document_is_personal_and_says_how_to_hand_it_in(package: ServicePackage) -> None:
    for field in package.fields():
        if field.type is FieldType.FILE:
            assert field.data_class in {DataClass.DOCUMENT, DataClass.CHILD}, field.code
            assert "PDF" in field.hint, field.code


@pytest.mark.parametrize("package", SERVICES)
def test_an_answer_that_is_typed_has_a_hint(package: ServicePackage) -> None:
    unhinted = [f.code for f in package.fields() if f.type in TYPED and not f.hint]

    assert not unhinted


@pytest.mark.parametrize("package", SERVICES)
def test_a_form_is_short_and_ends_with_a_declaration(package: ServicePackage) -> None:
    if package.form:
        assert max(len(page.fields) for page in package.form) <= 8
        assert package.fields()[-1].type is FieldType.DECLARATION


@pytest.mark.parametrize("package", SERVICES)
def test_a_person_can_be_called_back(package: ServicePackage) -> None:
    if package.form:
        assert [field.prefill for field in package.fields()].count("phone") == 1


@pytest.mark.parametrize("package", SERVICES)
def test_a_service_is_found_by_everyday_words(package: ServicePackage) -> None:
    assert len(package.keywords) >= 5
    assert all(word == word.lower() for word in package.keywords)


@pytest.mark.parametrize("package", SERVICES)
def test_groups_and_events_of_life_have_a_word(package: ServicePackage) -> None:
    assert package.group in words.GROUPS
    assert set(package.life_events) <= set(words.LIFE_EVENTS)


@pytest.mark.parametrize("package", SERVICES)
def test_nothing_is_called_confirmed_before_an_agency_confirms(package: ServicePackage) -> None:
    assert not [name for name, part in package.standard.parts() if part.confirmed]


@pytest.mark.parametrize("package", SERVICES)
def test_requirements_time_and_fee_name_their_source(package: ServicePackage) -> None:
    standard = package.standard
    assert standard.requirements.source
    assert standard.lead_time.source
    assert standard.fee.source


@pytest.mark.parametrize("package", SERVICES)
def test_the_promise_in_words_is_the_promise_that_is_counted(package: ServicePackage) -> None:
    if package.deadline:
        promised = re.match(r"(\d+) hari kerja", package.standard.lead_time.text or "")
        assert promised
        assert int(promised[1]) == package.deadline.working_days
        assert package.standard.lead_time.source == package.deadline.source


@pytest.mark.parametrize("package", SERVICES)
def test_a_number_that_nobody_measured_does_not_pass_as_measured(package: ServicePackage) -> None:
    assert package.baseline
    assert package.baseline.source.confidence in {"reconstructed", "unknown"}
    assert "contoh" in package.baseline.source.text


@pytest.mark.parametrize("package", SERVICES)
def test_the_workflow_exists_and_makes_a_letter_just_where_there_is_one(
    package: ServicePackage,
) -> None:
    flows = {flow.code: flow for flow in shipped.packages("workflows", WorkflowPackage)}
    if package.workflow:
        makes_letter = any(step.effect == "letter" for step in flows[package.workflow].steps)
        assert makes_letter == (package.letter is not None)


def test_letters_of_the_kecamatan_promise_one_working_day_and_come_from_three() -> None:
    # Article of February 2026: three working days before, one now.
    letters = [
        package
        for package in shipped.packages("services", ServicePackage)
        if package.workflow == "surat" and package.code != "surat-keterangan-ahli-waris"
    ]
    assert len(letters) == 6
    assert {p.deadline.working_days for p in letters if p.deadline} == {1}
    assert {p.baseline.working_days for p in letters if p.baseline} == {3}
