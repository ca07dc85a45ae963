"""Make the pictures of docs/screens anew, from a demo regency that is seeded for it.

python -m tools.screens plays a year up to a fixed Thursday morning, serves it on a free port of this
machine, walks through it in Chromium as the people of the demo, and keeps one small PNG per screen.
"""

import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "screens"
MORNING = datetime(2026, 11, 19, 2, 20, tzinfo=UTC)
"""Thursday, 09.20 WIB: offices and clinics are open, so that boards and clocks show life."""
CASES = 900
LARGEST = 60_000
"""Bytes that one picture may weigh."""
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
TALL = {**DESK, "height": 1080}
WALL = {"width": 1600, "height": 900}
OFFICER = "petugas-pelayanan-kecamatan-talawi"
HEAD = "camat-talawi-kecamatan-talawi"
COORDINATOR, SECRETARY = "koordinator-evaluasi-pemkab", "sekretaris-daerah-pemkab"
HEAD_OF_AGENCY = "kepala-dinas-komunikasi-dan-informatika-diskominfo"
SCORE = f"/penilaian/pemdi-2026-{MORNING.year}/"
SERVICE = "/layanan/surat-keterangan-usaha/"
CASE, CASE_OF_OFFICER = "main a[href^='/urusan/2']", "[data-list] a[href^='/kerja/2']"
APPROVE = "Setujui"
Walk = Callable[[Page], None]


def main() -> int:
    """Return 0 when every picture was made and none is too heavy."""
    with tempfile.TemporaryDirectory(prefix="pendopo-screens-") as data:
        address = prepare(data)
        # Playwright's loop makes Django believe it runs in async code; this is an ordinary process.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        with served(address), sync_playwright() as playwright:
            path = shutil.which("chromium") or shutil.which("chromium-browser")
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            for name, part, size, walk in pictures():
                weight = keep(name, shoot(browser, address, part, size, walk))
                sys.stdout.write(f"{name}.png  {weight / 1000:.0f} kB\n")
            browser.close()
    return 0


def pictures() -> Iterator[tuple[str, str, dict[str, int], Walk]]:
    """Yield the name, the part played (empty: a visitor), the screen, and the way to it."""
    yield "01-beranda", "", PHONE, go("/")
    yield "02-layanan", "", PHONE, go(SERVICE)
    yield "03-formulir", "warga-1", PHONE, go(f"{SERVICE}mohon/")
    yield "04-tanda-terima", "warga-1", PHONE, receipt
    yield "05-urusan", "warga-1", PHONE, clock
    yield "06-kerja", "bupati-pemkab", DESK, go("/kerja/")
    yield "07-berkas", OFFICER, DESK, first("/kerja/", CASE_OF_OFFICER)
    yield "08-tanda-tangan", "", PHONE, signing
    yield "09-periksa-surat", "", PHONE, verified
    yield "10-pusat-kendali", "bupati-pemkab", TALL, go("/pusat-kendali/?kurun=12-bulan")
    yield "11-buku-besar", "warga-1", PHONE, proof
    yield "12-papan-puskesmas", "", DESK, board
    yield "13-penilaian", COORDINATOR, DESK, go("/penilaian/")
    yield "14-skor", SECRETARY, TALL, go(SCORE)
    yield "15-indikator", HEAD_OF_AGENCY, PHONE, go(f"{SCORE}indikator/P17/")
    yield "16-pembagian-kerja", COORDINATOR, DESK, go(f"{SCORE}kerja/")
    yield "17-belum-dilaporkan", HEAD_OF_AGENCY, PHONE, go("/penilaian/belum-dilaporkan/")
    yield "18-cara-termurah", HEAD_OF_AGENCY, PHONE, go(f"{SCORE}termurah/?naik=0,5")
    yield "19-coba-angka", SECRETARY, DESK, go(f"{SCORE}andai/?n-P20=3.5&n-P19=2.5")
    yield "20-ukuran", SECRETARY, TALL, go("/penilaian/ukuran/cases-share-on-time/")
    yield "21-dinding", "bupati-pemkab", WALL, go("/pusat-kendali/dinding/")
    yield "22-papan-terbuka", "", PHONE, go("/terbuka/")
    yield "23-angka-terbuka", "", PHONE, go("/angka/cases-share-on-time/")


def go(path: str) -> Walk:
    """Open an address of the house."""
    return lambda page: _open(page, path)


def first(path: str, links: str) -> Walk:
    """Open what the first of these links leads to."""

    def walk(page: Page) -> None:
        _open(page, path)
        _open(page, _address(page, links))

    return walk


def receipt(page: Page) -> None:
    """Open the receipt of the resident's first case."""
    _open(page, "/urusan/")
    _open(page, _address(page, CASE) + "terkirim/")


def clock(page: Page) -> None:
    """Open the resident's case at its clock, day by day."""
    first("/urusan/", CASE)(page)
    page.get_by_text("Bagaimana waktunya dihitung?").click()
    page.locator(".day-clock").evaluate("days => days.scrollIntoView({block: 'center'})")


