"""The queue's rule: explainable, priority first, nobody starves."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendopo.domains.bookings import rules
from pendopo.domains.bookings.rules import Waiting
from pendopo.domains.bookings.schema import Clinic, QueueRule, Site, WeeklySession, check_package
from pendopo.kernel.content.schema import Source

QUEUES = st.lists(
    st.builds(Waiting, number=st.integers(1, 200), is_priority=st.booleans()),
    unique_by=lambda ticket: ticket.number,
    max_size=40,
)


def call_all(waiting, regular_every):
    """Call until nobody waits; returns the tickets in the order of calls."""
    left, run, called = {t.number: t for t in waiting}, 0, []
    while choice := rules.next_call(left.values(), priority_run=run, regular_every=regular_every):
        ticket = left.pop(choice.number)
        run = rules.run_after(run, is_priority=ticket.is_priority)
        called.append(ticket)
    return called


def test_nobody_waits_gives_nobody():
    assert rules.next_call([], priority_run=0, regular_every=3) is None


def test_two_priority_calls_are_followed_by_a_regular_one():
    waiting = [Waiting(1, False), Waiting(2, False), *(Waiting(n, True) for n in (3, 4, 5))]
    assert [ticket.number for ticket in call_all(waiting, 3)] == [3, 4, 1, 5, 2]


def test_every_choice_is_explained():
    choice = rules.next_call([Waiting(1, False), Waiting(2, True)], priority_run=2, regular_every=3)
    assert choice == rules.Choice(1, "Giliran umum: setiap 3 panggilan, satu untuk umum.")


@given(QUEUES, st.integers(2, 6))
def test_everybody_is_called_once(waiting, regular_every):
    called = call_all(waiting, regular_every)
    assert sorted(t.number for t in called) == sorted(t.number for t in waiting)


@given(QUEUES, st.integers(2, 6))
def test_each_group_is_called_in_the_order_of_numbers(waiting, regular_every):
    called = call_all(waiting, regular_every)
    for group in (True, False):
        numbers = [t.number for t in called if t.is_priority is group]
        assert numbers == sorted(numbers)


@given(QUEUES, st.integers(2, 6))
def test_nobody_starves_while_both_wait(waiting, regular_every):
    called = call_all(waiting, regular_every)
    last_regular = max((i for i, t in enumerate(called) if not t.is_priority), default=-1)
    run = 0
    for ticket in called[: last_regular + 1]:
        run = run + 1 if ticket.is_priority else 0
        assert run < regular_every


@given(st.integers(1, 200), st.integers(3, 60))
def test_a_later_number_has_a_later_turn(number, minutes):
    start = datetime(2026, 6, 4, 1, tzinfo=UTC)
    assert rules.turn_at(start, 1, minutes) == start
    assert rules.turn_at(start, number, minutes) < rules.turn_at(start, number + 1, minutes)


def weekly(start, end, days=("kamis",)):
    return WeeklySession(
        days=days, start=start, end=end, slot_minutes=6, quota_online=5, quota_walk_in=5
    )


def site(*sessions, closed_on=(), clinics=1):
    return Site(
        code="pkm-x",
        version=1,
        effective_from=date(2024, 1, 1),
        title="Puskesmas X",
        agency="pkm-x",
        district="12.19.05",
        address="Talawi",
        is_sample=True,
        days_ahead=7,
        queue=QueueRule(regular_every=3, source=Source(text="usul", confidence="unknown")),
        closed_on=closed_on,
        clinics=[
            Clinic(code="umum", name="Poli Umum", letter="A", sessions=sessions)
            for _ in range(clinics)
        ],
    )


def test_sessions_of_a_day_are_local_and_in_order():
    place = site(weekly(time(10), time(12)), weekly(time(8), time(10)))
    zone = ZoneInfo("Asia/Jakarta")
    found = rules.openings(place, place.clinics[0], date(2026, 6, 4), zone)
    assert [o.starts_at.astimezone(UTC).hour for o in found] == [1, 3]
    assert rules.openings(place, place.clinics[0], date(2026, 6, 5), zone) == []


def test_a_closed_day_has_no_sessions():
    day = date(2026, 6, 4)
    place = site(weekly(time(8), time(10)), closed_on=(day,))
    assert rules.openings(place, place.clinics[0], day, ZoneInfo("Asia/Jakarta")) == []


def test_overlapping_sessions_and_doubled_clinics_are_refused():
    faulty = site(weekly(time(8), time(10)), weekly(time(9), time(11)), clinics=2)
    sentences = list(check_package(faulty, {}))
    assert "Dua poli memakai code yang sama." in sentences
    assert "Sesi Poli Umum hari kamis saling tumpang tindih." in sentences


def test_a_session_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="Jam selesai"):
        weekly(time(10), time(8))
