"""Telling people, and messages that leave the house: once, late, or not at all."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail

from pendopo.domains.notices import actions, queries, rules
from pendopo.domains.notices.models import Dispatch, Notice, State
from pendopo.domains.notices.ports import email, sandbox
from pendopo.domains.notices.tests import factories
from pendopo.kernel.ledger import book

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def templates(now):
    factories.load_templates(now)


@pytest.fixture
def demo(settings, tmp_path):
    settings.DEMO = True
    settings.DATA_DIR = tmp_path


def entry_names():
    return [entry.name for entry in book.entries_of("case:2026-K7QM3F9T")]


def test_a_notice_is_one_insert(now, django_assert_num_queries):
    person = factories.make_person()
    with django_assert_num_queries(1):
        factories.make_notice(person, now)


def test_free_text_never_enters_a_notice(now):
    person = factories.make_person()
    with pytest.raises(rules.NotACode):
        actions.notify(
            person_ref=person.ref, template="case-decided", subject="case:1", now=now, note="a b"
        )
    assert not Notice.objects.exists()


def test_an_email_says_that_there_is_news_and_nothing_more(now):
    person = factories.make_person(email="siti@contoh.example")
    factories.make_notice(person, now, template="case-refused")
    actions.queue_messages(now=now)
    assert actions.send_due(now=now) == 1
    (letter,) = mail.outbox
    assert letter.to == ["siti@contoh.example"]
    assert letter.body.startswith("Ada kabar untuk permohonan Anda 2026-K7QM3F9T. Buka Pendopo")
    assert "dikabulkan" not in letter.body + letter.subject
    assert "Siti" not in letter.body + letter.subject
    assert entry_names() == ["notices.notice_sent"]


def test_a_second_round_sends_nothing_again(now):
    factories.make_notice(factories.make_person(), now)
    for minute in range(3):
        moment = now + timedelta(minutes=minute)
        actions.queue_messages(now=moment)
        actions.send_due(now=moment)
    assert len(mail.outbox) == 1
    assert Dispatch.objects.count() == 1


def test_killed_after_sending_the_copy_carries_the_same_message_id(now, monkeypatch):
    factories.make_notice(factories.make_person(), now)
    actions.queue_messages(now=now)

    def killed(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(actions, "_note_sent", killed)
        with pytest.raises(KeyboardInterrupt):
            actions.send_due(now=now)
    assert actions.send_due(now=now + timedelta(minutes=1)) == 0
    assert actions.send_due(now=now + rules.LEASE) == 1
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert entry_names() == ["notices.notice_sent"]


def test_a_message_that_another_worker_holds_is_left_alone(now):
    factories.make_notice(factories.make_person(), now)
    actions.queue_messages(now=now)
    dispatch = Dispatch.objects.get()
    assert actions._take(dispatch.pk, now)
    assert not actions._take(dispatch.pk, now)
    assert actions.send_due(now=now) == 0


def test_a_mail_server_that_is_down_is_tried_again_then_given_up(now, monkeypatch):
    factories.make_notice(factories.make_person(), now)
    actions.queue_messages(now=now)

    def down(self):
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(email.EmailMessage, "send", down)
    moment = now
    for attempt in range(1, len(rules.RETRIES) + 1):
        actions.send_due(now=moment)
        dispatch = Dispatch.objects.get()
        assert (dispatch.state, dispatch.attempts) == (State.FAILED, attempt)
        assert dispatch.next_at > moment
        moment = dispatch.next_at
    actions.send_due(now=moment)
    assert Dispatch.objects.get().state == State.GAVE_UP
    assert entry_names() == ["notices.notice_given_up"]
    assert Notice.objects.count() == 1


@pytest.mark.parametrize(("code", "state"), [(550, State.GAVE_UP), (450, State.FAILED)])
def test_only_a_final_refusal_of_the_address_gives_up_at_once(now, monkeypatch, code, state):
    factories.make_notice(factories.make_person(), now)
    actions.queue_messages(now=now)

    def refused(self):
        raise smtplib.SMTPRecipientsRefused({"x@y": (code, b"no")})

    monkeypatch.setattr(email.EmailMessage, "send", refused)
    actions.send_due(now=now)
    assert Dispatch.objects.get().state == state


def test_an_old_notice_stays_in_the_app_only(now):
    factories.make_notice(factories.make_person(), now - actions.FRESH - timedelta(minutes=1))
    assert actions.queue_messages(now=now) == 0
    assert actions.queue_messages(now=now) == 0
    assert not Dispatch.objects.exists()


def test_whatsapp_needs_a_yes(now, demo):
    person = factories.make_person(phone="+6281234567891")
    assert queries.wanted_channels(person.ref) == ["email"]
    factories.want(person, "whatsapp")
    assert queries.wanted_channels(person.ref) == ["whatsapp"]


def test_a_number_that_nobody_proved_receives_nothing(now, demo):
    person = factories.make_person(phone="+6281234567891")
    factories.want(person, "whatsapp")
    person.account.phone_proven_at = None
    person.account.save()
    assert queries.wanted_channels(person.ref) == []


def test_without_a_gateway_there_is_only_email(now):
    person = factories.make_person(phone="+6281234567891")
    assert [choice.code for choice in queries.channel_choices(person.ref)] == ["email"]


@pytest.mark.parametrize(
    ("phone", "states"),
    [
        ("+6281234567891", [State.SENT]),
        ("+6281234567890", [State.GAVE_UP]),
        ("+6281234567897", [State.FAILED, State.FAILED, State.SENT]),
        ("+6281234567898", [State.FAILED, State.SENT]),
    ],
)
def test_the_sandbox_fails_like_a_real_gateway(now, demo, phone, states):
    person = factories.make_person(phone=phone)
    factories.want(person, "whatsapp")
    factories.make_notice(person, now)
    actions.queue_messages(now=now)
    seen, moment = [], now
    for _ in states:
        actions.send_due(now=moment)
        dispatch = Dispatch.objects.get()
        seen.append(dispatch.state)
        moment = dispatch.next_at
    assert seen == states
    assert len(list(sandbox.taken_messages())) == (1 if states[-1] == State.SENT else 0)
    assert all(phone not in taken.recipient for taken in sandbox.taken_messages())


def test_opening_somebody_elses_notice_is_not_found(now):
    notice = factories.make_notice(factories.make_person(), now)
    other = factories.actor_for(factories.make_person())
    with pytest.raises(actions.NoSuchNotice):
        actions.mark_read(notice_id=notice.pk, actor=other, now=now)
    notice.refresh_from_db()
    assert notice.read_at is None


def test_reading_twice_keeps_the_first_time(now):
    person = factories.make_person()
    notice = factories.make_notice(person, now)
    for minute in (1, 2):
        moment = now + timedelta(minutes=minute)
        actions.mark_read(notice_id=notice.pk, actor=factories.actor_for(person), now=moment)
    notice.refresh_from_db()
    assert notice.read_at == now + timedelta(minutes=1)
    assert queries.unread_count(factories.actor_for(person)) == 0


def test_a_notice_without_template_still_says_that_there_is_news(now):
    person = factories.make_person()
    notice = factories.make_notice(person, now, template="not-loaded-yet")
    (line,) = queries.lines([notice], factories.actor_for(person), on=now.date())
    assert line.wording.title == "Ada kabar untuk Anda"
