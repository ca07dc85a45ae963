"""Alerts: raised after a while, standing between two edges, cleared once, taken up by who acts."""

import html
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core import mail as django_mail
from hypothesis import given
from hypothesis import strategies as st

from pendopo.domains.command import actions, queries, rules
from pendopo.domains.command import hooks as command_hooks
from pendopo.domains.command.models import Alert
from pendopo.domains.command.rules import Seen, Step, Watch
from pendopo.domains.command.tests.conftest import HEAD, late
from pendopo.domains.command.views import officers
from pendopo.domains.notices import actions as notices
from pendopo.domains.notices import queries as notice_words
from pendopo.domains.notices import rules as rules_of_notices
from pendopo.domains.notices.models import Notice
from pendopo.domains.people.tests import factories
from pendopo.kernel.actor import Actor, Frame, Grant
from pendopo.kernel.errors import NotAllowed
from pendopo.kernel.ledger.models import Entry

START = datetime(2026, 6, 4, tzinfo=UTC)
WATCH = Watch(is_above=True, value=Decimal(5), clears_at=Decimal(3), lasting=timedelta(minutes=30))
NUMBERS = st.one_of(st.none(), st.integers(0, 9).map(Fraction))


def walk(numbers, watch=WATCH, every=timedelta(minutes=5)):
    """Yield (number, step, since) as the worker would go through them."""
    seen = None
    for place, number in enumerate(numbers):
        now = START + every * place
        step = rules.next_step(watch, number, seen, now)
        since = seen.since if seen else now
        yield number, step, since, now
        if step in {Step.REST, Step.FORGET, Step.CLEAR}:
            seen = None
        else:
            seen = Seen(since, step in {Step.RAISE, Step.STAND})


@given(st.lists(NUMBERS, max_size=40))
def test_an_alert_is_raised_only_after_it_was_wrong_for_long_enough(numbers):
    for number, step, since, now in walk(numbers):
        if step is Step.RAISE:
            assert number is not None
            assert number > 5
            assert now - since >= WATCH.lasting


@given(st.lists(NUMBERS, max_size=40))
def test_raised_and_cleared_take_turns(numbers):
    steps = [step for _, step, _, _ in walk(numbers) if step in {Step.RAISE, Step.CLEAR}]
    assert steps[::2] == [Step.RAISE] * len(steps[::2])
    assert steps[1::2] == [Step.CLEAR] * len(steps[1::2])


@given(st.lists(st.sampled_from([Fraction(4), Fraction(5), None]), max_size=40))
def test_between_the_edges_nothing_changes(numbers):
    raised = Seen(START, is_raised=True)
    for number in numbers:
        assert rules.next_step(WATCH, number, raised, START) is Step.STAND
        assert rules.next_step(WATCH, number, None, START) is Step.REST


@given(NUMBERS, st.integers(0, 60))
def test_below_mirrors_above(number, minutes):
    below = Watch(is_above=False, value=Decimal(-5), clears_at=Decimal(-3), lasting=WATCH.lasting)
    mirrored = None if number is None else -number
    now = START + timedelta(minutes=minutes)
    for seen in (None, Seen(START, is_raised=False), Seen(START, is_raised=True)):
        assert rules.next_step(WATCH, number, seen, now) is rules.next_step(
            below, mirrored, seen, now
        )


@pytest.fixture
def office(shipped):
    return factories.make_agency("kecamatan-talawi", kind="kecamatan", name="Kecamatan Talawi")


def look(now, minutes):
    return actions.watch_alerts(actor=HEAD, now=now + timedelta(minutes=minutes))


def names():
    return list(Entry.objects.order_by("number").values_list("name", flat=True))


@pytest.mark.django_db
def test_an_alert_lives_from_its_first_sight_to_its_end(office, figures, now):
    figures(late(9, (("kecamatan-talawi", 9.0),)))
    assert look(now, 0) == 0
    assert queries.standing(HEAD) == ()
    assert look(now, 31) == 1
    (one,) = queries.standing(HEAD)
    assert (one.word, one.title) == ("Waspada", "Permohonan terlambat menumpuk")
    assert one.alert.text == "Kecamatan Talawi: 9 permohonan melewati batas waktu, ambangnya 5."
    assert one.who == "Kepala unit kerja, Kecamatan Talawi"
    assert one.alert.since == now
    figures(late(4, (("kecamatan-talawi", 4.0),)))
    assert look(now, 60) == 0
    figures(late(0))
    assert look(now, 90) == 1
    assert queries.standing(HEAD) == ()
    assert names() == ["command.alert_raised", "command.alert_cleared"]
    assert [one.cleared_at for one in queries.past(5)] == [now + timedelta(minutes=90)]


