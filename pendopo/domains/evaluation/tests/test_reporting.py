"""When a report is fresh, and when an agency is reminded."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendopo.domains.evaluation import rules
from pendopo.domains.evaluation.rules import Report, Reported
from pendopo.kernel.calendar.rules import Kind, SpecialDay, WorkCalendar

END = date(2026, 12, 31)
TODAY = date(2026, 6, 8)
HOLIDAY = date(2026, 6, 16)
CALENDAR = WorkCalendar(
    code="uji",
    zone="Asia/Jakarta",
    weekly_off=frozenset({5, 6}),
    opens=time(8),
    closes=time(16),
    days={HOLIDAY: SpecialDay(Kind.NATIONAL_HOLIDAY, "Tahun baru Islam", "uji")},
    known_years=frozenset({2026}),
)


def state(*reports: Report, now: str = "3.62", today: date = TODAY) -> Reported:
    return rules.reported(reports, Decimal(now), today=today, end=END, stale_days=30)


def report(days_ago: int = 0, value: str = "3.62", **changes: object) -> Report:
    given = {"value": Decimal(value), "read_on": TODAY - timedelta(days=days_ago), **changes}
    return Report(**given)  # type: ignore[arg-type]


def test_what_nobody_attached_is_missing() -> None:
    assert state() is Reported.MISSING


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (report(30), Reported.FRESH),
        (report(31), Reported.OLD),
        (report(value="3.61"), Reported.CHANGED),
        (report(is_refused=True), Reported.REFUSED),
        (report(expires_on=TODAY - timedelta(days=1)), Reported.EXPIRED),
        (report(expires_on=TODAY), Reported.FRESH),
    ],
)
def test_one_report_says_what_is_wrong_with_it(one: Report, said: Reported) -> None:
    assert state(one) is said


def test_one_fresh_report_is_enough_whatever_follows() -> None:
    assert state(report(), report(is_refused=True)) is Reported.FRESH
    assert state(report(is_refused=True), report(value="1")) is Reported.CHANGED


def test_what_was_read_after_the_period_never_grows_old() -> None:
    later = report(read_on=END + timedelta(days=3))
    assert state(later, today=END + timedelta(days=400)) is Reported.FRESH


@pytest.mark.parametrize(
    ("today", "due_on", "left"),
    [
        (date(2026, 6, 8), date(2026, 6, 8), 0),
        (date(2026, 6, 8), date(2026, 6, 15), 5),
        (date(2026, 6, 12), date(2026, 6, 17), 2),  # over a weekend and a holiday
        (date(2026, 6, 12), date(2026, 6, 14), 0),  # due on a Sunday: Friday is the day
        (date(2026, 6, 15), date(2026, 6, 14), -1),
        (date(2026, 6, 22), date(2026, 6, 12), -5),
    ],
)
def test_deadlines_are_counted_in_working_days(today: date, due_on: date, left: int) -> None:
    assert rules.working_days_left(today, due_on, CALENDAR) == left


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (6, ""),
        (5, "before-5"),
        (2, ""),
        (1, "before-1"),
        (0, "due"),
        (-1, ""),
        (-5, "overdue"),
        (-10, "overdue"),
        (-11, ""),
    ],
)
def test_a_stage_falls_on_its_day_only(left: int, said: str) -> None:
    assert rules.stage(left, before=(5, 1), overdue_every=5) == said


@given(st.integers(0, 200), st.integers(0, 60))
def test_each_stage_before_the_deadline_falls_on_exactly_one_working_day(
    first: int, length: int
) -> None:
    due_on = date(2026, 1, 1) + timedelta(days=first + length)
    days = [date(2026, 1, 1) + timedelta(days=first + n) for n in range(length + 1)]
    worked = [day for day in days if CALENDAR.is_working_day(day)]
    said = [
        rules.stage(rules.working_days_left(day, due_on, CALENDAR), before=(5, 1), overdue_every=5)
        for day in worked
    ]
    assert said.count("before-5") == (len(worked) > 5)
    assert said.count("before-1") == (len(worked) > 1)
    assert said.count("due") == (len(worked) > 0)


def test_the_list_is_brought_up_again_after_so_many_working_days() -> None:
    assert rules.is_due_again(None, TODAY, 5, CALENDAR)
    assert not rules.is_due_again(TODAY, date(2026, 6, 12), 5, CALENDAR)
    assert rules.is_due_again(TODAY, date(2026, 6, 15), 5, CALENDAR)
