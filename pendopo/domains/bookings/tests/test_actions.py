"""Numbers, quotas, steps: what holds and what is refused."""

from datetime import timedelta

import pytest

from pendopo.domains.bookings import actions, queries
from pendopo.domains.bookings.models import Session, Ticket
from pendopo.domains.bookings.rules import State
from pendopo.domains.bookings.tests import factories
from pendopo.domains.notices.models import Notice
from pendopo.kernel.errors import NotAllowed
from pendopo.kernel.ledger import book as ledger_book

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(now):
    factories.load_site(now, quota=3)


@pytest.fixture
def resident():
    return factories.make_resident()


@pytest.fixture
def officer():
    return factories.make_officer()


def names_of(ticket):
    return [entry.name for entry in ledger_book.entries_of(ticket.ref)]


def test_a_booking_gives_a_number_an_entry_and_a_notice(resident, now):
    ticket = factories.book(resident, now)
    assert (ticket.code, ticket.state) == ("A-001", State.BOOKED)
    assert names_of(ticket) == ["bookings.booking_made"]
    assert Notice.objects.get().person_ref == resident.ref


def test_the_ledger_learns_neither_patient_nor_clinic_nor_priority(resident, now):
    ticket = factories.book(resident, now, visit=factories.FIRST)
    (entry,) = ledger_book.entries_of(ticket.ref)
    for word in ("umum", "elderly", "Warga", "jkn"):
        assert word not in entry.payload


def test_a_full_session_is_refused_and_nothing_changes(now):
    for number in range(3):
        factories.book(factories.make_resident(number), now)
    with pytest.raises(actions.SessionFull):
        factories.book(factories.make_resident(9), now)
    assert Session.objects.get().last_number == 3
    assert Ticket.objects.count() == 3


def test_a_second_number_for_the_same_patient_is_refused(resident, now):
    factories.book(resident, now)
    with pytest.raises(actions.AlreadyBooked):
        factories.book(resident, now)
    assert Session.objects.get().taken_online == 1


def test_a_session_that_has_begun_is_refused(resident, now):
    start = factories.session_start(now)
    with pytest.raises(actions.SessionNotOpen):
        factories.book(resident, start, starts_at=start)


def test_a_session_too_far_ahead_is_refused(resident, now):
    with pytest.raises(actions.SessionNotOpen):
        factories.book(resident, now, starts_at=factories.session_start(now) + timedelta(days=14))


def test_a_moment_without_session_is_refused(resident, now):
    with pytest.raises(queries.NoSuchSession):
        factories.book(resident, now, starts_at=factories.session_start(now) + timedelta(hours=1))


def test_booking_for_a_stranger_is_refused(resident, now):
    stranger = factories.make_resident(2)
    with pytest.raises(actions.NotYourPatient):
        factories.book(resident, now, patient_ref=stranger.ref)


def test_a_parent_books_for_a_child(resident, now):
    child = factories.make_child_of(resident, now)
    ticket = factories.book(resident, now, patient_ref=child.ref)
    assert (ticket.booked_by, ticket.patient_ref) == (resident.ref, child.ref)


def test_more_visits_than_a_family_needs_are_refused(resident, now, monkeypatch):
    monkeypatch.setattr("pendopo.domains.bookings.actions.booking.MAX_ACTIVE", 1)
    factories.book(resident, now)
    tomorrow = factories.session_start(now) + timedelta(days=1)
    with pytest.raises(actions.TooManyVisits):
        factories.book(resident, now, starts_at=tomorrow)
    assert Session.objects.get(starts_at=factories.session_start(now)).taken_online == 1
    assert not Session.objects.filter(starts_at=tomorrow, taken_online__gt=0).exists()


def test_a_cancelled_place_is_free_but_its_number_is_not_given_again(resident, now):
    ticket = factories.book(resident, now)
    actions.cancel_visit(ref=ticket.ref, actor=resident, now=now)
    again = factories.book(resident, now)
    assert again.code == "A-002"
    assert Session.objects.get().taken_online == 1
    assert names_of(ticket)[-1] == "bookings.booking_cancelled"


