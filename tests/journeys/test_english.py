"""A resident who reads English walks the public pages and meets no Indonesian sentence.

Left out are quotations (what people wrote) and what is marked `lang="id"`: their answers.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
import time_machine
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from pendopo.domains.cases.schema import PagePackage, ServicePackage
from pendopo.domains.people.tests import factories
from tests import world as stage
from tests.content import shipped
from tests.world import World

pytestmark = pytest.mark.django_db

# Words that nearly every Indonesian sentence, status or refusal has one of.
INDONESIAN = re.compile(
    r"\b(yang|dan|untuk|dengan|tidak|sudah|belum|akan|dari|oleh|atau|ini|itu|pada|saya|Anda|kami|"
    r"permohonan|menunggu|surat|petugas|pemohon|pejabat|keberatan|selesai|ditolak|diterima|"
    r"dibatalkan|diproses|kembali|layanan|pilih|isi|isian|berkas|nomor|kunjungan|pendaftaran|"
    r"hari|kerja|libur|berjalan|berhenti|langkah|pemberitahuan|survei)\b",
    re.IGNORECASE,
)
# Quotations, addresses, and names that have no English.
NAMES = re.compile(r"“[^”]*”|Bahasa Indonesia|/\S+|\S+@\S+")
WITHOUT_END = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source"}
PAGES = (
    "/", "/layanan/", "/layanan/?peristiwa=menikah", "/layanan/semua/", "/layanan/semua/?halaman=3",
    "/layanan/surat-keterangan-usaha/", "/layanan/?q=zzz", "/alur/surat/", "/alur/adminduk/",
    "/alur/rekomendasi/", "/alur/fasilitasi-usaha/", "/info/", "/info/pengaduan/", "/lacak/",
    "/masuk/", "/bantuan/", "/cari/?q=usaha", "/kunjungan/", "/survei/indeks/", "/buku-besar/",
    "/v/tidak-ada", "/v/{token}", "/tidak-ada/", "/antrean/", "/luring/",
)  # fmt: skip
OWN = (
    "/", "/urusan/", "/urusan/{case}/", "/urusan/{case}/terkirim/", "/pemberitahuan/", "/akun/",
    "/akun/mandat/", "/akun/sesi/", "/akun/pengaman/", "/kunjungan/", "/kunjungan/tiket/{ticket}/",
    "/buku-besar/bukti/{entry}/", "/kerja/", "/urusan/2026-00000000/",
)  # fmt: skip


@pytest.fixture
def world() -> Iterator[World]:
    with time_machine.travel(stage.NOW, tick=False):
        yield stage.build()


@pytest.fixture
def reader() -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_a_visitor_reads_english(world: World, reader: Client) -> None:
    found = [(page, _indonesian(reader.get(page.format(**world.words)))) for page in PAGES]
    assert [(page, words) for page, words in found if words] == []


def test_a_resident_reads_english(world: World, reader: Client) -> None:
    factories.sign_in(reader, world.people["owner"])
    found = [(page, _indonesian(reader.get(page.format(**world.words)))) for page in OWN]
    assert [(page, words) for page, words in found if words] == []


def test_a_visitor_reads_every_service_and_page(world: World, reader: Client) -> None:
    services = [f"/layanan/{one.code}/" for one in shipped.packages("services", ServicePackage)]
    pages = [f"/info/{one.code}/" for one in shipped.packages("pages", PagePackage)]
    for address in services + pages:
        assert _indonesian(reader.get(address)) == [], address


def test_a_resident_fills_in_every_form_in_english(world: World, reader: Client) -> None:
    factories.sign_in(reader, world.people["owner"])
    codes = [one.code for one in shipped.packages("services", ServicePackage) if one.form]
    assert len(codes) > 10
    for code in codes:
        address = f"/layanan/{code}/mohon/"
        page = reader.get(address)
        assert _indonesian(page) == [], code
        myself = page.context["whom"].choices[0].value
        refused = reader.post(address, {"kunci": page.context["key"], "untuk": myself})
        assert len(refused.context["form"].errors) > 2, code
        assert _indonesian(refused) == [], code


def test_refusals_are_said_in_english(world: World, reader: Client) -> None:
    wrong_code = {"nomor": world.words["case"], "kode": "AAAA-BBBB-CCCC"}
    assert _indonesian(reader.post("/lacak/", wrong_code)) == []
    factories.sign_in(reader, world.people["owner"])
    address = f"/urusan/{world.words['case']}/langkah/"
    assert _indonesian(reader.post(address, {"langkah": "withdraw"})) == []
    assert _indonesian(reader.post(f"/kunjungan/tiket/{world.words['ticket']}x/batal/")) == []


def test_a_program_is_answered_in_english_too(world: World, reader: Client) -> None:
    factories.sign_in(reader, world.people["owner"])
    answer = reader.get("/urusan/2026-00000000/", headers={"Accept": "application/json"})
    assert answer.json()["detail"] == "What you are looking for was not found."


def test_the_other_reader_stays_indonesian(world: World) -> None:
    page = Client().get("/alur/surat/")
    assert "Menunggu pemeriksaan" in page.content.decode()
    assert _indonesian(page)


def test_an_officer_who_chose_english_works_in_indonesian(world: World, reader: Client) -> None:
    factories.sign_in(reader, world.people["checker"])
    assert "Berkas" in reader.get("/kerja/").content.decode()


class _Sentences(HTMLParser):
    """Collect the text of a page outside scripts and outside what is marked as Indonesian."""

    def __init__(self) -> None:
        super().__init__()
        self.left_out: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in WITHOUT_END:
            return
        is_indonesian = ("lang", "id") in attrs and tag != "html"
        if self.left_out or is_indonesian or tag in {"script", "style", "svg", "code"}:
            self.left_out.append(tag)

    def handle_endtag(self, tag):
        if self.left_out and tag not in WITHOUT_END:
            self.left_out.pop()

    def handle_data(self, data):
        if not self.left_out and data.strip():
            self.said.append(" ".join(data.split()))


def _indonesian(answer: HttpResponse) -> list[str]:
    sentences = _Sentences()
    sentences.feed(answer.content.decode())
    assert len(sentences.said) > 5
    return [said for said in sentences.said if INDONESIAN.search(NAMES.sub("", said))]
