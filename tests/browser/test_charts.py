"""A line through periods by keyboard, on a phone, in the dark and on paper; the board too."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from pendopo.domains.command.tests.test_page import keep
from pendopo.domains.people.tests import factories
from pendopo.kernel import periods
from pendopo.shell import government
from tests.browser.filling import become

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = {"width": 1280, "height": 800}
OPEN, BOARD = "/terbuka/", "/pusat-kendali/"


@pytest.fixture
def months(siti, tmp_path: Path, settings) -> list[str]:
    """Keep the numbers of two ended months and of this one; returns the two, oldest first."""
    settings.LAKE_DIR = tmp_path / "lake"
    today: date = government.local_date(timezone.now())
    listed = periods.latest(today, periods.Span.MONTH, 3)
    for place, month in enumerate(listed):
        keep("cases-in", str(month), 20 + place)
    return [str(month) for month in listed[:2]]


def first_door(page: Page) -> str:
    """Walk by keyboard from the top to the first point of the first line; returns its address."""
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("Boolean(document.activeElement.closest('.trend-drawn'))"):
            return str(page.evaluate("document.activeElement.getAttribute('href')"))
    pytest.fail("no point of a line was reached")


def test_every_point_is_reached_seen_and_leads_to_its_own_month(
    page: Page, months: list[str], violations
) -> None:
    page.goto(OPEN)
    assert first_door(page) == f"/angka/cases-in/?periode={months[0]}"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
    page.keyboard.press("Tab")
    there = page.evaluate("document.activeElement.getAttribute('href')")
    assert there == f"/angka/cases-in/?periode={months[1]}"
    page.keyboard.press("Tab")
    expect(page.locator(".trend summary").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".trend table").first).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_board_has_nothing_against_it_with_a_line_on_it(
    page: Page, live_server, months: list[str], violations, scheme: str
) -> None:
    become(page, live_server, factories.make_officer("command.view"))
    page.emulate_media(color_scheme=scheme)
    page.goto(BOARD)
    expect(page.locator(".trend").first).to_contain_text("Sementara, masih dapat berubah")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert violations(page) == []


def test_the_words_of_a_line_stay_legible_on_a_phone_and_inside_the_picture(
    page: Page, months: list[str]
) -> None:
    for size in ({"width": 360, "height": 740}, DESK):
        page.set_viewport_size(size)
        page.goto(OPEN)
        heights = page.evaluate(
            "[...document.querySelectorAll('.trend-scale')].map(e => e.getBoundingClientRect())"
            ".map(box => [box.height, box.left, innerWidth - box.right])"
        )
        assert heights
        assert all(height >= 11 and left >= 0 and right >= 0 for height, left, right in heights)


def test_a_printed_board_keeps_its_line_and_says_what_time_it_is_about(
    page: Page, live_server, months: list[str]
) -> None:
    become(page, live_server, factories.make_officer("command.view"))
    page.emulate_media(media="print")
    page.goto(f"{BOARD}?kurun=12-bulan")
    expect(page.locator(".trend-drawn").first).to_be_visible()
    expect(page.locator(".paper")).to_contain_text("Kurun waktu: 12 bulan. Halaman dibuka ")
    assert page.locator(".panel-door:visible, .tabs:visible, .button:visible").count() == 0