def signing(page: Page) -> None:
    """Let the officer check a case and the head approve it, then open the tray."""
    play(page, OFFICER)
    first("/kerja/", CASE_OF_OFFICER)(page)
    case = page.url
    page.get_by_role("button", name="Nyatakan lengkap").click()
    play(page, HEAD)
    _open(page, case)
    page.get_by_role("button", name=APPROVE).click()
    _open(page, "/tanda-tangan/")


def proof(page: Page) -> None:
    """Open the proof of one step of a resident's case."""
    first("/urusan/", CASE)(page)
    _open(page, _address(page, "main a[href*='/buku-besar/bukti/']"))


def verified(page: Page) -> None:
    """Open the public page of a signed letter."""
    from pendopo.domains.documents.models import Letter

    _open(page, f"/v/{Letter.objects.filter(state='signed').latest('pk').token}")


def board(page: Page) -> None:
    """Call some of this morning's numbers, then open the board of that health centre."""
    from pendopo.domains.bookings import actions
    from pendopo.domains.bookings.models import Ticket
    from pendopo.domains.people import queries
    from pendopo.domains.people.models import Account

    now, agency, site = MORNING, "puskesmas-labuhan-ruku", "pkm-labuhan-ruku"
    clerk = Account.objects.get(email=f"petugas-pelayanan-{agency}@contoh.invalid")
    methods: dict[str, object] = {"account_authentication_methods": [{"method": "mfa"}]}
    actor = queries.actor_of(clerk, methods, on=now.date())
    for ticket in Ticket.objects.filter(session__site=site, session__visit_on=now.date()):
        actions.check_in(ref=ticket.ref, actor=actor, now=now)
    for session in {t.session_id for t in Ticket.objects.filter(state="waiting")}:
        actions.call_next(session_id=session, actor=actor, now=now)
    _open(page, f"/papan/{site}/")


def shoot(browser: Browser, address: str, part: str, size: dict[str, int], walk: Walk) -> bytes:
    """Play the part, walk the way, and return the picture of what is seen."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": size["width"], "height": size["height"]},
        locale="id-ID",
        timezone_id="Asia/Jakarta",
        service_workers="block",
    )
    page = context.new_page()
    # The clock of a wall is the browser's.
    page.clock.set_system_time(MORNING)
    if part:
        play(page, part)
    walk(page)
    page.wait_for_timeout(800)  # The font comes after the page can be used.
    picture = page.screenshot()
    context.close()
    return picture


def play(page: Page, part: str) -> None:
    """Sign in as one of the people of the demo."""
    page.context.clear_cookies()
    _open(page, "/demo/masuk/")
    page.locator(f"button[value='{part}']").click()


def keep(name: str, picture: bytes) -> int:
    """Write the picture with as many colours as its weight allows; returns the bytes."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    for colours in (256, 192, 128, 96, 64):
        content = BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(content, "PNG", optimize=True)
        if len(content.getvalue()) <= LARGEST:
            FOLDER.mkdir(parents=True, exist_ok=True)
            (FOLDER / f"{name}.png").write_bytes(content.getvalue())
            return len(content.getvalue())
    raise SystemExit(f"{name}.png does not fit into {LARGEST} bytes")


def prepare(data: str) -> str:
    """Seed a demo that believes it is that morning; returns the address it will be served at."""
    port = _free_port()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "pendopo.project.settings",
        "PENDOPO_DATA": data,
        "PENDOPO_DEMO": "1",
        "PENDOPO_ADDRESS": f"http://127.0.0.1:{port}",
        "PENDOPO_STATIC": f"{data}/static",
    }
    import django
    from django.core.management import call_command
    from django.utils import timezone

    timezone.now = partial(_now, time.monotonic())
    django.setup()
    from pendopo.kernel.ledger import heads
    from pendopo.project.demo import stamp

    call_command("migrate", verbosity=0)
    call_command("content", "load")
    call_command("collectstatic", "--no-input", verbosity=0)
    stamp.make(timezone.now())
    call_command("seed_demo", "--cases", str(CASES))
    heads.publish_heads(timezone.now())
    return f"http://127.0.0.1:{port}"


@contextmanager
def served(address: str) -> Iterator[None]:
    """Serve the house from a thread of this process, which shares its clock."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing of each request."""

    server = ThreadedWSGIServer(("127.0.0.1", int(address.rsplit(":", 1)[1])), Quiet)
    server.set_app(get_wsgi_application())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield
    server.shutdown()


def _now(since: float) -> datetime:
    return MORNING + timedelta(seconds=time.monotonic() - since)


def _free_port() -> int:
    import socket

    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _open(page: Page, path: str) -> None:
    answer = page.goto(path, wait_until="load")
    if answer is None or answer.status != 200:
        raise SystemExit(f"{path}: {answer and answer.status}")


def _address(page: Page, links: str) -> str:
    return page.locator(links).first.get_attribute("href", timeout=5_000) or ""


if __name__ == "__main__":
    sys.exit(main())
