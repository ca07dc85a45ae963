"""A phone-size Chromium in front of the real server, driven by Playwright.

Fails, never skips, where Chromium is missing. Pages may talk to the server under test only: a
request to any other host fails the test.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from pendopo.domains.people.models import Person
from pendopo.domains.people.tests import factories
from pendopo.kernel.actor import Assurance
from pendopo.kernel.content import library

# Playwright's loop makes Django believe it runs in async code; the test process is an ordinary one.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PHONE = {"width": 360, "height": 740}
ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SCREENS = ROOT / "build" / "screens"
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
GPS = 0x8825
"""The part of a photo's EXIF that says where it was taken."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the distribution's Chromium once."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("Chromium is missing: apt-get install chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser, live_server) -> Iterator[BrowserContext]:
    """Open a fresh phone: no cookies, no drafts, Indonesian, the zone of the regency."""
    phone = browser.new_context(
        base_url=live_server.url,
        viewport=PHONE,
        device_scale_factor=2,
        has_touch=True,
        locale="id-ID",
        timezone_id="Asia/Jakarta",
    )
    strangers: list[str] = []
    phone.on("request", lambda request: _note_stranger(request, live_server.url, strangers))
    yield phone
    phone.close()
    assert strangers == [], "a page asked another host"


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """Open one tab; an error in a page's script fails the test."""
    tab = context.new_page()
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    yield tab
    assert errors == [], "a script of the page failed"


@pytest.fixture
def violations():
    """Return a function that lists what axe finds serious or critical on the page shown."""
    source = AXE.read_text()

    def look(page: Page) -> list[str]:
        page.evaluate(source)
        found = page.evaluate(f"axe.run({{runOnly: {RULES}}})")
        return [
            f"{page.url}: {one['id']} at {node['target']}"
            for one in found["violations"]
            if one["impact"] in {"serious", "critical"}
            for node in one["nodes"]
            if one["id"] != "target-size" or _stays_small(page, node["target"][0])
        ]

    return look


@pytest.fixture
def screenshot(request: pytest.FixtureRequest):
    """Return a function that keeps a picture under build/screens, to be looked at."""

    def keep(page: Page, name: str) -> None:
        SCREENS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENS / f"{name}.png", full_page=True)

    return keep


def _stays_small(page: Page, control: str) -> bool:
    # What lies half under the floating bar at this moment counts only if it cannot scroll free.
    page.locator(control).first.evaluate("control => control.scrollIntoView({block: 'center'})")
    check = f"control => axe.run(control, {{runOnly: {RULES}}})"
    again = page.locator(control).first.evaluate(check)["violations"]
    page.evaluate("scrollTo(0, 0)")
    return any(one["id"] == "target-size" for one in again)


@pytest.fixture
def siti(live_server) -> Person:
    """Load the shipped content, open one office, return a resident."""
    list(library.load_folder(Path(settings.CONTENT_DIR), now=timezone.now()))
    factories.make_agency(
        "kecamatan-talawi", kind="kecamatan", district="12.19.05", name="Kecamatan Talawi"
    )
    return factories.make_person(name="Siti Rahma", assurance=Assurance.CONTACT)


@pytest.fixture
def budi() -> Person:
    return factories.make_person(name="Budi Santoso", assurance=Assurance.CONTACT)


@pytest.fixture
def photo(tmp_path) -> Path:
    """Return a photo of a telephone: large, noisy, with the place where it was taken."""
    picture = Image.effect_noise((2600, 1900), 60).convert("RGB")
    exif = Image.Exif()
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (3.0, 15.0, 12.0)
    path = tmp_path / "ktp.jpg"
    picture.save(path, "JPEG", quality=92, exif=exif)
    return path


def _note_stranger(request: Request, home: str, strangers: list[str]) -> None:
    if not request.url.startswith((home, "data:", "blob:")):
        strangers.append(request.url)
