"""Filling in the form of one service on a phone, with the line cut or not."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Locator, Page, expect

from pendopo.domains.people.models import Person
from pendopo.domains.people.tests import factories

FORM = "/layanan/surat-keterangan-usaha/mohon/"
TEXTS = {
    "nama": "Siti Rahma",
    "nik": "1219054107909901",
    "alamat": "Dusun II, Labuhan Ruku",
    "telepon": "0812 0000 0001",
    "nama_usaha": "Warung Melati",
    "tahun_mulai": "2019",
    "alamat_usaha": "Jalan Pasar Lama 3",
}
AREAS = {"kecamatan": "12.19.05", "desa": "12.19.05.1001"}


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


def answer_all(page: Page, photo: Path, *, shows_files: bool = True) -> None:
    """Fill in every page up to the review."""
    for _ in range(12):
        answer_page(page, TEXTS, photo, shows_files=shows_files)
        onward = page.get_by_role("button", name="Lanjut", exact=True)
        if not onward.is_visible():
            return
        onward.click()


def to_the_review(page: Page) -> None:
    """Turn the pages without changing anything."""
    for _ in range(12):
        onward = page.get_by_role("button", name="Lanjut", exact=True)
        if not onward.is_visible():
            return
        onward.click()


def answer_page(
    page: Page, texts: dict[str, str], photo: Path, *, shows_files: bool = True
) -> None:
    """Answer what is shown on this page; `shows_files` where the device keeps them."""
    for name, field in visible(page, texts):
        field.fill(texts[name])
    for name, field in visible(page, AREAS):
        field.select_option(AREAS[name])
    for _, field in visible(page, ("jenis_usaha", "keperluan", "pernyataan")):
        field.check()
    for name, field in visible(page, ("foto_ktp", "foto_usaha")):
        field.set_input_files(photo)
        if shows_files:
            expect(page.locator(f"[data-question={name}] .attached")).to_be_visible()


def visible(page: Page, names: Iterable[str]) -> Iterator[tuple[str, Locator]]:
    """Walk the questions of these names that are shown now."""
    for name in names:
        if (field := page.locator(f"[name={name}]").first).is_visible():
            yield name, field


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
