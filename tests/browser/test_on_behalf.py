"""Filing for a business on a phone: chosen, sent, refused when the mandate ended, nothing lost."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from pendopo.domains.cases import actions as cases
from pendopo.domains.cases.models import Case
from pendopo.domains.people.models import Business, Mandate, Person
from pendopo.domains.people.tests import factories
from pendopo.kernel.ledger.worker import Worker
from tests.browser import filling
from tests.browser.filling import become

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SERVICE = "fasilitasi-nib-usaha-mikro"
FORM, COUNTER = f"/layanan/{SERVICE}/mohon/", f"/loket/{SERVICE}/"
TEXTS = {
    "nama": "Siti Rahma",
    "nik": "1219054107909901",
    "telepon": "0812 0000 0001",
    "nama_usaha": "Keripik Ubi Bu Siti",
    "kegiatan_usaha": "Membuat keripik ubi",
    "alamat_usaha": "Jalan Pasar Lama 3",
}
FIRST = {"modal": "mikro", "punya_nib": "tidak", "cara": "telepon", "pernyataan": "ya"}
SUMMARY = ".error-summary"


@pytest.fixture
def firm(siti: Person) -> Business:
    """Return a business that Siti owns, and the office that helps it."""
    factories.make_agency("diskop-ukm", name="Dinas Koperasi")
    return factories.make_business(siti, name="Keripik Ubi Bu Siti")


def answer_all(page: Page) -> None:
    """Fill in every page up to the review."""
    for _ in range(10):
        for name, field in filling.visible(page, TEXTS):
            field.fill(TEXTS[name])
        for name, field in filling.visible(page, filling.AREAS):
            field.select_option(filling.AREAS[name])
        for name, _field in filling.visible(page, FIRST):
            page.locator(f"[name={name}][value={FIRST[name]}]").check()
        onward = page.get_by_role("button", name="Lanjut", exact=True)
        if not onward.is_visible():
            return
        onward.click()


def test_a_form_is_filed_for_the_business_that_was_chosen(
    page: Page, live_server, siti, firm, screenshot, violations
) -> None:
    become(page, live_server, siti)
    page.goto(FORM)
    page.get_by_label("Keripik Ubi Bu Siti").check()
    screenshot(page, "usaha-1-untuk-siapa")
    assert violations(page) == []
    answer_all(page)
    expect(page.locator("dl.facts")).to_contain_text("Keripik Ubi Bu Siti NIB 1234567890123")
    screenshot(page, "usaha-2-periksa")
    filling.press_send(page)
    page.wait_for_url("**/terkirim/")
    expect(page.locator("main")).to_contain_text("Untuk Keripik Ubi Bu Siti, diwakili Siti Rahma.")
    screenshot(page, "usaha-3-terkirim")
    page.goto("/urusan/")
    screenshot(page, "usaha-4-urusan")
    assert Case.objects.get().business == firm


def test_without_a_business_the_form_says_how_to_get_one(
    page: Page, live_server, firm, budi, screenshot, violations
) -> None:
    become(page, live_server, budi)
    page.goto(FORM)
    expect(page.get_by_label("Saya sendiri")).to_be_checked()
    screenshot(page, "usaha-5-belum-ada")
    assert violations(page) == []
    page.get_by_role("link", name="Usaha yang saya wakili").click()
    page.get_by_role("link", name="Tambah usaha").click()
    page.get_by_label("Nama usaha").fill("Warung Budi")
    page.locator("[name=nib]").fill("9912345678901")
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator("main")).to_contain_text("Warung Budi")
    page.goto(FORM)
    expect(page.get_by_label("Warung Budi")).to_have_count(0)
    Mandate.objects.filter(holder=budi).update(seen_at=timezone.now())
    page.goto(FORM)
    expect(page.get_by_label("Warung Budi")).to_be_visible()


def test_a_mandate_that_ended_on_the_way_gives_the_form_back(
    page: Page, context, live_server, siti, firm, screenshot
) -> None:
    become(page, live_server, siti)
    page.goto(FORM)
    page.get_by_label("Keripik Ubi Bu Siti").check()
    answer_all(page)
    filling.cut_line(context)
    filling.press_send(page)
    expect(page.locator(".handed-over")).to_be_visible()
    Mandate.objects.update(revoked_on=timezone.localdate())
    filling.restore_line(context)
    expect(page.locator(SUMMARY)).to_contain_text("Kuasa atas usaha ini tidak berlaku hari ini")
    screenshot(page, "usaha-6-kuasa-berakhir")
    assert not Case.objects.exists()

    # Opened anew: the business is not offered any more, and nobody is chosen in its place.
    page.goto(re.sub(r"#.*", "", page.url))
    expect(page.locator(SUMMARY)).to_be_visible()
    expect(page.get_by_label("Saya sendiri")).not_to_be_checked()
    page.get_by_role("button", name="Lanjut", exact=True).click()
    expect(page.locator(SUMMARY)).to_contain_text("Pilih untuk siapa permohonan ini.")
    page.get_by_label("Saya sendiri").check()
    filling.to_the_review(page)
    expect(page.locator("dl.facts")).to_contain_text(TEXTS["kegiatan_usaha"])
    filling.press_send(page)
    page.wait_for_url("**/terkirim/")
    case = Case.objects.get()
    assert (case.applicant, case.business) == (siti, None)


def test_the_counter_records_a_business_and_files_for_it(
    page: Page, live_server, siti, budi, screenshot, violations
) -> None:
    office = factories.make_agency("diskop-ukm", name="Dinas Koperasi")
    rights = ("cases.view", "cases.file_for_others", "people.confirm")
    become(page, live_server, factories.make_officer(*rights, unit=office))
    page.goto(f"{COUNTER}?cari=Budi")
    page.get_by_text("Usahanya belum ada di daftar?").click()
    screenshot(page, "usaha-7-loket")
    page.locator("details a", has_text="Budi Santoso").click()
    page.get_by_role("link", name="Catat usaha").click()
    page.get_by_label("Nama usaha").fill("Warung Budi")
    page.locator("[name=nib]").fill("9912345678901")
    page.get_by_role("button", name="Simpan").click()
    page.get_by_label("Bukti yang dilihat").select_option("nib")
    screenshot(page, "usaha-8-bukti")
    page.get_by_role("button", name="Bukti sudah dilihat").click()
    page.goto(f"{COUNTER}?cari=warung")
    page.get_by_label("Warung Budi").check()
    page.get_by_label("Pemohon menyetujui secara lisan di loket").check()
    screenshot(page, "usaha-9-loket-usaha")
    assert violations(page) == []
    answer_all(page)
    page.get_by_role("button", name="Ajukan permohonan").click()
    page.wait_for_url("**/terkirim/")
    case = Case.objects.get()
    assert (case.business.name, case.applicant) == ("Warung Budi", budi)
    page.goto(f"/kerja/{case.number}/")
    screenshot(page, "usaha-10-meja")
    assert violations(page) == []


def test_the_survey_of_a_childs_case_is_offered_to_the_parent(
    page: Page, live_server, siti, screenshot
) -> None:
    child = factories.make_person(name="Ahmad Fauzi")
    factories.make_mandate(siti, person=child)
    number = _refused(siti, child)
    while Worker(timezone.now).round():
        pass
    become(page, live_server, siti)
    page.goto(f"/urusan/{number}/")
    expect(page.locator("main")).to_contain_text("Untuk Ahmad Fauzi.")
    screenshot(page, "anak-1-permohonan")
    page.get_by_role("link", name="Isi survei kepuasan").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    screenshot(page, "anak-2-survei")
    page.goto("/")
    expect(page.get_by_role("link", name=re.compile("Isi survei"))).to_be_visible()
    become(page, live_server, child)
    page.goto("/")
    expect(page.get_by_role("link", name=re.compile("Isi survei"))).to_have_count(0)


def _refused(parent: Person, child: Person) -> str:
    """File for a child and refuse; return the number."""
    office = factories.make_agency("diskop-ukm", name="Dinas Koperasi")
    rights = ("cases.view", "cases.check", "cases.decide")
    head = factories.actor_for(factories.make_officer(*rights, unit=office))
    typed = {**TEXTS, **FIRST, **filling.AREAS}
    filed = cases.file_case(
        filing=cases.Filing(service=SERVICE, raw=typed),
        applicant_id=child.pk,
        actor=factories.actor_for(parent),
        now=timezone.now(),
    )
    number = filed.case.number
    step = cases.Step(code="refuse", reason="Di luar wilayah kami.")
    cases.take_step(number=number, step=step, actor=head, now=timezone.now())
    return number
