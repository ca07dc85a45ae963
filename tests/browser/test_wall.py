"""The wall while cases flow in: figures change without a reload, and a cut line is survived."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from pendopo.domains.cases import actions as cases
from pendopo.domains.cases.tests.conftest import ANSWERS
from pendopo.domains.command.models import Alert
from pendopo.domains.people.models import Person
from pendopo.domains.people.tests import factories
from pendopo.kernel.content.models import Version
from tests import world
from tests.browser.filling import become, cut_line, restore_line

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WALL = {"width": 1920, "height": 1080}
ADDRESS = "/pusat-kendali/dinding/"


@pytest.fixture
def head(siti: Person, live_server) -> Person:
    """Let the shipped board ask every five seconds and turn every five, so that a test is short."""
    shipped = Version.objects.get(kind="panels", code="pimpinan")
    raw = {**shipped.raw, "version": 99, "refresh_seconds": 5, "rotation_seconds": 5}
    Version.objects.create(
        kind="panels",
        code="pimpinan",
        version=99,
        effective_from=shipped.effective_from,
        title=shipped.title,
        raw=raw,
        files={},
        sha256="f" * 64,
        loaded_at=timezone.now(),
    )
    top = factories.make_agency("pemkab", kind="government", name="Pemerintah")
    top.path = "/"
    top.save()
    return factories.make_officer("command.view", "cases.view", unit=top)


@pytest.fixture
def flow(siti: Person):
    """Return a function that files one more case, as a resident would."""

    def file() -> None:
        actor = factories.actor_for(siti, strong=False)
        papers = {code: world.paper(actor.ref) for code in world.file_fields()}
        filing = cases.Filing(service=world.SERVICE, raw=ANSWERS, files=papers)
        cases.file_case(filing=filing, applicant_id=siti.pk, actor=actor, now=timezone.now())

    return file


@pytest.fixture
def wall(page: Page, live_server, head) -> Page:
    become(page, live_server, head)
    page.set_viewport_size(WALL)
    page.goto(f"{ADDRESS}#keadaan")
    return page


def came_in(page: Page):
    tile = page.locator("#keadaan-1 .stat").filter(has_text="Permohonan masuk")
    return tile.locator(".stat-value")


def test_figures_change_without_reload_and_a_cut_line_is_survived(wall: Page, flow) -> None:
    wall.evaluate("window.stays = true")
    expect(came_in(wall)).to_have_text("0")
    door = wall.locator("#keadaan-1 .stat").first
    door.focus()
    flow()
    expect(came_in(wall)).to_have_text("1", timeout=9_000)
    assert wall.evaluate("document.activeElement.textContent.includes('Permohonan masuk')")
    state = wall.locator("[data-connection]")
    cut_line(wall.context)
    expect(state).to_contain_text("Sambungan terputus sejak")
    flow()
    expect(came_in(wall)).to_have_text("1")
    restore_line(wall.context)
    expect(came_in(wall)).to_have_text("2", timeout=9_000)
    expect(state).to_contain_text("Diperbarui")
    expect(state).to_contain_text(" WIB")
    assert wall.evaluate("window.stays"), "the page was loaded again"


def test_one_request_at_a_time_and_304_while_nothing_is_new(wall: Page) -> None:
    answers: list[int] = []
    wall.on(
        "response", lambda found: answers.append(found.status) if "/papan/" in found.url else None
    )
    wall.wait_for_timeout(11_500)
    assert answers == [304, 304]


def test_the_wall_turns_by_itself_by_keys_and_by_buttons(wall: Page) -> None:
    shown = wall.locator("[data-slide][data-current]")
    pause = wall.locator("[data-act='pause']")
    expect(shown).to_have_attribute("id", "keadaan")
    expect(pause).to_have_attribute("aria-pressed", "true")
    wall.keyboard.press("ArrowRight")
    expect(shown).to_have_attribute("id", "peta")
    wall.keyboard.press("ArrowLeft")
    wall.locator("[data-go='nilai']").click()
    expect(shown).to_have_attribute("id", "nilai")
    pause.click()
    expect(pause).to_have_attribute("aria-pressed", "false")
    expect(shown).to_have_attribute("id", "peristiwa", timeout=8_000)


def test_stillness_is_respected(page: Page, live_server, head) -> None:
    page.emulate_media(reduced_motion="reduce")
    become(page, live_server, head)
    page.set_viewport_size(WALL)
    page.goto(ADDRESS)
    page.wait_for_timeout(6_500)
    expect(page.locator("[data-slide][data-current]")).to_have_attribute("id", "keadaan")


def test_the_centre_and_its_alerts_have_nothing_against_them_on_a_phone(
    page: Page, live_server, head, violations
) -> None:
    endanger()
    become(page, live_server, head)
    for address in ("/pusat-kendali/", "/pusat-kendali/peringatan/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == []


def endanger() -> None:
    """Let one alert of the highest severity stand."""
    now = timezone.now()
    Alert.objects.create(
        code="terlambat-banyak", version=1, severity="danger", text="63 permohonan terlambat.",
        value=63, since=now - timedelta(hours=2), last_seen=now, raised_at=now, changed_at=now,
    )  # fmt: skip


def test_danger_holds_the_wall_at_the_alerts(page: Page, live_server, head) -> None:
    endanger()
    become(page, live_server, head)
    page.set_viewport_size(WALL)
    page.goto(ADDRESS)
    page.wait_for_timeout(6_500)
    expect(page.locator("[data-slide][data-current]")).to_have_attribute("id", "keadaan")
    expect(page.locator(".warning").first).to_contain_text("Bahaya: 63 permohonan terlambat.")


def test_every_slide_fits_the_wall_and_has_nothing_against_it(wall: Page, violations) -> None:
    slides = wall.locator("[data-go]").count()
    for scheme in ("light", "dark"):
        wall.emulate_media(color_scheme=scheme)
        for _ in range(slides):
            wall.keyboard.press("ArrowRight")
            root = "document.documentElement"
            assert wall.evaluate(
                f"{root}.scrollHeight <= innerHeight && {root}.scrollWidth <= innerWidth"
            )
            assert violations(wall) == []


def test_without_scripts_everything_stands_below_each_other(
    browser, live_server, head, violations
) -> None:
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport=WALL
    )
    page = context.new_page()
    become(page, live_server, head)
    page.goto(ADDRESS)
    assert page.locator("[data-slide]:visible").count() == 7
    assert page.locator("[data-controls]:visible").count() == 0
    context.close()


def test_on_a_phone_and_on_paper_it_is_a_list(page: Page, live_server, head, screenshot) -> None:
    become(page, live_server, head)
    page.goto(ADDRESS)
    assert page.locator("[data-slide]:visible").count() == 7
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    screenshot(page, "80-dinding-telepon")
    page.set_viewport_size(WALL)
    page.emulate_media(media="print")
    assert page.locator("[data-slide]:visible").count() == 7
    assert page.locator("[data-controls]:visible").count() == 0
