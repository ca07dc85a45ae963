"""Pure rules: conditions, answers, numbers, versions, dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pendopo.domains.cases.rules import answers, conditions, dates, display, numbers, versions
from pendopo.domains.cases.schema import Choice, Condition, FieldType, FormField

TODAY = date(2026, 6, 4)


def make_field(type_: str = "text", **changes) -> FormField:
    values = {"code": "isi", "type": type_, "label": "Isi", "data_class": "open"}
    if type_ in {"choice", "choices"}:
        values["choices"] = (Choice(value="a", label="Apel"), Choice(value="b", label="Belimbing"))
    return FormField.model_validate({**values, **changes})


def read_one(field: FormField, text, files=frozenset()):
    return answers.read([field], {"isi": text}, today=TODAY, files=set(files))


@pytest.mark.parametrize(
    ("type_", "typed", "understood"),
    [
        ("text", "  Siti  ", "Siti"),
        ("nik", "1219 0541 0790 0001", "1219054107900001"),
        ("phone", "0812-3456-7890", "+6281234567890"),
        ("phone", "+62 812 3456 7890", "+6281234567890"),
        ("email", "Siti@Contoh.ID", "siti@contoh.id"),
        ("date", "1990-08-17", "1990-08-17"),
        ("date", "17/8/1990", "1990-08-17"),
        ("date", ["17", "8", "1990"], "1990-08-17"),
        ("money", "Rp1.250.000", 1_250_000),
        ("number", "12", 12),
        ("choice", "b", "b"),
        ("choices", ["b", "a"], ["a", "b"]),
        ("yes_no", "tidak", False),
        ("declaration", "ya", True),
        ("district", "12.19.05", "12.19.05"),
        ("family_card", "1219051234567890", "1219051234567890"),
    ],
)
def test_what_people_type_is_understood(type_, typed, understood):
    assert read_one(make_field(type_), typed).answers == {"isi": understood}


@pytest.mark.parametrize(
    ("type_", "typed", "sentence"),
    [
        ("nik", "121905410790000", "NIK harus 16 angka. Anda mengetik 15."),
        ("nik", "9919054107900001", None),
        ("nik", "0019054107900001", "NIK ini tidak seperti NIK pada KTP. Periksa lagi angkanya."),
        ("family_card", "12190512345678x0", "Nomor KK hanya berisi angka."),
        ("phone", "tetangga", "Nomor telepon ditulis seperti 0812 3456 7890."),
        ("date", "31/02/2026", "Tanggal ditulis seperti 17 8 1990."),
        ("number", "dua", "Tulis dengan angka bulat saja."),
        ("choice", "z", "Pilih salah satu yang tersedia."),
        ("choices", ["a", "z"], "Pilih dari yang tersedia."),
        ("declaration", "tidak", "Beri tanda pada pernyataan ini untuk melanjutkan."),
        ("district", "'; DROP TABLE", "Pilih kecamatan dari daftar."),
        ("text", "", "Isi isi."),
        ("choice", "", "Pilih isi."),
        ("file", "", "Unggah isi."),
    ],
)
def test_what_cannot_be_taken_is_said_in_a_sentence(type_, typed, sentence):
    reading = read_one(make_field(type_), typed)
    assert reading.errors == ({"isi": sentence} if sentence else {})


def test_nothing_about_a_person_is_derived_from_a_nik():
    reading = read_one(make_field("nik"), "1219054107900001")
    assert reading.answers == {"isi": "1219054107900001"}


def test_a_date_of_birth_cannot_lie_ahead():
    field = make_field("date", max=0)
    assert read_one(field, "2026-06-05").errors == {"isi": "Tanggal belum terjadi."}
    assert not read_one(field, "2026-06-04").errors


@given(st.sampled_from([t.value for t in FieldType]), st.text(max_size=300))
def test_any_text_gives_an_answer_or_a_sentence(type_, text):
    reading = read_one(make_field(type_), text)
    assert ("isi" in reading.answers) != ("isi" in reading.errors)
    assert "\x00" not in str(reading.answers)


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), st.sampled_from(["", "ya", "x"])))
def test_a_question_that_is_not_asked_has_no_answer(raw):
    fields = [
        make_field(code="a", required=False),
        make_field(code="b", required=False, when=Condition(field="a", equals="ya")),
        make_field(code="c", required=True, when=Condition(field="b", filled=True)),
    ]
    reading = answers.read(fields, raw, today=TODAY, files=set())
    if raw.get("a") != "ya":
        assert "b" not in reading.answers
    if "b" not in reading.answers:
        assert "c" not in reading.answers | reading.errors


def test_conditions_know_all_any_none_and_lists():
    yes = Condition(field="a", equals="x")
    listed = Condition(field="b", one_of=("1", "2"))
    assert conditions.holds(Condition(all=(yes, listed)), {"a": "x", "b": ["2"]})
    assert not conditions.holds(Condition(all=(yes, listed)), {"a": "x"})
    assert conditions.holds(Condition(any=(yes, listed)), {"b": "1"})
    assert conditions.holds(Condition(none=(yes, listed)), {})


@pytest.mark.parametrize(
    "broken", [{}, {"field": "a"}, {"field": "a", "equals": 1, "filled": True}]
)
def test_a_condition_means_one_thing(broken):
    with pytest.raises(ValidationError):
        Condition.model_validate(broken)


def test_a_number_survives_handwriting():
    number = numbers.new_number(2026)
    assert numbers.normal_number(number.lower().replace("-", " ")) == number
    assert numbers.normal_code("7f3k 9qmt-w2xb") == "7F3K9QMTW2XB"
    assert numbers.normal_code("OIL") == "011"


def test_codes_do_not_repeat():
    assert len({numbers.new_tracking_code() for _ in range(2000)}) == 2000


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(0, 1200))
def test_months_keep_the_day_or_take_the_last(day, months):
    later = dates.add_months(day, months)
    assert later.day <= day.day
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months


def test_an_old_form_is_accepted_for_a_while():
    assert versions.is_accepted(None, TODAY)
    assert versions.is_accepted(TODAY - timedelta(days=30), TODAY)
    assert not versions.is_accepted(TODAY - timedelta(days=31), TODAY)


def test_answers_read_like_language():
    def name(code):
        return "Talawi"

    assert display.shown(make_field("money"), 1_250_000, name) == "Rp1.250.000"
    assert display.shown(make_field("date"), "2026-06-04", name) == "4 Juni 2026"
    assert display.shown(make_field("choices"), ["a", "b"], name) == "Apel, Belimbing"
    assert display.shown(make_field("district"), "12.19.05", name) == "Talawi"
    assert display.shown(make_field("number"), 2019, name) == "2019"
    assert display.shown(make_field("phone"), "+6281234567890", name) == "0812 3456 7890"
