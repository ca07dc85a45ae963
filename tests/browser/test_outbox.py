"""The outbox on a phone: what is filled in without signal arrives once, for its owner only."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from pendopo.domains.cases.models import Case, CaseFile, Channel
from pendopo.domains.people.models import Person
from pendopo.domains.people.tests import factories
from pendopo.domains.surveys.models import Answer
from pendopo.domains.surveys.tests import factories as surveys
from pendopo.kernel.actor import Assurance
from pendopo.kernel.content import library
from pendopo.kernel.content.models import Version
from pendopo.kernel.files.models import StoredFile

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FORM = "/layanan/surat-keterangan-usaha/mohon/"
# Orientation and a place, as a phone writes them into a photo.
GPS = 0x8825


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


def become(page: Page, live_server, person: Person | None) -> None:
    page.context.clear_cookies()
    if person is None:
        return
    name = settings.SESSION_COOKIE_NAME
    cookie = factories.sign_in(Client(), person).cookies[name].value
    page.context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])


def cut_line(context: BrowserContext) -> None:
    context.set_offline(True)


def restore_line(context: BrowserContext) -> None:
    context.set_offline(False)


def answer_all(page: Page, photo: Path) -> None:
    """Fill in every page up to the review."""
    texts = {
        "nama": "Siti Rahma",
        "nik": "1219054107909901",
        "alamat": "Dusun II, Labuhan Ruku",
        "telepon": "0812 0000 0001",
        "nama_usaha": "Warung Melati",
        "tahun_mulai": "2019",
        "alamat_usaha": "Jalan Pasar Lama 3",
    }
    for _ in range(12):
        answer_page(page, texts, photo)
        onward = page.get_by_role("button", name="Lanjut", exact=True)
        if not onward.is_visible():
            return
        onward.click()


def answer_page(page: Page, texts: dict[str, str], photo: Path) -> None:
    for name, text in texts.items():
        if (field := page.locator(f"[name={name}]")).is_visible():
            field.fill(text)
    for name, value in {"kecamatan": "12.19.05", "desa": "12.19.05.1001"}.items():
        if (field := page.locator(f"select[name={name}]")).is_visible():
            field.select_option(value)
    for name in ("jenis_usaha", "keperluan", "pernyataan"):
        if (field := page.locator(f"[name={name}]").first).is_visible():
            field.check()
    for name in ("foto_ktp", "foto_usaha"):
        if (field := page.locator(f"input[name={name}]")).is_visible():
            field.set_input_files(photo)
            expect(page.locator(f"[data-question={name}] .attached")).to_be_visible()


def press_send(page: Page) -> None:
    page.get_by_role("button", name="Kirim permohonan").click()


def worker_is_ready(page: Page) -> None:
    """Wait until the service worker holds the pages it promised."""
    page.evaluate(
        """async () => {
            await navigator.serviceWorker.register("/sw.js");
            await navigator.serviceWorker.ready;
            while (!navigator.serviceWorker.controller) await new Promise((r) => setTimeout(r, 50));
        }"""
    )


def is_kept(page: Page, address: str) -> None:
    """Wait until a visited form is kept for use without signal."""
    worker_is_ready(page)
    page.evaluate(
        """async (address) => {
            while (!(await caches.match(address))) await new Promise((r) => setTimeout(r, 100));
        }""",
        address,
    )


def kept_on_device(page: Page) -> str:
    """Return everything that lies in IndexedDB and the caches, as one text."""
    return page.evaluate(
        """async () => {
            const db = await new Promise((resolve) => {
                const request = indexedDB.open("pendopo");
                request.onsuccess = () => resolve(request.result);
            });
            const texts = [];
            const text = (value) => JSON.stringify(value, (_, one) => {
                const bytes = one instanceof ArrayBuffer ? new Uint8Array(one) : one;
                return bytes instanceof Uint8Array ? new TextDecoder().decode(bytes) : one;
            });
            for (const name of db.objectStoreNames) {
                const request = db.transaction(name).objectStore(name).getAll();
                await new Promise((resolve) => (request.onsuccess = resolve));
                texts.push(text(request.result));
            }
            for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                for (const key of await cache.keys()) {
                    texts.push(key.url, await (await cache.match(key)).text());
                }
            }
            return texts.join("\\n");
        }"""
    )


def test_without_signal_a_form_is_opened_filled_and_sent_once_later(
    page: Page, live_server, siti, photo, screenshot, violations
) -> None:
    become(page, live_server, siti)
    page.goto("/")
    worker_is_ready(page)
    cut_line(page.context)
    page.goto(FORM)
    expect(page.get_by_role("heading", name="Surat Keterangan Usaha")).to_be_visible()
    answer_all(page, photo)
    expect(page.get_by_text("Tersimpan di perangkat ini")).to_be_visible()
    press_send(page)
    expect(page.get_by_role("heading", name="Tersimpan, menunggu sinyal")).to_be_visible()
    screenshot(page, "20-menunggu-sinyal")
    page.goto("/antrean/")
    expect(page.get_by_text("Menunggu sinyal")).to_be_visible()
    expect(page.locator("#outbox-badge")).to_contain_text("1")
    screenshot(page, "21-antrean-tanpa-sinyal")
    assert not Case.objects.exists()

    restore_line(page.context)
    expect(page.get_by_text("Diterima", exact=True)).to_be_visible(timeout=20_000)
    case = Case.objects.get()
    assert case.channel == Channel.OFFLINE
    assert case.applicant == siti
    assert CaseFile.objects.count() == 2
    expect(page.get_by_text(case.number)).to_be_visible()
    expect(page.locator("#outbox-badge")).to_be_hidden()
    screenshot(page, "22-antrean-terkirim")
    assert violations(page) == []
    page.reload()
    expect(page.get_by_text(case.number)).to_be_visible()
    assert Case.objects.count() == 1


def test_photos_arrive_small_and_without_the_place_where_they_were_taken(
    page: Page, live_server, siti, photo
) -> None:
    sent: list[bytes] = []
    page.on(
        "request",
        lambda one: sent.append(one.post_data_buffer or b"") if one.method == "PUT" else None,
    )
    become(page, live_server, siti)
    page.goto(FORM)
    answer_all(page, photo)
    press_send(page)
    page.wait_for_url("**/terkirim/", timeout=30_000)
    stored = StoredFile.objects.first()
    assert stored.size < photo.stat().st_size / 2
    first = next(piece for piece in sent if piece.startswith(b"\xff\xd8"))
    picture = Image.open(io.BytesIO(b"".join(sent[sent.index(first) :])))
    assert max(picture.size) == 1600
    assert not picture.getexif()


def test_an_upload_that_breaks_goes_on_where_it_stopped(
    page: Page, live_server, siti, photo
) -> None:
    pieces: list[str] = []

    def break_second_piece(route) -> None:
        pieces.append(route.request.url)
        if len(pieces) == 2:
            route.abort("connectionreset")
        else:
            route.continue_()

    become(page, live_server, siti)
    page.goto(FORM)
    answer_all(page, photo)
    page.context.route("**/berkas/unggah/*/?offset=*", break_second_piece)
    press_send(page)
    page.wait_for_url("**/terkirim/", timeout=40_000)
    offsets = [url.split("offset=")[1] for url in pieces]
    assert offsets[0] == "0"
    assert offsets[1] == offsets[2] != "0", "the broken piece is sent again, the first is not"
    assert Case.objects.count() == 1


def test_an_answer_that_got_lost_is_asked_for_again_and_nothing_is_doubled(
    page: Page, live_server, siti, photo
) -> None:
    lost: list[int] = []

    def lose_first_answer(route) -> None:
        if lost:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort("connectionreset")

    become(page, live_server, siti)
    page.goto(FORM)
    answer_all(page, photo)
    page.context.route("**/kirim/", lose_first_answer)
    press_send(page)
    page.wait_for_url("**/terkirim/", timeout=40_000)
    assert lost == [201]
    assert Case.objects.count() == 1


def test_pressing_twice_sends_once(page: Page, live_server, siti, photo) -> None:
    become(page, live_server, siti)
    page.goto(FORM)
    answer_all(page, photo)
    page.get_by_role("button", name="Kirim permohonan").dblclick()
    page.wait_for_url("**/terkirim/", timeout=30_000)
    assert Case.objects.count() == 1


def test_two_tabs_send_one_after_the_other_and_each_item_once(
    page: Page, live_server, siti, photo
) -> None:
    become(page, live_server, siti)
    page.goto("/")
    worker_is_ready(page)
    cut_line(page.context)
    page.goto(FORM)
    answer_all(page, photo)
    press_send(page)
    expect(page.get_by_role("heading", name="Tersimpan, menunggu sinyal")).to_be_visible()
    others = [page.context.new_page() for _ in range(2)]
    for tab in others:
        tab.goto("/antrean/")
    restore_line(page.context)
    page.wait_for_url("**/terkirim/", timeout=30_000)
    for tab in others:
        expect(tab.get_by_text("Diterima", exact=True)).to_be_visible()
    assert Case.objects.count() == 1


def test_after_sign_out_the_next_person_sees_nothing(
    page: Page, live_server, siti, budi, photo, screenshot, violations
) -> None:
    become(page, live_server, siti)
    page.goto("/")
    worker_is_ready(page)
    cut_line(page.context)
    page.goto(FORM)
    answer_all(page, photo)
    press_send(page)
    expect(page.get_by_role("heading", name="Tersimpan, menunggu sinyal")).to_be_visible()
    page.context.route("**/kirim/", lambda route: route.abort())
    restore_line(page.context)
    page.goto("/keluar/")
    expect(page.get_by_text("Ada kiriman yang belum terkirim")).to_be_visible()
    screenshot(page, "23-keluar")
    assert violations(page) == []
    page.locator("[data-sign-out] button").click()
    expect(page.get_by_text("Anda sudah keluar")).to_be_visible()

    page.goto("/antrean/")
    expect(page.get_by_text("Masuk untuk melihat kiriman Anda")).to_be_visible()
    screenshot(page, "24-antrean-orang-lain")
    assert violations(page) == []
    expect(page.locator("#outbox-badge")).to_be_hidden()
    become(page, live_server, budi)
    page.goto("/antrean/")
    expect(page.get_by_text("kiriman terkunci")).to_be_visible()
    page.goto(FORM)
    expect(page.get_by_text("Lanjutkan isian")).to_be_hidden()
    kept = kept_on_device(page)
    for secret in ("Warung Melati", "1219054107909901", "Siti Rahma", "Dusun II, Labuhan"):
        assert secret not in kept

    page.context.unroute("**/kirim/")
    become(page, live_server, siti)
    page.goto("/antrean/")
    expect(page.get_by_text("Diterima", exact=True)).to_be_visible(timeout=20_000)
    assert Case.objects.get().applicant == siti


def test_an_expired_session_keeps_the_item_for_the_same_person_only(
    page: Page, live_server, siti, budi, photo, screenshot
) -> None:
    become(page, live_server, siti)
    page.goto(FORM)
    answer_all(page, photo)
    become(page, live_server, None)
    press_send(page)
    expect(page.get_by_role("heading", name="Masuk lagi untuk mengirim")).to_be_visible()
    screenshot(page, "25-masuk-lagi")
    become(page, live_server, budi)
    page.goto("/")
    page.wait_for_timeout(1500)
    assert not Case.objects.exists()
    become(page, live_server, siti)
    page.goto("/antrean/")
    expect(page.get_by_text("Diterima", exact=True)).to_be_visible(timeout=20_000)
    assert Case.objects.get().applicant == siti


def test_somebody_else_s_item_is_refused_even_if_a_device_sends_it(
    page: Page, live_server, siti, budi
) -> None:
    become(page, live_server, budi)
    page.goto("/")
    answer = page.evaluate(
        """async (owner) => {
            const who = await (await fetch("/antrean/status/")).json();
            const answer = await fetch("/layanan/surat-keterangan-usaha/kirim/", {
                method: "POST",
                body: JSON.stringify({version: 1, answers: {}, files: {}}),
                headers: {
                    "X-CSRFToken": who.csrf, "X-Requested-By": "pendopo", "X-Owner": owner,
                    "Idempotency-Key": crypto.randomUUID(), "Content-Type": "application/json",
                },
            });
            return [answer.status, (await answer.json()).reason];
        }""",
        siti.ref,
    )
    assert answer == [403, "OtherPerson"]


def test_a_server_that_is_away_for_a_moment_gets_it_afterwards(
    page: Page, live_server, siti, photo
) -> None:
    become(page, live_server, siti)
    page.goto(FORM)
    answer_all(page, photo)
    away: list[int] = []

    def be_away(route) -> None:
        away.append(502)
        route.fulfill(status=502, body="restarting")

    page.context.route("**/antrean/status/", be_away)
    press_send(page)
    expect(page.get_by_role("heading", name="Tersimpan, menunggu sinyal")).to_be_visible()
    page.context.unroute("**/antrean/status/")
    page.wait_for_url("**/terkirim/", timeout=30_000)
    assert away
    assert Case.objects.count() == 1


def test_a_form_that_is_no_longer_accepted_shows_what_changed(
    page: Page, live_server, siti, photo, screenshot, violations
) -> None:
    become(page, live_server, siti)
    page.goto(FORM)
    answer_all(page, photo)
    replace_form()
    press_send(page)
    expect(page.get_by_role("heading", name="Formulirnya berubah")).to_be_visible()
    page.goto("/antrean/")
    expect(page.get_by_text("Berubah: Nama usaha")).to_be_visible()
    screenshot(page, "26-formulir-berubah")
    assert violations(page) == []
    page.get_by_role("link", name="Buka formulir").click()
    expect(page.get_by_text("Berubah: Nama usaha")).to_be_visible()
    expect(page.locator("[name=nama]")).to_have_value("Siti Rahma")
    answer_all(page, photo)
    press_send(page)
    page.wait_for_url("**/terkirim/", timeout=30_000)
    assert Case.objects.get().service_version.version == 2


def replace_form() -> None:
    """Let another form take effect long ago, so that the old one is past its grace."""
    old = Version.objects.get(kind="services", code="surat-keterangan-usaha")
    raw = {**old.raw, "version": 2, "effective_from": "2025-01-01"}
    pages = [{**one, "fields": [dict(field) for field in one["fields"]]} for one in raw["form"]]
    changed = next(f for one in pages for f in one["fields"] if f["code"] == "nama_usaha")
    changed["hint"] = "Tulis nama pada papan usaha."
    Version.objects.create(
        kind="services", code=old.code, version=2, effective_from="2025-01-01", title=old.title,
        raw={**raw, "form": pages}, files=old.files, sha256="1" * 64, loaded_at=old.loaded_at,
    )  # fmt: skip


def test_what_the_server_refuses_opens_the_form_at_that_question(
    page: Page, live_server, siti, photo, screenshot, violations
) -> None:
    become(page, live_server, siti)
    page.goto(FORM)
    answer_all(page, photo)
    page.get_by_role("link", name="Ubah: NIK").click()
    page.locator("[name=nik]").fill("1219059999990000")
    for _ in range(8):
        if not (onward := page.get_by_role("button", name="Lanjut", exact=True)).is_visible():
            break
        onward.click()
    press_send(page)
    expect(page.get_by_role("alert")).to_contain_text("NIK ini tidak seperti NIK pada KTP")
    expect(page.locator("[name=nik]")).to_be_visible()
    screenshot(page, "27-perlu-diperbaiki")
    assert violations(page) == []
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.locator("[name=nik]")).to_be_focused()


def test_a_draft_is_offered_again_and_several_are_kept(
    page: Page, live_server, siti, photo, screenshot, violations
) -> None:
    become(page, live_server, siti)
    for name in ("Warung Satu", "Warung Dua"):
        page.goto(FORM)
        if (anew := page.get_by_role("button", name="Mulai baru")).is_visible():
            anew.click()
        page.locator("[name=nama]").fill(name)
        expect(page.get_by_text("Tersimpan di perangkat ini")).to_be_visible(timeout=1000)
    page.goto(FORM)
    expect(page.get_by_text("Lanjutkan isian")).to_have_count(2)
    screenshot(page, "28-lanjutkan")
    assert violations(page) == []
    page.get_by_role("button", name="Lanjutkan", exact=True).first.click()
    expect(page.locator("[name=nama]")).to_have_value("Warung Dua")


def test_the_back_button_of_the_browser_turns_a_page_back(
    page: Page, live_server, siti, screenshot, violations
) -> None:
    become(page, live_server, siti)
    page.goto(FORM)
    expect(page.get_by_text("Langkah 1 dari 7")).to_be_visible()
    page.get_by_role("button", name="Lanjut", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("NIK")
    screenshot(page, "29-belum-diisi")
    assert violations(page) == []
    answer_page(page, {"nama": "Siti", "nik": "1219054107909901", "alamat": "Dusun II",
                       "telepon": "081200000001"}, Path())  # fmt: skip
    page.get_by_role("button", name="Lanjut", exact=True).click()
    expect(page.get_by_text("Langkah 2 dari 7")).to_be_visible()
    expect(page.get_by_role("heading", name="Usaha apa yang Anda jalankan?")).to_be_focused()
    page.go_back()
    expect(page.get_by_text("Langkah 1 dari 7")).to_be_visible()
    expect(page.locator("[name=nik]")).to_have_value("1219054107909901")


def test_an_officer_files_at_the_counter_by_the_same_outbox(
    page: Page, live_server, siti, photo, screenshot, violations
) -> None:
    officer = factories.make_officer("cases.view", "cases.file_for_others")
    become(page, live_server, officer)
    page.goto("/loket/surat-keterangan-usaha/")
    is_kept(page, "/loket/surat-keterangan-usaha/")
    cut_line(page.context)
    page.goto("/loket/surat-keterangan-usaha/?luring")
    page.locator("[name=nama_pemohon]").fill("Mak Ijah")
    page.get_by_label("Pemohon menyetujui secara lisan di loket").check()
    screenshot(page, "30-loket")
    assert violations(page) == []
    answer_all(page, photo)
    page.get_by_role("button", name="Ajukan permohonan").click()
    expect(page.get_by_role("heading", name="Tersimpan, menunggu sinyal")).to_be_visible()
    restore_line(page.context)
    page.wait_for_url("**/terkirim/", timeout=30_000)
    case = Case.objects.get()
    assert case.channel == Channel.COUNTER
    assert case.applicant.name == "Mak Ijah"
    assert case.filed_by == officer


def test_a_survey_answered_without_signal_arrives_without_an_account(
    page: Page, live_server, siti, screenshot, violations
) -> None:
    surveys.make_service()
    invitation = surveys.invite(factories.make_agency("dinas-uji"))
    page.goto(f"/survei/{invitation.token}/")
    names = {one.get_attribute("name") for one in page.locator("main input[type=radio]").all()}
    for name in names:
        page.locator(f"main input[name={name}]").last.check()
    expect(page.get_by_text("Tersimpan di perangkat ini")).to_be_visible()
    assert violations(page) == []
    cut_line(page.context)
    page.get_by_role("button", name="Kirim penilaian").click()
    expect(page.get_by_role("heading", name="Tersimpan, menunggu sinyal")).to_be_visible()
    restore_line(page.context)
    expect(page.get_by_text("Terima kasih").first).to_be_visible(timeout=20_000)
    assert Answer.objects.count() == 1
