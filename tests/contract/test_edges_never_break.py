"""Whatever arrives at a door, the answer is an answer: never an error of ours."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pendopo.domains.people.tests import factories
from tests import world as stage
from tests.architecture.test_access import _filled
from tests.architecture.test_idor import OBJECTS, _path
from tests.world import SERVICE, World
from tools import reference

NASTY = (
    "", "0", "-1", "9" * 20, "9" * 5_000, "1e999", "NaN", "\0", "a\0b", "٣", "²", "x" * 9_000,
    "../../etc/passwd", "<script>alert(1)</script>", "{{ 7*7 }}", "0001-01-01",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "ya", "person:X",
)  # fmt: skip
QUERY = (
    "q", "tab", "layanan", "halaman", "tahun", "dari", "ke", "sampai", "next", "nomor", "cari",
    "unit", "kecamatan", "kurun", "poli", "status", "peristiwa", "belum", "offset", "format",
)  # fmt: skip
POSTED = (
    "alasan", "applicant", "bahasa", "catatan", "channel", "channels", "code", "comment", "contact",
    "ends_on", "jumlah", "kembali", "kind", "kode", "kontak_pemohon", "kuitansi", "kunci",
    "langkah", "letter", "letter_number", "name", "nama_pemohon", "nik", "nomor", "nomor_rujukan",
    "note", "number", "passphrase", "patient", "pemohon", "peran", "persetujuan", "person",
    "petugas", "phone", "post", "proof", "reason", "recovery", "revisi", "send", "starts_on",
    "tema", "u1", "versi",
)  # fmt: skip
WORDS = ("a\0b", "x" * 300, "٣", "2026-00000000'", "<b>", "..", "%")
JSON_TEXT = st.one_of(st.sampled_from(NASTY), st.just("\ud800"), st.text(max_size=20))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), JSON_TEXT),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(JSON_TEXT, inner, max_size=3)
    ),
    max_leaves=6,
)
KEY = "6a1e51a0-1c1f-4c53-9e1b-5f2c54f7a1d4"
OURS = {"X-Requested-By": "pendopo", "X-Device": "d" * 20, "Idempotency-Key": KEY}
BROKEN = (b"", b"{", b"[" * 100_000, b'{"a":' * 50_000, b"\xff", b"9" * 6_000, b'{"a":1,"a":2}')


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with time_machine.travel(stage.NOW, tick=False):
        yield stage.build()


@pytest.fixture
def everything(world: World) -> Client:
    """Return a client of an officer who may open every door."""
    asked = {name for _, door in reference.doors() if door for name in door.permissions}
    office = world.people["head"].holdings.get().post.agency
    officer = factories.make_officer(*sorted(asked), unit=office)
    return factories.sign_in(Client(), officer)


def test_no_query_breaks_a_page(world: World, everything: Client) -> None:
    for address, values in _rounds(_addresses(world)):
        for value in values:
            _ask(everything, "get", address, dict.fromkeys(QUERY, value))


def test_no_posted_form_breaks_a_door(world: World, everything: Client) -> None:
    for address, values in _rounds(_addresses(world)):
        for value in values:
            _ask(everything, "post", address, dict.fromkeys(POSTED, value))


def test_no_form_of_a_resident_breaks_a_door(world: World) -> None:
    client = factories.sign_in(Client(), world.people["owner"])
    own = ("urusan", "akun", "kunjungan", "layanan", "pemberitahuan", "lacak", "survei", "masuk")
    addresses = [a for a in _addresses(world) if a.startswith(tuple(f"/{one}" for one in own))]
    for address, values in _rounds(addresses):
        for value in values:
            _ask(client, "post", address, dict.fromkeys(POSTED, value))


def test_no_word_in_an_address_breaks_a_page(world: World, everything: Client) -> None:
    for address in OBJECTS:
        for word in WORDS:
            around = address.startswith(("orang/<slug:key>/mandat", "unit/"))
            if not around:
                path = "/" + address.partition("<")[0] + quote(word, safe="")
                _ask(everything, "get", path + address.partition(">")[2], {})


def test_no_moment_in_an_address_breaks_a_page(everything: Client) -> None:
    for minute in ("00010101T0000", "99991231T2359", "20260230T0000", "٢٠٢٦٠٦٠٥T١٣٠٠"):
        _ask(everything, "get", f"/kunjungan/pkm-contoh/umum/{quote(minute)}/", {})


@pytest.mark.parametrize("door", ["service", "survey", "upload"])
def test_no_json_breaks_a_door(world: World, door: str) -> None:
    client = factories.sign_in(Client(), world.people["owner"])
    address = {
        "service": f"/layanan/{SERVICE}/kirim/",
        "survey": f"/survei/{world.words['survey']}/kirim/",
        "upload": "/berkas/unggah/",
    }[door]
    for body in BROKEN:
        _send(client, address, body)
    _expect(client.post(address, {"a": "b"}, headers=OURS), address)

    @hypothesis_settings(max_examples=40)
    @given(item=st.one_of(JSON, st.builds(_item, JSON, JSON, JSON)))
    def send(item: Any) -> None:
        _send(client, address, json.dumps(item).encode())

    send()


def _item(one: Any, two: Any, three: Any) -> dict[str, Any]:
    """Return an item of nearly the right shape for every JSON door."""
    answers = {"nama": one, "nik": two, "u1": three, "comment": one}
    given = {"version": two, "files": {"foto_ktp": three, "foto_usaha": one}, "offline": one}
    return {"answers": answers, **given, "name": one, "size": two, "sha256": three}


def _addresses(world: World) -> list[str]:
    """Return every address of the site once, with a real object wherever it names one."""
    public = {
        "alur/<slug:code>": "alur/surat",
        "<slug:code>": SERVICE,
        "<slug:site>": "pkm-contoh",
        "<slug:clinic>": "umum",
        "<minute:starts_at>": world.words["minute"],
        "<int:session_id>": world.words["queue_session"],
        "<slug:key>": world.words["ticket"],
        "<slug:step>": "hadir",
    }

    def fill(pattern: str) -> str:
        if pattern in OBJECTS:
            return _path(world, pattern, OBJECTS[pattern][0])
        for part, word in public.items():
            pattern = pattern.replace(part, word)
        return "/" + _filled(pattern)

    return [fill(pattern) for pattern, _ in reference.doors() if pattern != "keluar/"]


def _rounds(addresses: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give every address the values that broke pages before, and some of the others by turns."""
    always = ("9" * 5_000, "a\0b", "0001-01-01T00:00:00+14:00")
    for turn, address in enumerate(addresses):
        some = [NASTY[(turn * 3 + step) % len(NASTY)] for step in range(3)]
        yield address, (*always, *some)


def _send(client: Client, address: str, body: bytes) -> None:
    answer = client.post(address, body, content_type="application/json", headers=OURS)
    _expect(answer, address)


def _ask(client: Client, method: str, address: str, values: dict[str, str]) -> None:
    _expect(getattr(client, method)(address, values), f"{method} {address}")


def _expect(answer: HttpResponse, what: str) -> None:
    # What raises is raised by the test client itself.
    assert answer.status_code < 500, what
    assert "Content-Security-Policy" in answer.headers, what
