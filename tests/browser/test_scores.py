"""Scores on a phone: one document moves one, an assessor verifies, a head finds the next half point.

The activity is real: answers in the ledger, sealed, taken into the lake, counted by the engine.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page, expect

from pendopo.domains.evaluation import actions
from pendopo.domains.evaluation.models import Assessment, Evidence
from pendopo.domains.evaluation.tests import factories
from pendopo.domains.evaluation.tests.factories import Team
from pendopo.domains.surveys.events import SurveyAnswered
from pendopo.kernel import events
from pendopo.kernel.actor import system
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.lake import engine, writing
from pendopo.kernel.ledger import book, sealing
from tests.browser.filling import become

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ANSWERS = 12
DESK = {"width": 1280, "height": 800}
LIST = "/penilaian/belum-dilaporkan/"


@pytest.fixture
def team(siti, tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch):
    settings.LAKE_DIR = tmp_path / "lake"
    ours = {name: e for name, e in events.type_of.items() if ".tests." not in e.__module__}
    monkeypatch.setattr(events, "type_of", ours)
    yield factories.make_team()
    engine.close()


@pytest.fixture
def pemdi(team: Team) -> Assessment:
    """Open an assessment of this year, share three indicators out, and let people answer surveys."""
    now, coordinator = timezone.now(), team.actor("coordinator")
    made = actions.open_assessment(
        code="pemdi-2026", period=str(now.year), actor=coordinator, now=now
    )
    actions.assign_indicators(
        assessment=made,
        indicators=["P01", "P19", "P20"],
        agency=team.agency.code,
        working_days=10,
        actor=coordinator,
        now=now,
    )
    with transaction.atomic():
        for number in range(ANSWERS):
            scores = {f"u{element}": 3 + (number % 2) for element in range(1, 10)}
            said = SurveyAnswered(
                subject=Ref(f"survey:a{number}"),
                service=Code("surat-keterangan-usaha"),
                agency=Code(team.agency.code),
                **scores,
            )
            book.record(said, actor=system("surveys"), at=now)
    sealing.seal(now)
    writing.refresh(now=now)
    return made


@dataclass
class Walk:
    """One phone that is handed from person to person; `faults` is what axe says on the way."""

    page: Page
    home: str
    violations: Callable[[Page], list[str]]
    screenshot: Callable[[Page, str], None]
    faults: list[str] = field(default_factory=list)

    def look(self, name: str) -> None:
        """Keep a picture of a station; it fits the phone, and axe finds nothing serious."""
        self.page.emulate_media(reduced_motion="reduce")
        is_wide = "document.documentElement.scrollWidth > window.innerWidth"
        assert not self.page.evaluate(is_wide), name
        self.faults += self.violations(self.page)
        self.screenshot(self.page, name)

    def score(self) -> str:
        """Return the number on the score page."""
        self.page.goto(self.home)
        return self.page.locator(".score-number").inner_text().split()[0]


def test_one_document_one_verdict_one_half_point_one_click(
    page: Page, live_server, team: Team, pemdi: Assessment, photo: Path, violations, screenshot
) -> None:
    walk = Walk(page, f"/penilaian/{pemdi.key}/", violations, screenshot)
    become(page, live_server, team.officer)
    attach_a_document(walk, pemdi, photo)
    become(page, live_server, team.assessor)
    verify_it(walk, pemdi)
    become(page, live_server, team.officer)
    find_the_next_half_point(walk)
    become(page, live_server, team.coordinator)
    report_by_one_click(walk)
    attached = Evidence.objects.get(indicator="P20")
    assert attached.agency == team.agency.code
    assert attached.reading is not None
    assert attached.reading["rows"] == ANSWERS
    assert walk.faults == []


def attach_a_document(walk: Walk, pemdi: Assessment, photo: Path) -> None:
    assert walk.score() == "1,00"
    walk.look("80-skor-sebelum")
    attach(walk.page, pemdi, photo)
    walk.look("81-indikator-terlampir")
    assert walk.score() == "1,03"
    assert walk.page.get_by_text("Simulasi").first.is_visible()


def verify_it(walk: Walk, pemdi: Assessment) -> None:
    verify(walk.page, pemdi)
    walk.look("82-indikator-diperiksa")
    assert walk.score() == "1,08"


def find_the_next_half_point(walk: Walk) -> None:
    walk.page.goto(walk.home)
    walk.page.get_by_label("Cara termurah naik … poin").fill("0,5")
    walk.page.get_by_role("button", name="Cari langkahnya").click()
    expect(walk.page.get_by_text("5 langkah")).to_be_visible()
    walk.look("83-cara-termurah")
    walk.page.get_by_role("link", name="Coba dengan angka ini").click()
    expect(walk.page.get_by_text("Indeks naik 0,60")).to_be_visible()
    walk.look("84-coba-angka")


def report_by_one_click(walk: Walk) -> None:
    page = walk.page
    page.goto("/")
    expect(page.get_by_text("Sudah dikerjakan, belum dilaporkan").first).to_be_visible()
    walk.look("85-beranda-koordinator")
    page.goto(LIST)
    before = page.locator(".unit-work li").count()
    walk.look("86-belum-dilaporkan")
    page.get_by_role("button", name=re.compile("Lampirkan sekarang.*Indeks kepuasan")).click()
    expect(page.get_by_text("sudah dilampirkan")).to_be_visible()
    assert page.locator(".unit-work li").count() == before - 1
    walk.look("87-belum-dilaporkan-berkurang")
    page.set_viewport_size(DESK)
    walk.look("88-belum-dilaporkan-meja")


def attach(page: Page, pemdi: Assessment, photo: Path) -> None:
    page.goto(f"/penilaian/{pemdi.key}/indikator/P01/")
    page.get_by_label("Bukti apa?").select_option("rencana-aksi")
    page.locator("input[name=bukti-file]").set_input_files(photo)
    page.get_by_label("Nama dokumen").fill("Rencana aksi tahun ini")
    page.get_by_label("Berlaku sejak").fill(f"{timezone.now():%Y}-01-02")
    page.get_by_role("button", name="Lampirkan", exact=True).click()
    expect(page.get_by_text("Rencana aksi tahun ini").first).to_be_visible()


def verify(page: Page, pemdi: Assessment) -> None:
    page.goto(f"/penilaian/{pemdi.key}/indikator/P01/")
    page.get_by_text("Tetapkan nilai asesor").click()
    form = page.locator("form[action$='/periksa/']")
    form.get_by_label("Nilai").fill("2.5")
    form.get_by_label("Alasan").fill("Sesuai rencana aksi.")
    form.get_by_role("button", name="Simpan nilai").click()
    expect(page.get_by_text("Sesuai rencana aksi.")).to_be_visible()


def test_nobody_can_attach_to_what_they_do_not_fill(
    page: Page, live_server, team: Team, pemdi: Assessment
) -> None:
    become(page, live_server, team.stranger)
    page.goto(LIST)
    expect(page.get_by_text("Semua kegiatan sudah dilaporkan")).to_be_visible()
    assert page.get_by_role("button", name="Lampirkan sekarang").count() == 0
