"""The form of a service, page by page: drafts, photos, problems, a form that changed meanwhile."""

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from pendopo.domains.cases.models import Case
from pendopo.kernel.content.models import Version
from pendopo.kernel.files.models import StoredFile
from tests.browser.filling import (
    FORM,
    TEXTS,
    answer_all,
    answer_page,
    become,
    press_send,
    to_the_review,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
    to_the_review(page)
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


def test_a_browser_that_keeps_nothing_posts_the_form_as_a_page(
    page: Page, live_server, siti, photo
) -> None:
    page.context.add_init_script("Object.defineProperty(window, 'indexedDB', {value: undefined})")
    become(page, live_server, siti)
    page.goto(FORM)
    answer_all(page, photo, shows_files=False)
    page.get_by_role("link", name="Ubah: NIK").click()
    page.locator("[name=nik]").fill("1219059999990000")
    to_the_review(page)
    press_send(page)
    page.get_by_role("link", name="NIK ini tidak seperti NIK pada KTP").click()
    expect(page.locator("[name=nik]")).to_be_focused()
    page.locator("[name=nik]").fill("1219054107909901")
    assert Case.objects.count() == 0


def test_without_scripts_the_whole_form_stands_on_one_page(
    browser, live_server, siti, photo
) -> None:
    phone = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = phone.new_page()
    become(page, live_server, siti)
    page.goto(FORM)
    answer_page(page, TEXTS, photo, shows_files=False)
    page.locator("[name=alamat_usaha]").fill("Jalan Pasar Lama 3")
    press_send(page)
    page.wait_for_url("**/terkirim/")
    assert Case.objects.count() == 1
    phone.close()


def test_what_a_kept_form_does_not_ask_is_not_forgotten(page: Page, live_server, siti) -> None:
    become(page, live_server, siti)
    page.goto(FORM)
    page.evaluate(
        """() => {
            const child = new Option("Anak", "person:anak", true, true);
            const whom = Object.assign(document.createElement("select"), {name: "untuk"});
            whom.append(child);
            document.querySelector("[data-wizard]").append(whom);
        }"""
    )
    page.locator("[name=nama]").fill("Siti")
    expect(page.get_by_text("Tersimpan di perangkat ini")).to_be_visible()
    page.goto(page.url.replace("/mohon/", "/formulir/"))
    expect(page.locator("[name=nama]")).to_have_value("Siti")
    page.locator("[name=nama]").fill("Anak Siti")
    page.wait_for_timeout(1000)
    kept = page.evaluate(
        """async () => (await (await import("/static/shell/outbox-store.js")).list())[0].values"""
    )
    assert (kept["nama"], kept["untuk"]) == ("Anak Siti", "person:anak")
