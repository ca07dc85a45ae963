"""Two hundred people press at once: the quota holds and the numbers have no gap."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from pendopo.domains.bookings import actions
from pendopo.domains.bookings.models import Session, Ticket
from pendopo.domains.bookings.tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, QUOTA = 200, 150


def in_thread(work):
    """Run in a thread with a connection of its own."""

    def run(*args):
        try:
            return work(*args)
        finally:
            connection.close()

    return run


def test_two_hundred_parallel_bookings_keep_quota_and_numbers(now):
    factories.load_site(now, quota=QUOTA)
    residents = [factories.make_resident(number) for number in range(PEOPLE)]

    @in_thread
    def try_to_book(resident):
        try:
            return factories.book(resident, now).number
        except actions.SessionFull:
            return None

    with ThreadPoolExecutor(16) as pool:
        given = [number for number in pool.map(try_to_book, residents) if number]
    assert sorted(given) == list(range(1, QUOTA + 1))
    session = Session.objects.get()
    assert (session.taken_online, session.last_number) == (QUOTA, QUOTA)


def test_one_person_pressing_twenty_times_gets_one_number(now):
    factories.load_site(now, quota=QUOTA)
    resident = factories.make_resident()

    @in_thread
    def try_to_book(_):
        try:
            return factories.book(resident, now).number
        except actions.AlreadyBooked:
            return None

    with ThreadPoolExecutor(8) as pool:
        given = [number for number in pool.map(try_to_book, range(20)) if number]
    assert given == [1]
    assert Session.objects.get().last_number == 1


def test_officers_who_call_at_once_call_different_numbers(now):
    factories.load_site(now, quota=30)
    officer = factories.make_officer()
    tickets = [factories.walk_in(officer, now) for _ in range(20)]
    session_id = tickets[0].session_id

    @in_thread
    def call(_):
        return actions.call_next(session_id=session_id, actor=officer, now=now)[0].number

    with ThreadPoolExecutor(4) as pool:
        called = list(pool.map(call, range(20)))
    assert sorted(called) == list(range(1, 21))
    assert Ticket.objects.filter(state="called").count() == 20
