"""Every page that needs nothing in its address, as a stranger, a resident and an officer.

Fits a narrow phone, has nothing serious against it in axe by day and by night, runs without a
script error.
"""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from pendopo.domains.people.models import Person
from pendopo.domains.people.tests import factories
from pendopo.kernel.content import library
from tools import reference

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _content(live_server) -> None:
    list(library.load_folder(Path(settings.CONTENT_DIR), now=timezone.now()))


def test_as_a_stranger(page: Page, violations) -> None:
    assert _faults(page, violations, {"public"}) == []


def test_as_a_resident(page: Page, live_server, violations) -> None:
    _sign_in(page.context, live_server.url, factories.make_person())
    assert _faults(page, violations, {"public", "signed_in"}) == []


def test_as_an_officer_of_many_duties(page: Page, live_server, violations) -> None:
    permissions = {name for _, door in reference.doors() if door for name in door.permissions}
    _sign_in(page.context, live_server.url, factories.make_officer(*permissions))
    assert _faults(page, violations, {"requires"}) == []


def _sign_in(context: BrowserContext, home: str, person: Person) -> None:
    name = settings.SESSION_COOKIE_NAME
    cookie = factories.sign_in(Client(), person).cookies[name].value
    context.add_cookies([{"name": name, "value": cookie, "url": home}])


def _faults(page: Page, violations, kinds: set[str]) -> list[str]:
    faults = []
    # Colours that are still on their way from day to night are nobody's.
    page.emulate_media(reduced_motion="reduce")
    for address in _addresses(kinds):
        # Asked first without the browser, which takes an empty refusal for a broken network.
        answer = page.request.get(address)
        if answer.status >= 500:
            faults.append(f"{address}: {answer.status}")
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        if not is_page or answer.status == 405:
            continue
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            faults.append(f"{address}: wider than the phone")
        faults += violations(page)
        page.emulate_media(color_scheme="dark")
        faults += [f"in the dark, {one}" for one in violations(page)]
        page.emulate_media(color_scheme="light")
    return faults


def _addresses(kinds: set[str]) -> list[str]:
    pages = {
        f"/{a}" for a, door in reference.doors() if door and door.kind in kinds and "<" not in a
    }
    return sorted(pages)
