"""Forms answered as people answer them: branches ask what they need and nothing else."""

from datetime import date
from typing import Any

import pytest

from pendopo.domains.cases.rules import answers, conditions
from pendopo.domains.cases.schema import FieldType, ServicePackage
from tests.content import shipped

SERVICES = {p.code: p for p in shipped.packages("services", ServicePackage)}
BRANCHED = [
    pytest.param(p, id=p.code) for p in SERVICES.values() if any(field.when for field in p.fields())
]


def asked(service: str, known: dict[str, Any]) -> set[str]:
    return {field.code for field in conditions.asked(SERVICES[service].fields(), known)}


def test_a_birth_within_sixty_days_needs_no_reason() -> None:
    assert "alasan_terlambat" not in asked("pendaftaran-kelahiran", {"lewat_60_hari": False})


def test_a_birth_after_sixty_days_asks_for_the_reason() -> None:
    assert "alasan_terlambat" in asked("pendaftaran-kelahiran", {"lewat_60_hari": True})


def test_an_unmarried_mother_is_not_asked_about_a_father() -> None:
    questions = asked("pendaftaran-kelahiran", {"status_orang_tua": "ibu"})

    assert {"nama_ibu", "nik_ibu"} <= questions
    assert not questions & {"nama_ayah", "nik_ayah", "buku_nikah", "formulir_f204"}


def test_a_foundling_needs_the_police_record_and_no_parents() -> None:
    questions = asked("pendaftaran-kelahiran", {"status_orang_tua": "tidak-diketahui"})

    assert "berita_acara" in questions
    assert not questions & {"nama_ibu", "nik_ibu", "nomor_kk", "surat_lahir", "foto_kk"}


def test_a_birth_without_a_birth_letter_takes_the_statement_with_witnesses() -> None:
    known = {"status_orang_tua": "tercatat", "ada_surat_lahir": False}

    assert "formulir_f203" in asked("pendaftaran-kelahiran", known)
    assert "surat_lahir" not in asked("pendaftaran-kelahiran", known)


def test_a_lost_card_is_not_asked_for_a_photograph() -> None:
    assert "foto_ktp" not in asked("surat-pengantar-kehilangan", {"barang": "ktp"})
    assert "foto_kk" in asked("surat-pengantar-kehilangan", {"barang": "ktp"})


def test_a_date_of_death_cannot_lie_ahead() -> None:
    package = SERVICES["pendaftaran-kematian"]
    raw = {"tanggal_meninggal": "2026-06-05"}
    reading = answers.read(package.fields(), raw, today=date(2026, 6, 4), files=set())

    assert "tanggal_meninggal" in reading.errors
    assert "tanggal_meninggal" not in reading.answers


@pytest.mark.parametrize("package", BRANCHED)
def test_every_conditional_question_can_be_reached(package: ServicePackage) -> None:
    for field in package.fields():
        if field.when:
            assert any(conditions.holds(field.when, known) for known in _tries(package)), field.code


def _tries(package: ServicePackage) -> list[dict[str, Any]]:
    single = [
        {field.code: value}
        for field in package.fields()
        for value in _values(field.type, [choice.value for choice in field.choices])
    ]
    return [{}, *single]


def _values(kind: FieldType, choices: list[str]) -> list[Any]:
    return [True, False] if kind is FieldType.YES_NO else choices


@pytest.mark.parametrize("package", [pytest.param(p, id=p.code) for p in SERVICES.values()])
def test_the_example_in_a_hint_is_an_answer_that_is_accepted(package: ServicePackage) -> None:
    kinds = {FieldType.TEXT, FieldType.LONG_TEXT, FieldType.NUMBER, FieldType.MONEY}
    for field in package.fields():
        if field.type in kinds and "Contoh " in field.hint:
            example = field.hint.split("Contoh ")[1].rstrip(".")
            alone = field.model_copy(update={"when": None})
            raw = {field.code: example}
            reading = answers.read([alone], raw, today=date(2026, 6, 4), files=set())

            assert not reading.errors, field.code
