"""The head's page: numbers, doors, what is left out, who may see it."""

from pathlib import Path

import pytest
import time_machine
from django.conf import settings as project
from django.contrib.messages.storage.cookie import CookieStorage

from pendopo.domains.command import hooks as command_hooks
from pendopo.domains.command import queries, views
from pendopo.domains.command.rules import Span
from pendopo.kernel import hooks
from pendopo.kernel.actor import ANONYMOUS, Actor, Frame, Grant
from pendopo.kernel.content import checking, kind_of, library
from pendopo.kernel.errors import NotAllowed
from pendopo.kernel.hooks import Figure

pytestmark = pytest.mark.django_db

HEAD = Actor(
    ref="person:bupati",
    name="Bupati",
    person_id=1,
    frame=Frame.OFFICER,
    grants=frozenset({Grant("command.view", "/")}),
    strong=True,
)


@pytest.fixture(autouse=True)
def panel(now):
    kind = kind_of("panels")
    folder = Path(project.CONTENT_DIR) / "panels" / "pimpinan"
    library.load(checking.check(kind, folder.name, checking.read_folder(folder, kind)), now=now)
    with time_machine.travel(now, tick=False):
        yield


def late(value, parts=()):
    return Figure(
        code="cases.late.agency",
        label="Terlambat sekarang",
        unit="permohonan",
        value=value,
        address="/kerja/?tab=terlambat",
        parts=parts,
        part_name="unit",
    )


def came_in(value):
    return Figure(
        code="cases.in.district",
        label="Permohonan masuk",
        unit="permohonan",
        value=value,
        address="/kerja/",
        parts=(("12.19.05", value),),
        part_name="kecamatan",
    )


@pytest.fixture
def figures(monkeypatch):
    """Let exactly these figures be offered."""

    def offer(*found):
        hook = hooks.Hook()
        hook.fill(lambda actor, since, until: found)
        monkeypatch.setattr(hooks, "figures", hook)

    offer()
    return offer


@pytest.fixture
def ask(rf):
    def call(actor, address="/pusat-kendali/"):
        request = rf.get(address)
        request.actor = actor
        request._messages = CookieStorage(request)
        return views.show_page(request)

    return call


def test_without_figures_the_page_says_what_will_come(figures, ask):
    assert "Belum ada angka" in ask(HEAD).content.decode()


def test_what_is_late_is_said_first_with_its_place_and_door(figures, now):
    figures(late(7, (("kecamatan-talawi", 4.0), ("kecamatan-lima-puluh", 3.0))))
    alarm = queries.page(HEAD, Span.MONTH, now).alarm
    assert alarm.title == "7 permohonan terlambat"
    assert alarm.text == "Terbanyak di kecamatan-talawi: 4."
    assert alarm.address == "/kerja/?tab=terlambat"


def test_nothing_late_is_good_news(figures, ask):
    figures(late(0))
    assert "Tidak ada permohonan yang melewati batas waktu." in ask(HEAD).content.decode()


def test_every_part_is_a_door_of_its_own(figures, ask):
    figures(late(4, (("kecamatan-talawi", 4.0),)), came_in(3))
    page = ask(HEAD).content.decode()
    assert "/kerja/?tab=terlambat&amp;unit=kecamatan-talawi" in page
    assert "/kerja/?kecamatan=12.19.05" in page


def test_a_long_list_of_units_is_cut_and_its_rest_added_up(figures, now):
    figures(late(15, tuple((f"unit-{n:02d}", 1.0) for n in range(15))))
    (picture,) = queries.page(HEAD, Span.MONTH, now).pictures
    assert len(picture.bars) == queries.MOST_BARS + 1
    assert picture.bars[-1].value == 7
    assert picture.bars[-1].label == "7 unit lain bersama-sama"


def test_the_period_is_asked_of_the_fillers(monkeypatch, now):
    asked = []
    hook = hooks.Hook()
    hook.fill(lambda actor, since, until: asked.append((since, until)) or ())
    monkeypatch.setattr(hooks, "figures", hook)
    page = queries.page(HEAD, Span.WEEK, now)
    assert asked == [
        (page.period.since, now),
        (page.period.before_since, page.period.before_until),
    ]


def test_the_home_card_speaks_only_when_something_is_late(figures):
    figures(late(0))
    assert list(command_hooks.alarm_card(HEAD)) == []
    figures(late(2))
    (card,) = command_hooks.alarm_card(HEAD)
    assert card.title == "2 permohonan terlambat"
    assert list(command_hooks.alarm_card(ANONYMOUS)) == []


def test_an_officer_without_the_permission_is_refused(figures, ask):
    with pytest.raises(NotAllowed):
        ask(Actor(ref="person:x", person_id=2, frame=Frame.OFFICER, strong=True))


def test_a_visitor_is_sent_to_sign_in(figures, ask):
    assert ask(ANONYMOUS).url.startswith("/masuk/")


def test_an_unknown_period_in_the_address_is_harmless(figures, ask):
    figures(late(0))
    assert ask(HEAD, "/pusat-kendali/?kurun=<script>").status_code == 200
