"""The pages that anybody opens first: readable, usable with a thumb, asking no other host."""

import pytest
from playwright.sync_api import Page

WHITE, DARK, INK = "rgb(255, 255, 255)", "rgb(20, 20, 20)", "rgb(31, 31, 31)"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("address", ["/", "/komponen/", "/bantuan/", "/cari/"])
def test_a_public_page_has_nothing_serious_against_it(page: Page, violations, address) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200
    assert violations(page) == []


@pytest.mark.parametrize("address", ["/", "/komponen/"])
def test_a_public_page_fits_a_narrow_phone(page: Page, address) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0


@pytest.mark.parametrize("address", ["/", "/komponen/", "/bantuan/", "/cari/"])
def test_a_dark_page_has_nothing_serious_against_it(page: Page, violations, address) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(address)
    assert violations(page) == []


def test_a_chosen_darkness_comes_at_once_and_stays(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("/komponen/")
    page.get_by_role("button", name="Gelap").click()
    assert _ground(page) == DARK
    page.goto("/bantuan/")
    assert _ground(page) == DARK
    page.get_by_role("button", name="Otomatis").click()
    page.reload()
    assert _ground(page) == WHITE


def test_a_chosen_brightness_holds_at_night(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/bantuan/")
    page.get_by_role("button", name="Terang").click()
    page.reload()
    assert _ground(page) == WHITE


@pytest.mark.parametrize("choice", ["Gelap", "Otomatis"])
def test_what_is_printed_is_dark_on_white(page: Page, choice) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/bantuan/")
    page.get_by_role("button", name=choice).click()
    page.emulate_media(media="print", color_scheme="dark")
    assert _ground(page) == WHITE
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == INK


def _ground(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")
