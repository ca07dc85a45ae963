"""The pages that anybody opens first: readable, usable with a thumb, asking no other host."""

import pytest
from playwright.sync_api import Page

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


def test_the_dark_page_has_nothing_serious_against_it(page: Page, violations) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/komponen/")
    assert violations(page) == []
