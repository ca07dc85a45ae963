"""Periods and their words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendopo.domains.command import rules
from pendopo.domains.command.rules import Span

WIB = ZoneInfo("Asia/Jakarta")


def test_today_begins_at_local_midnight():
    found = rules.period(Span.TODAY, datetime(2026, 6, 4, 3, tzinfo=UTC), WIB)
    assert found.since == datetime(2026, 6, 4, tzinfo=WIB)
    assert found.before_since == datetime(2026, 6, 3, tzinfo=WIB)


def test_seven_days_count_today():
    found = rules.period(Span.WEEK, datetime(2026, 6, 4, 3, tzinfo=UTC), WIB)
    assert found.since == datetime(2026, 5, 29, tzinfo=WIB)


@given(
    st.sampled_from(list(Span)),
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_the_period_before_is_as_long_and_ends_no_later(span, now):
    found = rules.period(span, now, WIB)
    assert found.until - found.since == found.before_until - found.before_since
    assert found.before_until <= found.until - timedelta(days=1)
    assert found.since <= found.until


@pytest.mark.parametrize("word", ["", "abc", "7-hari ", "<b>"])
def test_an_unknown_period_is_a_month(word):
    assert rules.span_of(word) == Span.MONTH


@pytest.mark.parametrize(
    ("value", "before", "words"),
    [
        (14, 2, "naik 12 dari kurun sebelumnya"),
        (900, 0, "tidak ada pada kurun sebelumnya"),
        (2, 3.5, "turun 1,5 dari kurun sebelumnya"),
        (3, 3, "sama dengan kurun sebelumnya"),
    ],
)
def test_a_change_is_said_in_words(value, before, words):
    assert rules.change_words(value, before) == words
