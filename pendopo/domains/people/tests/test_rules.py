"""The pure rules: NIK, phone, dates, tree, recycled numbers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendopo.domains.people import rules

NOW = datetime(2026, 6, 4, 3, tzinfo=UTC)
paths = st.lists(st.from_regex(r"[a-z]{1,6}", fullmatch=True), max_size=4).map(
    lambda parts: "/" + "".join(f"{part}/" for part in parts)
)


def test_a_nik_is_sixteen_digits_however_it_is_spaced():
    assert rules.clean_nik(" 1219 0541 0790 0001 ") == "1219054107900001"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("121905410790001", "Yang terisi 15 angka"),
        ("12190541079000011", "Yang terisi 17 angka"),
        ("12190541079OOOO1", "hanya berisi angka"),
        ("١٢١٩٠٥٤١٠٧٩٠٠٠٠١", "hanya berisi angka"),
        ("0019054107900001", "tidak mungkin"),
        ("1200054107900001", "tidak mungkin"),
        ("1219003107900001", "tidak mungkin"),
        ("1219053202900001", "tidak mungkin"),
        ("1219057207900001", "tidak mungkin"),
        ("1219050113900001", "tidak mungkin"),
        ("1219050107900000", "tidak mungkin"),
        ("", "Yang terisi 0 angka"),
    ],
)
def test_a_broken_nik_gets_a_sentence_that_helps(text, words):
    with pytest.raises(rules.BadNik) as caught:
        rules.clean_nik(text)
    if text:
        assert words in caught.value.sentence


def test_29_february_is_plausible_in_a_leap_year_only():
    assert rules.clean_nik("1219052902000001")
    with pytest.raises(rules.BadNik):
        rules.clean_nik("1219052902010001")


@given(st.dates(date(1900, 1, 1), date(2026, 12, 31)), st.booleans(), st.integers(1, 9999))
def test_every_nik_that_could_have_been_issued_is_accepted(born, woman, serial):
    day = born.day + (40 if woman else 0)
    nik = f"121905{day:02}{born:%m%y}{serial:04}"
    assert rules.clean_nik(nik) == nik


@pytest.mark.parametrize("text", ["0812-3456-7890", "+62 812 3456 7890", "62 81234567890"])
def test_a_phone_number_has_one_form(text):
    assert rules.clean_phone(text) == "+6281234567890"


@pytest.mark.parametrize("text", ["", "abc", "0812", "021 5551234", "0812345678901234567"])
def test_what_is_no_mobile_number_is_refused(text):
    with pytest.raises(rules.BadPhone):
        rules.clean_phone(text)


def test_a_phone_code_alone_opens_a_known_device():
    assert rules.phone_code_is_enough(proven_at=None, device_known=True, now=NOW)


def test_a_phone_code_alone_never_reopens_a_number_that_was_silent():
    silent = NOW - rules.PHONE_REST - timedelta(seconds=1)
    assert not rules.phone_code_is_enough(proven_at=silent, device_known=False, now=NOW)


def test_a_number_that_was_never_proven_opens_nothing():
    assert not rules.phone_code_is_enough(proven_at=None, device_known=False, now=NOW)


def test_a_number_that_answered_lately_is_enough():
    lately = NOW - rules.PHONE_REST
    assert rules.phone_code_is_enough(proven_at=lately, device_known=False, now=NOW)


@given(st.dates(), st.dates(), st.dates(), st.none() | st.dates())
def test_dates_are_honoured_at_both_ends(day, one, other, revoked_on):
    starts_on, ends_on = sorted((one, other))
    holds = rules.holds_on(day, starts_on=starts_on, ends_on=ends_on, revoked_on=revoked_on)
    revoked = revoked_on is not None and revoked_on <= day
    assert holds == (starts_on <= day <= ends_on and not revoked)


@given(paths)
def test_upwards_ends_at_the_whole_government_and_every_step_covers(path):
    steps = rules.upwards(path)
    assert steps[0] == path
    assert steps[-1] == "/"
    assert len(set(steps)) == len(steps)
    assert all(path.startswith(step) for step in steps)