def test_cancelling_after_the_start_is_refused(resident, now):
    ticket = factories.book(resident, now)
    with pytest.raises(actions.StepNotAllowed):
        actions.cancel_visit(ref=ticket.ref, actor=resident, now=factories.session_start(now))


def test_cancelling_somebody_elses_visit_is_not_found(resident, now):
    ticket = factories.book(resident, now)
    with pytest.raises(queries.NoSuchTicket):
        actions.cancel_visit(ref=ticket.ref, actor=factories.make_resident(2), now=now)


def test_walk_ins_and_bookings_share_one_row_of_numbers(resident, officer, now):
    codes = [factories.book(resident, now).code, factories.walk_in(officer, now).code]
    assert codes == ["A-001", "A-002"]


def test_a_visit_from_booking_to_done(resident, officer, now):
    ticket = factories.book(resident, now)
    later = now + timedelta(minutes=30)
    actions.check_in(ref=ticket.ref, actor=officer, now=now)
    called, reason = actions.call_next(session_id=ticket.session_id, actor=officer, now=later)
    assert (called.pk, reason) == (ticket.pk, "Nomor terkecil yang sudah hadir.")
    actions.start_service(ref=ticket.ref, actor=officer, now=later)
    done = actions.finish_service(ref=ticket.ref, actor=officer, now=later)
    assert done.state == State.DONE
    assert names_of(ticket) == [
        "bookings.booking_made",
        "bookings.visitor_arrived",
        "bookings.number_called",
        "bookings.visit_started",
        "bookings.visit_served",
    ]
    called_entry = ledger_book.entries_of(ticket.ref)[2]
    assert called_entry.event.waited_minutes == 30


def test_a_number_that_is_not_there_is_not_called(resident, officer, now):
    ticket = factories.book(resident, now)
    with pytest.raises(actions.NobodyWaits):
        actions.call_next(session_id=ticket.session_id, actor=officer, now=now)


def test_calling_honours_priority_and_the_regular_turn(officer, now):
    factories.walk_in(officer, now)
    session_id = factories.walk_in(officer, now, factories.FIRST).session_id
    factories.walk_in(officer, now, factories.FIRST)
    called = [
        actions.call_next(session_id=session_id, actor=officer, now=now)[0].number for _ in range(3)
    ]
    assert called == [2, 3, 1]


def test_a_step_out_of_order_is_refused(resident, officer, now):
    ticket = factories.book(resident, now)
    with pytest.raises(actions.StepNotAllowed):
        actions.finish_service(ref=ticket.ref, actor=officer, now=now)
    ticket.refresh_from_db()
    assert ticket.state == State.BOOKED


def test_an_officer_of_another_unit_is_refused(resident, now):
    ticket = factories.book(resident, now)
    with pytest.raises(NotAllowed):
        actions.check_in(ref=ticket.ref, actor=factories.make_officer("/lain/"), now=now)


def test_who_comes_late_after_all_is_checked_in_again(resident, officer, now):
    ticket = factories.book(resident, now)
    actions.mark_missed(ref=ticket.ref, actor=officer, now=now)
    assert actions.check_in(ref=ticket.ref, actor=officer, now=now).state == State.WAITING


def test_a_missed_number_does_not_return_beside_a_new_one(resident, officer, now):
    ticket = factories.book(resident, now)
    actions.mark_missed(ref=ticket.ref, actor=officer, now=now)
    factories.book(resident, now)
    with pytest.raises(actions.StepNotAllowed):
        actions.check_in(ref=ticket.ref, actor=officer, now=now)


def test_past_sessions_are_closed_once(resident, now):
    ticket = factories.book(resident, now)
    evening = now + timedelta(hours=9)
    assert actions.close_past_sessions(now=now) == 0
    assert actions.close_past_sessions(now=evening) == 1
    assert actions.close_past_sessions(now=evening) == 0
    ticket.refresh_from_db()
    assert ticket.state == State.NO_SHOW


def test_figures_count_by_site(resident, officer, now):
    factories.book(resident, now)
    (row,) = queries.visits_by_site(now - timedelta(days=1), now + timedelta(days=1))
    assert (row.booked, row.served, row.missed) == (1, 0, 0)