@pytest.mark.django_db
def test_looking_twice_at_the_same_moment_changes_nothing(office, figures, now):
    figures(late(9, (("kecamatan-talawi", 9.0),)))
    for minutes in (0, 0, 31, 31, 31):
        look(now, minutes)
    before = list(Alert.objects.values())
    look(now, 31)
    assert list(Alert.objects.values()) == before
    assert names() == ["command.alert_raised"]


@pytest.mark.django_db
def test_a_passing_peak_leaves_nothing_behind(office, figures, now):
    figures(late(9, (("kecamatan-talawi", 9.0),)))
    look(now, 0)
    figures(late(2, (("kecamatan-talawi", 2.0),)))
    look(now, 20)
    figures(late(9, (("kecamatan-talawi", 9.0),)))
    assert look(now, 40) == 0
    assert names() == []


@pytest.mark.django_db
def test_what_is_no_longer_watched_is_cleared(office, figures, now, monkeypatch):
    figures(late(9, (("kecamatan-talawi", 9.0),)))
    look(now, 0)
    look(now, 31)
    monkeypatch.setattr(queries, "in_force", lambda on: [])
    assert look(now, 40) == 1
    assert Alert.objects.get().cleared_at is not None


@pytest.mark.django_db
def test_who_acts_is_told_once(office, figures, now):
    head = factories.make_officer("command.view", unit=office)
    figures(late(9, (("kecamatan-talawi", 9.0),)))
    for minutes in (0, 31, 60):
        look(now, minutes)
    (notice,) = Notice.objects.all()
    assert (notice.person_ref, notice.template) == (head.ref, "alert-raised")


SENTENCE = (
    "Kecamatan Talawi: 9 permohonan melewati batas waktu, ambangnya 5, "
    "sejak 4 Juni 2026, 10.00 WIB; lihat dan tangani di Pusat kendali, halaman Peringatan."
)


@pytest.fixture
def told(office, figures, now):
    """Raise an alert whose number is another one by now; return the head and the notice."""
    head = factories.make_officer("command.view", unit=office)
    for minutes, number in ((0, 7), (31, 9), (60, 12)):
        figures(late(number, (("kecamatan-talawi", float(number)),)))
        look(now, minutes)
    return head, Notice.objects.get()


@pytest.mark.django_db
def test_a_notice_says_which_alert_which_number_since_when_and_where_to_look(told, client):
    head, notice = told
    factories.sign_in(client, head)
    page = html.unescape(client.get("/pemberitahuan/").content.decode())
    assert "Peringatan: Permohonan terlambat menumpuk" in page
    assert SENTENCE in page
    answer = client.post(f"/pemberitahuan/{notice.pk}/buka/")
    assert answer.url == f"/pusat-kendali/peringatan/#peringatan-{Alert.objects.get().pk}"
    assert f'id="peringatan-{Alert.objects.get().pk}"' in client.get(answer.url).content.decode()


@pytest.mark.django_db
def test_the_home_page_names_the_alert_of_a_new_notice(told, client):
    factories.sign_in(client, told[0])
    assert "Peringatan: Permohonan terlambat menumpuk" in client.get("/").content.decode()


@pytest.mark.django_db
def test_the_mail_of_an_alert_says_the_same_in_one_sentence(told, now):
    at = now + timedelta(minutes=61)
    notices.queue_messages(now=at)
    assert notices.send_due(now=at) == 1
    (mail,) = django_mail.outbox
    said, _, address = mail.body.partition(" Buka Pendopo untuk membacanya: ")
    assert said == (
        "Permohonan terlambat menumpuk (Kecamatan Talawi: 9 permohonan melewati batas waktu, "
        "ambangnya 5) sejak 4 Juni 2026, 10.00 WIB; lihat di Pusat kendali, halaman Peringatan."
    )
    assert address.strip().endswith("/pemberitahuan/")


