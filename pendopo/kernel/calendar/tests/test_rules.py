"""Deadlines, counted days and their reasons."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendopo.kernel.calendar import rules
from pendopo.kernel.calendar.rules import Day, Kind, SpecialDay, Stop, WorkCalendar

WIB = ZoneInfo("Asia/Jakarta")
NATIONAL, LEAVE = Kind.NATIONAL_HOLIDAY, Kind.COLLECTIVE_LEAVE

IDULFITRI = {
    date(2026, 3, 18): SpecialDay(LEAVE, "Hari Suci Nyepi"),
    date(2026, 3, 19): SpecialDay(NATIONAL, "Hari Suci Nyepi"),
    date(2026, 3, 20): SpecialDay(LEAVE, "Idulfitri 1447 H"),
    date(2026, 3, 21): SpecialDay(NATIONAL, "Idulfitri 1447 H"),
    date(2026, 3, 22): SpecialDay(NATIONAL, "Idulfitri 1447 H"),
    date(2026, 3, 23): SpecialDay(LEAVE, "Idulfitri 1447 H"),
    date(2026, 3, 24): SpecialDay(LEAVE, "Idulfitri 1447 H"),
}
CALENDAR = WorkCalendar(days=IDULFITRI, known_years=frozenset({2026, 2027}))


def wib(month, day, hour=10, minute=0, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=WIB)


def test_the_deadline_is_closing_time_on_the_nth_working_day_after_receipt():
    assert rules.due_at(wib(6, 8), 3, CALENDAR) == wib(6, 11, 16)


def test_zero_working_days_means_today_before_closing():
    assert rules.due_at(wib(6, 8), 0, CALENDAR) == wib(6, 8, 16)


def test_a_weekend_is_not_counted():
    assert rules.due_at(wib(6, 12), 1, CALENDAR) == wib(6, 15, 16)


def test_what_arrives_after_closing_is_received_on_the_next_working_day():
    assert rules.due_at(wib(6, 12, 16, 1), 1, CALENDAR) == wib(6, 16, 16)


def test_what_arrives_at_the_last_minute_is_received_today():
    assert rules.due_at(wib(6, 12, 16, 0), 1, CALENDAR) == wib(6, 15, 16)


def test_a_cut_off_may_be_earlier_than_closing():
    calendar = WorkCalendar(cut_off=time(14), known_years=frozenset({2026}))
    assert rules.due_at(wib(6, 8, 14, 30), 1, calendar) == wib(6, 10, 16)


def test_what_arrives_on_a_saturday_is_received_on_monday():
    assert rules.due_at(wib(6, 13), 1, CALENDAR) == wib(6, 16, 16)


def test_holidays_and_joint_leave_push_the_deadline():
    assert rules.due_at(wib(3, 17), 1, CALENDAR) == wib(3, 25, 16)


def test_a_calendar_may_count_joint_leave():
    calendar = WorkCalendar(
        days=IDULFITRI, known_years=frozenset({2026}), counts_collective_leave=True
    )
    assert rules.due_at(wib(3, 17), 1, calendar) == wib(3, 18, 16)
    [_, day] = rules.count(wib(3, 17), wib(3, 18), calendar)
    assert day.counted
    assert day.reason == "Hari kerja (cuti bersama, layanan tetap buka: Hari Suci Nyepi)"


def test_a_six_day_desk_works_on_saturday():
    calendar = WorkCalendar(weekly_off=frozenset({6}), known_years=frozenset({2026}))
    assert rules.due_at(wib(6, 12), 1, calendar) == wib(6, 13, 16)


def test_every_line_says_why():
    lines = rules.count(wib(3, 17), wib(3, 25), CALENDAR)
    assert [(line.counted, line.reason) for line in lines] == [
        (False, "Hari penerimaan (hari ke-0)"),
        (False, "Cuti bersama: Hari Suci Nyepi"),
        (False, "Libur nasional: Hari Suci Nyepi"),
        (False, "Cuti bersama: Idulfitri 1447 H"),
        (False, "Libur nasional: Idulfitri 1447 H"),
        (False, "Libur nasional: Idulfitri 1447 H"),
        (False, "Cuti bersama: Idulfitri 1447 H"),
        (False, "Cuti bersama: Idulfitri 1447 H"),
        (True, "Hari kerja"),
    ]


def test_late_receipt_is_explained_before_day_zero():
    lines = rules.count(wib(6, 12, 18), wib(6, 16), CALENDAR)
    assert [line.reason for line in lines] == [
        "Diterima setelah jam layanan",
        "Sabtu",
        "Minggu",
        "Hari penerimaan (hari ke-0)",
        "Hari kerja",
    ]


def test_days_of_waiting_are_named_and_not_counted():
    stop = Stop(wib(6, 9, 11), wib(6, 11, 9))
    lines = rules.count(wib(6, 8), wib(6, 12), CALENDAR, [stop])
    assert [line.counted for line in lines] == [False, False, False, False, True]
    assert lines[1] == Day(date(2026, 6, 9), counted=False, reason="Menunggu kelengkapan dari Anda")


def test_a_stop_outside_desk_hours_excludes_nothing():
    stop = Stop(wib(6, 9, 17), wib(6, 10, 7))
    assert rules.due_at(wib(6, 8), 2, CALENDAR, [stop]) == wib(6, 10, 16)


def test_a_return_just_in_time_does_not_make_the_office_late():
    received, stop = wib(6, 5), Stop(wib(6, 8, 15), wib(6, 10, 14))
    assert rules.due_at(received, 1, CALENDAR, [stop]) == wib(6, 11, 16)


def test_an_open_stop_gives_the_earliest_deadline_still_possible():
    opened = Stop(wib(6, 9, 11))
    earliest = rules.due_at(wib(6, 8), 1, CALENDAR, [opened])
    assert earliest == wib(6, 10, 16)
    for end in (wib(6, 9, 12), wib(6, 10, 12), wib(6, 20, 12)):
        assert rules.due_at(wib(6, 8), 1, CALENDAR, [Stop(opened.start, end)]) >= earliest


def test_an_open_stop_explains_every_day_until_now():
    lines = rules.count(wib(6, 8), wib(6, 11), CALENDAR, [Stop(wib(6, 9, 11))])
    assert [line.counted for line in lines] == [False] * 4


def test_a_year_without_calendar_is_said_in_the_line():
    [*_, last] = rules.count(wib(12, 29, year=2027), wib(1, 3, year=2028), CALENDAR)
    assert last.counted
    assert last.reason == "Hari kerja (kalender tahun 2028 belum ada; dihitung tanpa hari libur)"
    assert rules.missing_years(CALENDAR, date(2026, 1, 1), date(2028, 1, 3)) == (2028,)


def test_the_date_is_the_one_on_the_wall_of_the_desk():
    # 23.30 UTC on the 7th is already the 8th, before opening, in all three zones.
    moment = datetime(2026, 6, 7, 23, 30, tzinfo=UTC)
    for zone, hour in (("Asia/Jakarta", 9), ("Asia/Makassar", 8), ("Asia/Jayapura", 7)):
        calendar = WorkCalendar(zone=zone, known_years=frozenset({2026}))
        assert rules.day_zero(moment, calendar) == date(2026, 6, 8)
        assert rules.due_at(moment, 1, calendar) == datetime(2026, 6, 9, hour, tzinfo=UTC)


def test_closing_time_differs_between_the_zones():
    # 16.30 in Jayapura is 14.30 in Jakarta.
    moment = datetime(2026, 6, 8, 7, 30, tzinfo=UTC)
    assert rules.day_zero(moment, WorkCalendar(zone="Asia/Jayapura")) == date(2026, 6, 9)
    assert rules.day_zero(moment, WorkCalendar(zone="Asia/Jakarta")) == date(2026, 6, 8)


def test_lead_time_is_measured_with_and_without_stops():
    stop = Stop(wib(6, 9, 11), wib(6, 11, 9))
    assert rules.lead(wib(6, 8), wib(6, 12, 9), CALENDAR, [stop]) == rules.Lead(gross=4, net=1)


def test_done_on_the_day_of_receipt_took_no_working_day():
    assert rules.lead(wib(6, 8, 9), wib(6, 8, 15), CALENDAR) == rules.Lead(gross=0, net=0)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        rules.due_at(wib(6, 8).replace(tzinfo=None), 1, CALENDAR)


@pytest.mark.parametrize("days", [-1, rules.LONGEST + 1])
def test_an_impossible_number_of_days_is_refused(days):
    with pytest.raises(ValueError, match="working days"):
        rules.due_at(wib(6, 8), days, CALENDAR)


def test_a_desk_that_never_opens_is_refused():
    with pytest.raises(ValueError, match="no day"):
        WorkCalendar(weekly_off=frozenset(range(7)))


# Properties

moments = st.timedeltas(timedelta(0), timedelta(days=364)).map(
    lambda elapsed: datetime(2026, 1, 1, tzinfo=UTC) + elapsed
)
lengths = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=30))
stops = st.builds(lambda start, length: Stop(start, start + length), moments, lengths)
calendars = st.builds(
    lambda zone, off, days: WorkCalendar(
        zone=zone,
        weekly_off=off,
        days={day: SpecialDay(kind, "Libur") for day, kind in days.items()},
        known_years=frozenset({2026, 2027}),
    ),
    st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]),
    st.frozensets(st.integers(0, 6), max_size=3),
    st.dictionaries(
        st.dates(date(2026, 1, 1), date(2027, 6, 30)), st.sampled_from(Kind), max_size=25
    ),
)
numbers = st.integers(min_value=0, max_value=30)


@given(moments, numbers, calendars, st.lists(stops, max_size=3))
def test_as_many_days_are_counted_as_were_promised(start, n, calendar, stood):
    due = rules.due_at(start, n, calendar, stood)
    assert rules.working_days_between(start, due, calendar, stood) == n


@given(moments, numbers, calendars, st.lists(stops, max_size=3))
def test_more_days_are_never_earlier(start, n, calendar, stood):
    assert rules.due_at(start, n, calendar, stood) < rules.due_at(start, n + 1, calendar, stood)


@given(moments, numbers, calendars, st.lists(stops, max_size=3), stops)
def test_one_more_stop_is_never_earlier(start, n, calendar, stood, more):
    without = rules.due_at(start, n, calendar, stood)
    assert rules.due_at(start, n, calendar, [*stood, more]) >= without


@given(moments, lengths, numbers, calendars, st.lists(stops, max_size=3))
def test_arriving_later_is_never_due_earlier(start, delay, n, calendar, stood):
    early = rules.due_at(start, n, calendar, stood)
    assert rules.due_at(start + delay, n, calendar, stood) >= early


@given(moments, lengths, calendars, st.lists(stops, max_size=3))
def test_lines_are_contiguous(start, length, calendar, stood):
    until = start + length
    lines = [line.date for line in rules.count(start, until, calendar, stood)]
    first, last = calendar.local(start).date(), calendar.local(until).date()
    assert lines == [first + timedelta(days=i) for i in range((last - first).days + 1)]


@given(moments, numbers, calendars, st.lists(stops, max_size=3))
def test_a_deadline_falls_on_closing_time_of_a_working_day(start, n, calendar, stood):
    due = calendar.local(rules.due_at(start, n, calendar, stood))
    assert due.time() == calendar.closes
    assert calendar.is_working_day(due.date())


@given(moments, lengths, calendars, stops)
def test_net_is_never_more_than_gross(start, length, calendar, stood):
    lead = rules.lead(start, start + length, calendar, [stood])
    assert 0 <= lead.net <= lead.gross
