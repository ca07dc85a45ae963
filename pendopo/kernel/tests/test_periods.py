"""Stretches of time, written and read."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendopo.kernel import periods
from pendopo.kernel.periods import NoSuchPeriod, Period, Span

some = st.builds(
    periods.around, st.dates(date(2001, 1, 1), date(2998, 12, 31)), st.sampled_from(Span)
)


@given(some)
def test_what_is_written_is_read_again(period: Period) -> None:
    assert periods.read(str(period)) == period


@given(some)
def test_periods_follow_one_another_without_a_gap(period: Period) -> None:
    assert period.before().end + timedelta(days=1) == period.start


@given(st.dates(date(2001, 1, 1), date(2998, 12, 31)), st.sampled_from(Span))
def test_a_day_lies_in_its_period(day: date, span: Span) -> None:
    period = periods.around(day, span)
    assert period.start <= day <= period.end


def test_a_quarter_has_its_days() -> None:
    quarter = periods.read("2026-Q2")
    assert (quarter.start, quarter.end) == (date(2026, 4, 1), date(2026, 6, 30))


def test_the_latest_end_with_the_day() -> None:
    found = periods.latest(date(2026, 2, 11), Span.MONTH, 3)
    assert [str(period) for period in found] == ["2025-12", "2026-01", "2026-02"]


@pytest.mark.parametrize(
    "text", ["", "26", "2026-13", "2026-Q5", "2026-S3", "2026-6", "1999", "2026-06\n"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(NoSuchPeriod):
        periods.read(text)