@pytest.mark.django_db
def test_a_notice_of_an_alert_keeps_codes_and_numbers_alone(told, now):
    head, notice = told
    assert notice.codes == {
        "code": "terlambat-per-unit",
        "version": 1,
        "part": "kecamatan-talawi",
        "value": "9",
        "edge": "5",
        "since": now.isoformat(),
    }
    text = notice_words.words(notice, notice_words.templates_on(now.date())[notice.template]).text
    assert head.name not in text


@pytest.mark.django_db
def test_a_notice_from_before_alerts_were_named_can_still_be_read(shipped, now):
    old = Notice(template="alert-raised", subject="alert:1", codes={"since": now.isoformat()})
    said = notice_words.words(old, notice_words.templates_on(now.date())["alert-raised"])
    assert said.text.startswith("–, sejak 4 Juni 2026, 10.00 WIB;")


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["68,4%", "Rp1.250.000", "-3", "12.080,5"])
def test_a_notice_can_hold_the_number_of_any_alert(shipped, now, value):
    codes = rules_of_notices.plain(
        {"code": "tepat-waktu-turun", "version": 1, "value": value, "edge": "70", "since": now}
    )
    words = queries.notice_words(codes)
    assert words["title"] == "Ketepatan waktu turun"
    assert f": {value} permohonan bulan ini" in words["alert"]


@pytest.mark.django_db
def test_the_worker_looks_every_few_minutes(office, figures, now, monkeypatch):
    seen = []
    monkeypatch.setattr(actions, "watch_alerts", lambda *, actor, now: seen.append(now))
    for seconds in (0, 60, 119, 121, 180):
        command_hooks.watch_alerts(now + timedelta(seconds=seconds))
    assert [at - now for at in seen] == [timedelta(0), timedelta(seconds=121)]


@pytest.fixture
def alert(office, figures, now):
    figures(late(9, (("kecamatan-talawi", 9.0),)))
    look(now, -40)
    look(now, 0)
    return Alert.objects.get()


def leader(unit):
    return Actor(
        ref="person:camat",
        person_id=7,
        frame=Frame.OFFICER,
        strong=True,
        grants=frozenset({Grant("command.view", unit)}),
    )


@pytest.mark.django_db
def test_taking_an_alert_up_is_kept_once(alert, ask, now):
    for note in ("Tim dikirim", "lain"):
        answer = ask(officers.acknowledge, leader(alert.unit), data={"catatan": note}, pk=alert.pk)
        assert answer.url == "/pusat-kendali/peringatan/"
    alert.refresh_from_db()
    assert (alert.note, alert.acknowledged_by) == ("Tim dikirim", "person:camat")
    assert names()[-1] == "command.alert_acknowledged"
    assert names().count("command.alert_acknowledged") == 1
    page = ask(officers.show_alerts, leader(alert.unit)).content.decode()
    assert "Tim dikirim" in page
    assert "Saya tangani" not in page


@pytest.mark.django_db
def test_nobody_takes_up_what_another_agency_acts_on(alert, ask):
    with pytest.raises(queries.NoSuchAlert):
        ask(officers.acknowledge, leader("/kecamatan-lain/"), data={}, pk=alert.pk)
    nobody = Actor(ref="person:z", person_id=9, frame=Frame.OFFICER, strong=True)
    with pytest.raises(NotAllowed):
        ask(officers.acknowledge, nobody, data={}, pk=alert.pk)
    with pytest.raises(queries.NoSuchAlert):
        ask(officers.acknowledge, HEAD, data={}, pk=alert.pk + 999)
    alert.refresh_from_db()
    assert alert.acknowledged_at is None


@pytest.mark.django_db
def test_a_note_has_an_end(alert, ask):
    with pytest.raises(actions.NoteTooLong):
        ask(officers.acknowledge, HEAD, data={"catatan": "x" * 301}, pk=alert.pk)
    alert.refresh_from_db()
    assert alert.acknowledged_at is None


@pytest.mark.django_db
def test_the_worst_stands_first(office, figures, now):
    figures(late(63, (("kecamatan-talawi", 63.0),)))
    look(now, 0)
    look(now, 31)
    assert [one.word for one in queries.standing(HEAD)] == ["Bahaya", "Waspada"]
