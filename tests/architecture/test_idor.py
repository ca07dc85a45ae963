"""Walk every address that names an object as everybody: what is not yours does not exist."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
import time_machine
from django.test import Client

from pendopo.domains.cases.tests.conftest import ANSWERS
from pendopo.domains.people.tests import factories
from pendopo.kernel.ledger.models import Entry
from tests import firm
from tests import world as stage
from tests.world import World
from tools import reference

pytestmark = pytest.mark.django_db

OFFICE = {"counter", "checker", "head", "inspector"}
EVERYBODY = {
    "anonymous", "owner", "resident", "officer_elsewhere", "head_elsewhere", "admin", *OFFICE,
    "partner", "former",
}  # fmt: skip
SEES_PERSONS = OFFICE | {"officer_elsewhere", "head_elsewhere", "admin"}

# Address → (the word of the world in it, who may open it). A blank is a word of the same shape
# that names nothing. What is not listed here names no object of a person.
OBJECTS: dict[str, tuple[str, set[str]]] = {
    "urusan/<str:number>/": ("case", {"owner", *OFFICE}),
    "urusan/<str:number>/terkirim/": ("case", {"owner", *OFFICE}),
    "urusan/<str:number>/langkah/": ("case", {"owner", *OFFICE}),
    "urusan/<str:number>/lengkapi/": ("case", {"owner", *OFFICE}),
    "kerja/<str:number>/": ("case", OFFICE),
    "kerja/<str:number>/langkah/": ("case", {"checker", "head"}),
    "kerja/<str:number>/petugas/": ("case", {"head"}),
    "kerja/<str:number>/biaya/": ("case", {"counter"}),
    "kerja/<str:number>/nomor/": ("case", {"checker", "head"}),
    "kerja/<str:number>/catatan/": ("case", {"checker", "head"}),
    "berkas/<str:file_id>/": ("file", {"owner", *OFFICE}),
    "berkas/unggah/<str:upload_id>/": ("upload", {"owner"}),
    "dokumen/surat/<slug:code>/": ("letter", {"owner", "checker", "head"}),
    "dokumen/surat/<slug:code>/pdf/": ("letter", {"owner", "checker", "head"}),
    "dokumen/surat/<slug:code>/cabut/": ("letter", {"head"}),
    "dokumen/surat/<slug:code>/batal/": ("letter", {"head"}),
    "dokumen/surat/<slug:code>/koreksi/": ("letter", {"head"}),
    "dokumen/surat/<slug:code>/penanda-tangan/": ("letter", {"head"}),
    "pemberitahuan/<uuid:notice_id>/buka/": ("notice", {"owner"}),
    "kunjungan/tiket/<slug:key>/": ("ticket", {"owner"}),
    "kunjungan/tiket/<slug:key>/batal/": ("ticket", {"owner"}),
    "akun/sesi/<int:pk>/akhiri/": ("session", {"owner"}),
    "akun/pengaman/passkey/<int:pk>/lepas/": ("session", set()),
    "orang/<slug:key>/": ("person", SEES_PERSONS),
    "orang/<slug:key>/usaha/": ("person", {"counter"}),
    "orang/<slug:key>/nik/": ("person", {"checker", "officer_elsewhere"}),
    "orang/<slug:key>/ktp/": ("person", {"checker", "counter", "officer_elsewhere"}),
    "orang/<slug:key>/dukcapil/": ("person", {"checker", "counter", "officer_elsewhere"}),
    "orang/<slug:key>/nomor/": ("person", {"checker", "counter", "officer_elsewhere"}),
    "orang/<slug:key>/mandat/<int:pk>/": ("mandate", {"checker", "counter", "officer_elsewhere"}),
    "orang/<slug:key>/mandat/<int:pk>/akhiri/": (
        "mandate",
        {"checker", "counter", "officer_elsewhere"},
    ),
    "akun/mandat/<int:pk>/akhiri/": ("mandate", {"owner"}),
    "unit/<slug:code>/jabatan/<int:pk>/": ("post", {"admin"}),
    "unit/<slug:code>/pejabat/<int:pk>/": ("holding", {"admin"}),
    "unit/<slug:code>/cabut/<int:pk>/": ("delegation", {"admin"}),
    "pengantaran/<int:pk>/ulang/": ("delivery", {"admin"}),
    # A token is the right itself.
    "survei/<str:token>/": ("survey", EVERYBODY),
    "survei/<str:token>/kirim/": ("survey", EVERYBODY),
    "v/<str:token>": ("token", EVERYBODY),
    # That an entry is in the book may be checked by all; what it says is tested with the ledger.
    "buku-besar/bukti/<str:key>/": ("entry", EVERYBODY),
}

# The same doors with a business behind them: whoever holds its mandate stands in the place of the
# owner, and whoever filed for it and holds it no more is a stranger.
OF_BUSINESS = {"case": "firm_case", "file": "firm_file", "letter": "firm_letter"}

# Addresses whose words name public things (services, sites, heads) or an office's own queue. What
# lies below penilaian/ and pusat-kendali/ is the government's own; whose evidence or alert it is, is
# tested with evaluation and command.
PUBLIC_WORDS = re.compile(
    r"layanan/|alur/|info/|loket/|papan/|kunjungan/<slug:site>|petugas/antrean/|unit/<slug:code>/(jabatan/)?$"
    r"|masuk/sso/|akun/kontak/|buku-besar/kepala/|penilaian/|pusat-kendali/|angka/|terbuka/|\^warna/"
)
BLANKS = {
    "case": "2026-00000000", "notice": "6a1e51a0-1c1f-4c53-9e1b-5f2c54f7a1d4", "session": "999999",
    "delegation": "999999", "mandate": "999999", "post": "999999", "holding": "999999",
    "delivery": "999999",
}  # fmt: skip


@pytest.fixture
def world() -> Iterator[World]:
    with time_machine.travel(stage.NOW, tick=False):
        found = stage.build()
        firm.settle(found)
        yield found


def test_every_address_that_names_an_object_is_walked() -> None:
    named = {address for address, _ in reference.doors() if "<" in address}
    assert {a for a in named - set(OBJECTS) if not PUBLIC_WORDS.match(a)} == set()


def test_what_one_may_not_open_looks_like_what_does_not_exist(world: World) -> None:
    for part in sorted(EVERYBODY):
        client = _enter(world, part)
        for address, word, allowed in _doors():
            if part not in allowed:
                blank = BLANKS.get(word.removeprefix("firm_"), "tidak-ada")
                real = _knock(client, _path(world, address, word), world.words[word])
                none = _knock(client, _path(world, address, word, blank), blank)
                assert real == none, f"{part} at {address}"
                assert real[0] >= 300, f"{part} at {address}"


def test_who_may_open_it_finds_it(world: World) -> None:
    for part in sorted(EVERYBODY):
        client = _enter(world, part)
        for address, word, allowed in _doors():
            if part in allowed:
                status = client.get(_path(world, address, word)).status_code
                assert status in {200, 302, 405}, f"{part} at {address}"


def test_no_page_shows_officers_a_whole_nik_unasked(world: World) -> None:
    pages = [(a, word) for a, word, _ in _doors() if word in {"case", "firm_case", "person"}]
    for part in sorted(OFFICE):
        client = _enter(world, part)
        for address, word in pages:
            answer = client.get(_path(world, address, word), follow=True)
            assert ANSWERS["nik"] not in answer.content.decode(), f"{part} at {address}"


def test_nobody_changes_what_is_not_theirs(world: World) -> None:
    written = Entry.objects.count()
    for part in sorted(EVERYBODY - {"owner"}):
        client = _enter(world, part)
        for address, word, allowed in _doors():
            if part not in allowed:
                client.post(_path(world, address, word), _everything())
    assert Entry.objects.count() == written


def test_an_inspector_sees_and_does_nothing(world: World) -> None:
    client, written = _enter(world, "inspector"), Entry.objects.count()
    for address, word, _ in _doors():
        if word in {"case", "letter", "person", "firm_case", "firm_letter"}:
            client.post(_path(world, address, word), _everything())
    assert Entry.objects.count() == written


def _doors() -> Iterator[tuple[str, str, set[str]]]:
    """Yield address, word, and who may open it, for a person's object and a business's."""
    for address, (word, allowed) in OBJECTS.items():
        yield address, word, allowed
        if word in OF_BUSINESS:
            yield address, OF_BUSINESS[word], {"partner" if a == "owner" else a for a in allowed}


def _enter(world: World, part: str) -> Client:
    client = Client()
    return client if part == "anonymous" else factories.sign_in(client, world.people[part])


def _knock(client: Client, path: str, word: str) -> tuple[int, str]:
    """Return status and text of a page, without what differs from one answer to the next."""
    answer = client.get(path)
    if answer.status_code == 405:
        answer = client.post(path)
    text = answer.get("Location", "") + answer.content.decode(errors="replace")
    # A page names its own reader, as the key of the drafts on this device.
    text = re.sub(r'csrfmiddlewaretoken" value="\w+"|person:\w+', "", text)
    # Short ids are told from other numbers by the slashes around them.
    named = word if len(word) > 6 else f"/{word}/"
    return answer.status_code, unquote(text).replace(named, "…")


def _path(world: World, address: str, word: str, value: str = "") -> str:
    """Return the address of an object, or of `value` in its place; what stands around it is real."""
    *around, _ = re.findall(r"<\w+:(\w+)>", address)
    known = {"code": "kecamatan-talawi", "key": world.words["person"]}
    values = [*(known[name] for name in around), value or world.words[word]]
    return "/" + re.sub(r"<\w+:\w+>", lambda _: values.pop(0), address)


def _everything() -> dict[str, str]:
    """Return a body that would do something wherever it is believed."""
    return {
        "langkah": "object", "alasan": "Ingin saja", "revisi": "", "nomor_rujukan": "1",
        "petugas": "person:X", "jumlah": "1", "kuitansi": "1", "catatan": "halo",
        "reason": "wrong-data", "note": "halo", "number": "1219054107900001",
        "phone": "081234567890", "applicant": "1", "state": "issued", "is_staff": "1",
    }  # fmt: skip
