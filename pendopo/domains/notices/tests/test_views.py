"""Pages of notices: one good, one forbidden, one wrong input."""

from http import HTTPStatus

import pytest

from pendopo.domains.notices import queries, views
from pendopo.domains.notices.tests import factories
from pendopo.kernel.actor import ANONYMOUS

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(rf):
    """Call a view as an actor, the way the middleware would."""

    def call(view, actor, path="/", data=None, **kwargs):
        from django.contrib.messages.storage.cookie import CookieStorage

        request = rf.get(path) if data is None else rf.post(path, data)
        request.actor = actor
        request._messages = CookieStorage(request)
        return view(request, **kwargs)

    return call


def test_the_list_shows_my_notices_in_words(ask, now):
    factories.load_templates(now)
    person = factories.make_person()
    factories.make_notice(person, now)
    factories.make_notice(factories.make_person(), now, template="case-refused")
    page = ask(views.list_notices, factories.actor_for(person)).content.decode()
    assert "Permohonan 2026-K7QM3F9T kami terima. Selesai paling lambat 4 Juni 2026." in page
    assert "dikabulkan" not in page


def test_an_empty_list_says_what_will_come(ask, now):
    page = ask(views.list_notices, factories.actor_for(factories.make_person()))
    assert "Belum ada pemberitahuan" in page.content.decode()


def test_a_visitor_is_sent_to_sign_in(ask):
    for view in (views.list_notices, views.read_all, views.save_channels):
        answer = ask(view, ANONYMOUS, "/pemberitahuan/")
        assert answer.status_code == HTTPStatus.FOUND
        assert answer.url.startswith("/masuk/")


def test_a_page_that_does_not_exist_shows_the_last_one(ask, now):
    person = factories.make_person()
    factories.make_notice(person, now)
    answer = ask(views.list_notices, factories.actor_for(person), "/?halaman=abc")
    assert answer.status_code == HTTPStatus.OK


def test_an_unknown_channel_changes_nothing(ask, now):
    person = factories.make_person()
    ask(views.save_channels, factories.actor_for(person), data={"channels": ["pigeon"]})
    assert queries.wanted_channels(person.ref) == ["email"]


def test_channels_can_be_switched_off(ask, now):
    person = factories.make_person()
    ask(views.save_channels, factories.actor_for(person), data={})
    assert queries.wanted_channels(person.ref) == []


def test_opening_marks_read(ask, now):
    person = factories.make_person()
    notice = factories.make_notice(person, now)
    actor = factories.actor_for(person)
    ask(views.open_notice, actor, data={}, notice_id=notice.pk)
    assert queries.unread_count(actor) == 0
