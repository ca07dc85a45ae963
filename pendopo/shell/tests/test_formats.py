"""Dates, times, money and numbers as people here write them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendopo.shell import formats

MEDAN = ZoneInfo("Asia/Jakarta")
MOMENT = datetime(2026, 6, 4, 7, 30, tzinfo=UTC)


def test_a_day_is_written_with_the_name_of_its_month():
    assert formats.day(date(2026, 6, 4)) == "4 Juni 2026"
    assert formats.day(date(2026, 6, 4), "en") == "4 June 2026"


def test_a_day_of_the_week_is_named():
    assert formats.weekday(date(2026, 6, 4)) == "Kamis, 4 Juni 2026"
    assert formats.weekday(date(2026, 6, 4), "en") == "Thursday, 4 June 2026"


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Asia/Jakarta", "14.30 WIB"),
        ("Asia/Makassar", "15.30 WITA"),
        ("Asia/Jayapura", "16.30 WIT"),
    ],
)
def test_a_time_names_the_zone_of_its_clock(zone, text):
    assert formats.clock(MOMENT, ZoneInfo(zone)) == text


def test_a_moment_late_in_the_day_belongs_to_the_next_day_on_the_local_clock():
    assert (
        formats.moment(datetime(2026, 6, 3, 17, 5, tzinfo=UTC), MEDAN) == "4 Juni 2026, 00.05 WIB"
    )


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        formats.clock(datetime(2026, 6, 4, 7, 30), MEDAN)  # noqa: DTZ001


def test_money_has_dots_and_no_decimals():
    assert formats.rupiah(1_250_000) == "Rp1.250.000"
    assert formats.rupiah(0) == "Rp0"
    assert formats.rupiah(-5_000) == "-Rp5.000"
    assert formats.rupiah(1_250_000, "en") == "Rp1,250,000"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12_080, "12.080"),
        (3.5, "3,5"),
        (3.25, "3,25"),
        (1000.0, "1.000"),
        (-0.001, "0"),
        (2.675, "2,68"),
    ],
)
def test_a_number_shows_the_decimals_that_it_has(value, text):
    assert formats.short_number(value) == text


def test_a_share_has_one_decimal_at_most():
    assert formats.percent(55.3) == "55,3%"
    assert formats.percent(100) == "100%"
    assert formats.percent(99.96) == "100%"
    assert formats.percent(55.3, "en") == "55.3%"


def test_days_are_counted_in_words():
    assert formats.days(3) == "3 hari"
    assert formats.days(1.5) == "1,5 hari"
    assert formats.days(1, "en") == "1 day"
    assert formats.days(2, "en") == "2 days"


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_a_written_whole_number_can_be_read_back(value):
    assert int(formats.number(value).replace(".", "")) == value


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2), st.sampled_from(["id", "en"]))
def test_both_languages_write_the_same_number(value, language):
    text = formats.number(value, 2, language)
    plain = text.replace(".", "").replace(",", ".") if language == "id" else text.replace(",", "")
    assert Decimal(plain) == value


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_the_day_of_the_week_fits_the_day(value):
    name = formats.weekday(value).split(",")[0]
    assert name == formats.weekday(value + timedelta(days=7)).split(",")[0]
    assert name != formats.weekday(value + timedelta(days=1)).split(",")[0]
