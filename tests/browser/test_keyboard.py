"""An officer works through the list without a mouse."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from pendopo.domains.people.tests import factories
from pendopo.kernel import hooks

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK = {"width": 1280, "height": 800}


@pytest.fixture
def results(page: Page, live_server, monkeypatch) -> Page:
    """Show an officer three hits of a search."""
    found = [
        hooks.SearchHit(title=f"Berkas {n}", text="", address=f"/bantuan/?{n}", kind="Berkas")
        for n in (1, 2, 3)
    ]
    monkeypatch.setattr(hooks, "search", [lambda actor, text: found])
    name = settings.SESSION_COOKIE_NAME
    officer = factories.make_officer("cases.view")
    cookie = factories.sign_in(Client(), officer).cookies[name].value
    page.context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
    page.set_viewport_size(DESK)
    page.goto("/cari/?q=berkas")
    return page


def test_j_and_k_move_and_enter_opens(results: Page) -> None:
    for key in "jjk":
        results.keyboard.press(key)
    expect(results.get_by_role("link", name="Berkas 1")).to_be_focused()
    results.keyboard.press("j")
    results.keyboard.press("Enter")
    results.wait_for_url("**/bantuan/?2")


def test_a_slash_leads_to_the_search_and_letters_stay_letters(results: Page) -> None:
    results.keyboard.press("/")
    box = results.get_by_label("Cari orang, berkas, atau surat")
    expect(box).to_be_focused()
    results.keyboard.press("End")
    results.keyboard.type("jk?")
    expect(box).to_have_value("berkasjk?")


def test_a_question_mark_shows_the_keys(results: Page) -> None:
    results.keyboard.press("?")
    expect(results.get_by_text("turun, naik")).to_be_visible()


def test_the_focus_can_be_seen(results: Page) -> None:
    results.keyboard.press("j")
    outline = results.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"


def test_at_twice_the_size_nothing_is_cut_off(results: Page) -> None:
    results.set_viewport_size({"width": 640, "height": 400})
    assert results.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
