"""Pages of bookings: one good, one forbidden, one wrong input each."""

from http import HTTPStatus

import pytest
import time_machine
from django.contrib.messages.storage.cookie import CookieStorage

from pendopo.domains.bookings import actions, hooks
from pendopo.domains.bookings.tests import factories
from pendopo.domains.bookings.views import board, officer, resident
from pendopo.kernel.actor import ANONYMOUS
from pendopo.kernel.errors import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(now):
    factories.load_site(now, quota=2)
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def ask(rf):
    """Call a view as an actor, the way the middleware would."""

    def call(view, actor, data=None, headers=None, path="/", **kwargs):
        request = rf.get(path, headers=headers) if data is None else rf.post(path, data)
        request.actor = actor
        request._messages = CookieStorage(request)
        return view(request, **kwargs)

    return call


def form(actor, **changes):
    return {
        "patient": actor.ref,
        "kind": "new",
        "payer": "jkn",
        "priority": "none",
        **changes,
    }


def where(now):
    return {
        "site": factories.SITE,
        "clinic": "umum",
        "starts_at": factories.session_start(now),
    }


def test_a_visitor_sees_sites_and_free_places(ask, now):
    assert "Puskesmas Contoh" in ask(resident.list_sites, ANONYMOUS).content.decode()
    page = ask(resident.list_clinics, ANONYMOUS, site=factories.SITE).content.decode()
    assert "13.00–15.00 WIB" in page
    assert "sisa 2" in page


def test_booking_leads_to_the_ticket(ask, now):
    actor = factories.make_resident()
    answer = ask(resident.book, actor, data=form(actor), **where(now))
    assert answer.status_code == HTTPStatus.FOUND
    key = answer.url.rstrip("/").rpartition("/")[2]
    page = ask(resident.show_ticket, actor, key=key).content.decode()
    assert "A-001" in page
    assert "Kamis, 4 Juni 2026" in page


def test_a_wrong_answer_keeps_the_others(ask, now):
    actor = factories.make_resident()
    answer = ask(resident.book, actor, data=form(actor, payer="gold"), **where(now))
    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.OK
    assert page.count("checked") == 3


def test_a_full_session_is_said_on_the_form(ask, now):
    for number in (1, 2):
        factories.book(factories.make_resident(number), now)
    actor = factories.make_resident(3)
    page = ask(resident.book, actor, data=form(actor), **where(now)).content.decode()
    assert "Tempat pada jadwal ini sudah habis." in page


def test_a_visitor_must_sign_in_to_book(ask, now):
    answer = ask(resident.book, ANONYMOUS, **where(now))
    assert answer.url.startswith("/masuk/")


def test_the_desk_shows_todays_queue_to_its_officer_only(ask, now):
    factories.book(factories.make_resident(), now)
    page = ask(officer.show_queue, factories.make_officer(), site=factories.SITE)
    assert "A-001" in page.content.decode()
    with pytest.raises(NotAllowed):
        ask(officer.show_queue, factories.make_officer("/lain/"), site=factories.SITE)
    with pytest.raises(NotAllowed):
        ask(officer.show_queue, factories.make_resident(2), site=factories.SITE)


def test_an_unknown_step_is_refused(ask, now):
    with pytest.raises(NotAllowed):
        ask(
            officer.take_step,
            factories.make_officer(),
            data={},
            site=factories.SITE,
            key="X",
            step="hapus",
        )


def test_calling_goes_back_to_the_same_clinic(ask, now):
    ticket = factories.walk_in(factories.make_officer(), now)
    answer = ask(
        officer.call_next,
        factories.make_officer(),
        data={},
        path="/?poli=umum",
        site=factories.SITE,
        session_id=ticket.session_id,
    )
    assert answer.url.endswith("/pkm-contoh/?poli=umum")


def test_the_board_shows_numbers_and_no_names(ask, now):
    resident_actor, desk = factories.make_resident(), factories.make_officer()
    ticket = factories.book(resident_actor, now)
    actions.check_in(ref=ticket.ref, actor=desk, now=now)
    actions.call_next(session_id=ticket.session_id, actor=desk, now=now)
    page = ask(board.show_board, ANONYMOUS, site=factories.SITE).content.decode()
    assert "A-001" in page
    assert resident_actor.name not in page


def test_polling_answers_nothing_until_something_changes(ask, now):
    first = ask(board.poll_board, ANONYMOUS, site=factories.SITE)
    same = {"If-None-Match": first["ETag"]}
    again = ask(board.poll_board, ANONYMOUS, headers=same, site=factories.SITE)
    assert (again.status_code, again.content) == (HTTPStatus.NOT_MODIFIED, b"")
    factories.walk_in(factories.make_officer(), now)
    changed = ask(board.poll_board, ANONYMOUS, headers=same, site=factories.SITE)
    assert changed.status_code == HTTPStatus.OK


@pytest.mark.parametrize("path", ["/papan/tidak-ada/", "/kunjungan/pkm-contoh/umum/20269999T9999/"])
def test_an_address_that_is_nowhere_is_not_found(client, path):
    assert client.get(path).status_code == HTTPStatus.NOT_FOUND


def test_my_ticket_is_linked_for_me_only(now):
    actor = factories.make_resident()
    ticket = factories.book(actor, now)
    assert hooks.ticket_links([ticket.ref], actor)[ticket.ref].label == "tiket A-001"
    assert hooks.ticket_links([ticket.ref], factories.make_resident(2)) == {}


def test_home_shows_my_next_visit(now):
    actor = factories.make_resident()
    factories.book(actor, now)
    (card,) = hooks.next_visit(actor)
    assert card.title == "Kunjungan Anda, nomor A-001"
    assert list(hooks.next_visit(ANONYMOUS)) == []


def test_a_figure_counts_and_leads_to_its_list(now, ask):
    from datetime import timedelta

    factories.book(factories.make_resident(), now)
    made, *_ = hooks.visits(factories.make_officer(), now - timedelta(days=1), now + timedelta(1))
    assert (made.value, made.parts) == (1, (("12.19.05", 1),))
    page = ask(officer.list_visits, factories.make_officer(), path=made.address)
    assert "Puskesmas Contoh" in page.content.decode()
