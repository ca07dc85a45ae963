"""One letter, from the resident's phone to the proof that its end is in the ledger.

Resident → officer → head → resident → survey → ledger entry → inclusion proof, in a phone-size
browser, on the shipped content. Screenshots of each station are kept to be looked at.
"""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect

from pendopo.domains.cases.models import Case
from pendopo.domains.documents import actions as documents
from pendopo.domains.people.models import Person
from pendopo.domains.people.tests import factories
from pendopo.kernel.actor import Assurance
from pendopo.kernel.content import library
from pendopo.kernel.ledger import heads, merkle
from pendopo.kernel.ledger.models import Entry
from pendopo.kernel.ledger.worker import Worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSPHRASE = "rahasia-uji"


@pytest.fixture
def town(live_server) -> dict[str, Person]:
    now = timezone.now()
    list(library.load_folder(Path(settings.CONTENT_DIR), now=now))
    call_command("calendar", "seed", "--years", "2024-2027", stdout=io.StringIO())
    office = factories.make_agency(
        "kecamatan-talawi", kind="kecamatan", district="12.19.05", name="Kecamatan Talawi"
    )
    head = factories.make_person(name="Rahmat Hidayat")
    factories.make_account(head)
    permissions = ("cases.view", "cases.decide", "documents.sign", "documents.register")
    post = factories.make_post(office, *permissions, title="Camat Talawi", signs=True)
    factories.make_holding(head, post)
    documents.enrol_in_sandbox(
        person_ref=head.ref, passphrase=documents.Passphrase(PASSPHRASE), now=now
    )
    return {
        "resident": factories.make_person(name="Siti Rahma", assurance=Assurance.CONTACT),
        "officer": factories.make_officer("cases.view", "cases.check", unit=office),
        "head": head,
    }


def test_a_letter_from_the_phone_to_the_proof(
    page: Page, live_server, town, tmp_path, violations, screenshot
) -> None:
    work = Worker(timezone.now)

    become(page.context, live_server.url, town["resident"])
    number = file_a_case(page, tmp_path, screenshot)
    faults = violations(page)
    work.round()

    become(page.context, live_server.url, town["officer"])
    check_it(page, number, screenshot)
    faults += violations(page)

    become(page.context, live_server.url, town["head"])
    approve_and_sign(page, number, screenshot)
    faults += violations(page)
    work.round()  # the signature closes the case
    work.round()  # the end of the case offers the survey

    become(page.context, live_server.url, town["resident"])
    read_the_letter(page, number, screenshot)
    faults += violations(page)
    answer_the_survey(page, number, screenshot)
    faults += violations(page)

    work.round()
    prove_the_end(page, number, screenshot)
    faults += violations(page)
    assert faults == []


def become(context: BrowserContext, home: str, person: Person) -> None:
    context.clear_cookies()
    name = settings.SESSION_COOKIE_NAME
    cookie = factories.sign_in(Client(), person).cookies[name].value
    context.add_cookies([{"name": name, "value": cookie, "url": home}])


def file_a_case(page: Page, tmp_path: Path, screenshot) -> str:
    page.goto("/")
    screenshot(page, "01-beranda-warga")
    page.goto("/layanan/surat-keterangan-usaha/")
    screenshot(page, "02-layanan")
    page.get_by_role("link", name="Mulai").first.click()
    fill_in(page, tmp_path)
    screenshot(page, "03-formulir")
    send(page)
    expect(page.get_by_text("Selesai paling lambat")).to_be_visible()
    screenshot(page, "04-diterima")
    return Case.objects.get().number


TEXTS = {
    "nama": "Siti Rahma",
    "nik": "1219054107909901",
    "alamat": "Dusun II, Labuhan Ruku",
    "telepon": "0812 0000 0001",
    "nama_usaha": "Warung Melati",
    "tahun_mulai": "2019",
    "alamat_usaha": "Jalan Pasar Lama 3",
}
PICKS = {"kecamatan": "12.19.05", "desa": "12.19.05.1001"}
CHOICES = ("jenis_usaha", "keperluan", "pernyataan")
PAPERS = ("foto_ktp", "foto_usaha")


