"""Wording and retries."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendopo.domains.notices import rules

WIB = ZoneInfo("Asia/Jakarta")


def test_codes_dates_and_times_are_written_for_people():
    values = rules.plain(
        {
            "number": "2026-K7QM",
            "due_on": date(2026, 6, 4),
            "at": datetime(2026, 6, 4, 7, 30, tzinfo=UTC),
            "count": 12080,
        }
    )
    text = rules.fill("{number}: {due_on}; {at}; {count}", values, WIB)
    assert text == "2026-K7QM: 4 Juni 2026; 4 Juni 2026, 14.30 WIB; 12.080"


def test_a_missing_value_reads_as_a_dash():
    assert rules.fill("Selesai {due_on}.", {}, WIB) == "Selesai –."


@pytest.mark.parametrize("text", ["68,4%", "Rp1.250.000", "-Rp5", "-3,25"])
def test_a_number_as_people_write_it_is_kept_as_it_is(text):
    stored = rules.plain({"value": text})
    assert rules.fill("{value}", stored, WIB) == text


@pytest.mark.parametrize(
    "text",
    ["Budi Santoso", "", "sakit, demam", "a" * 121, "0812 3456", "sakit,demam", "5,%", "%"],
)
def test_free_text_is_refused_as_a_code(text):
    with pytest.raises(rules.NotACode):
        rules.plain({"note": text})


def test_a_time_without_zone_is_refused():
    with pytest.raises(rules.NotACode):
        rules.plain({"at": datetime(2026, 6, 4, 7, 30)})  # noqa: DTZ001


@given(st.integers(min_value=1, max_value=50))
def test_retries_come_later_each_time_and_end(attempts):
    now = datetime(2026, 6, 4, tzinfo=UTC)
    first, second = rules.next_try(attempts, now), rules.next_try(attempts + 1, now)
    assert first is None or second is None or first < second
    assert (first is None) == (attempts > len(rules.RETRIES))


def test_the_lease_outlives_a_round_of_sends_that_all_time_out():
    from pendopo.domains.notices import actions
    from pendopo.domains.notices.ports import TIMEOUT_SECONDS

    assert timedelta(seconds=TIMEOUT_SECONDS) * actions.SEND_CHUNK < rules.LEASE