def fill_in(page: Page, tmp_path: Path) -> None:
    """Answer every question that is shown, page by page if the form has pages."""
    picture = tmp_path / "ktp.jpg"
    Image.new("RGB", (1200, 900), "#dde7f3").save(picture, "JPEG")
    for _ in range(12):
        answer_what_is_shown(page, picture)
        onward = page.get_by_role("button", name="Lanjut")
        if not onward.is_visible():
            return
        onward.click()


def answer_what_is_shown(page: Page, picture: Path) -> None:
    for name, text in TEXTS.items():
        for field in shown(page, name):
            field.fill(text)
    for name, value in PICKS.items():
        for field in shown(page, name):
            field.select_option(value)
    for field in (one for name in CHOICES for one in shown(page, name)):
        field.check()
    for field in (one for name in PAPERS for one in shown(page, name)):
        field.set_input_files(picture)


def shown(page: Page, name: str) -> list[Locator]:
    field = page.locator(f"[name={name}]").first
    return [field] if field.is_visible() else []


def send(page: Page) -> None:
    page.get_by_role("button", name="Kirim permohonan").click()
    page.wait_for_url("**/terkirim/")


def check_it(page: Page, number: str, screenshot) -> None:
    page.goto("/kerja/")
    screenshot(page, "05-berkas")
    page.get_by_role("link", name="Surat Keterangan Usaha").first.click()
    expect(page.get_by_text("Warung Melati")).to_be_visible()
    screenshot(page, "06-meja-petugas")
    page.get_by_role("button", name="Nyatakan lengkap").click()
    expect(page.get_by_text("Menunggu keputusan").first).to_be_visible()


def approve_and_sign(page: Page, number: str, screenshot) -> None:
    page.goto(f"/kerja/{number}/")
    page.get_by_role("button", name="Setujui").click()
    expect(page.get_by_text("Menunggu tanda tangan").first).to_be_visible()
    page.goto("/tanda-tangan/")
    screenshot(page, "07-tanda-tangan")
    page.locator("input[type=checkbox][name=letter]").first.check()
    page.locator("input[type=password]").fill(PASSPHRASE)
    page.get_by_role("button", name="Tanda tangani").click()
    expect(page.get_by_text("ditandatangani").first).to_be_visible()
    screenshot(page, "08-hasil-tanda-tangan")


def read_the_letter(page: Page, number: str, screenshot) -> None:
    page.goto(f"/urusan/{number}/")
    expect(page.get_by_text("Selesai").first).to_be_visible()
    screenshot(page, "09-urusan-selesai")
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh").first.click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def answer_the_survey(page: Page, number: str, screenshot) -> None:
    page.goto(f"/urusan/{number}/")
    page.get_by_role("link", name="Isi survei kepuasan").click()
    screenshot(page, "10-survei")
    for name in {
        field.get_attribute("name") for field in page.locator("main input[type=radio]").all()
    }:
        page.locator(f"main input[type=radio][name={name}]").last.check()
    page.locator("main form button[type=submit]").last.click()
    expect(page.get_by_text("Terima kasih").first).to_be_visible()


def prove_the_end(page: Page, number: str, screenshot) -> None:
    heads.publish(timezone.now())
    entry = Entry.objects.get(subject=f"case:{number}", name="cases.case_closed")
    page.goto(f"/buku-besar/bukti/{entry.id}/")
    screenshot(page, "11-bukti")
    proof = page.request.get(f"/buku-besar/bukti/{entry.id}/?format=json").json()
    assert "Siti" not in str(proof)
    assert merkle.leaf(entry.payload.encode()).hex() == proof["leaf_hash"]
    assert merkle.is_included(
        proof["leaf_index"],
        proof["head"]["size"],
        bytes.fromhex(proof["leaf_hash"]),
        [bytes.fromhex(one) for one in proof["path"]],
        bytes.fromhex(proof["head"]["root"]),
    )
