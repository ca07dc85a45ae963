"""Pages of cases over HTTP: one good, one forbidden, one wrong input each; nothing typed is lost."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pendopo.domains.cases import actions
from pendopo.domains.cases.models import Case
from pendopo.domains.cases.tests.conftest import ANSWERS, NOW, one_pixel
from pendopo.domains.people.tests import factories

APPLY = "/layanan/surat-keterangan-usaha/mohon/"
SEND = "/layanan/surat-keterangan-usaha/kirim/"


@pytest.fixture(autouse=True)
def _thursday():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def as_person(town):
    def sign_in(name: str) -> Client:
        return factories.sign_in(Client(), town.people[name])

    return sign_in


def pictures() -> dict[str, SimpleUploadedFile]:
    return {
        code: SimpleUploadedFile(f"{code}.png", one_pixel()) for code in ("foto_ktp", "foto_usaha")
    }


def post_form(client: Client, key: str = "", **changes):
    data = {**ANSWERS, "kunci": key or str(uuid4()), "versi": "1", **changes}
    return client.post(APPLY, {**data, **pictures()})


def post_item(client: Client, item: object, key: str = "", **headers):
    return client.post(
        SEND,
        json.dumps(item),
        content_type="application/json",
        headers={
            "Idempotency-Key": key or str(uuid4()),
            "X-Requested-By": "pendopo",
            **headers,
        },
    )


def filed(town, papers) -> Case:
    filing = actions.Filing(service="surat-keterangan-usaha", raw=ANSWERS, files=papers)
    return actions.file_case(
        filing=filing, applicant_id=town.people["resident"].pk, actor=town.resident, now=NOW
    ).case


def test_a_stranger_reads_services_and_is_asked_to_sign_in_before_applying(town):
    client = Client()
    assert client.get("/layanan/").status_code == 200
    assert client.get("/layanan/?q=warung").status_code == 200
    page = client.get("/layanan/surat-keterangan-usaha/").content.decode()
    assert "1 hari kerja" in page
    assert "contoh, belum disahkan" in page.lower()
    assert client.get(APPLY).headers["Location"].startswith("/masuk/?next=")
    assert client.get("/layanan/tidak-ada/").status_code == 404


def test_a_form_without_javascript_files_a_case(as_person):
    response = post_form(as_person("resident"))
    assert response.status_code == 302
    case = Case.objects.get()
    assert response.headers["Location"] == f"/urusan/{case.number}/terkirim/"
    assert case.channel == "online"


def test_what_was_typed_and_uploaded_survives_a_wrong_answer(as_person):
    client = as_person("resident")
    response = post_form(client, nik="123", nama_usaha="Warung Melati")
    page = response.content.decode()
    assert response.status_code == 422
    assert "NIK harus 16 angka. Anda mengetik 3." in page
    assert "Warung Melati" in page
    assert "foto_ktp.png" in page
    again = {**ANSWERS, "kunci": re.search(r'name="kunci" value="([^"]+)"', page)[1], "versi": "1"}
    assert client.post(APPLY, again).status_code == 302
    assert Case.objects.get().files.count() == 2


def test_a_hostile_file_is_refused_in_words_and_the_rest_is_kept(as_person):
    client = as_person("resident")
    data = {**ANSWERS, "kunci": str(uuid4()), "versi": "1", **pictures()}
    data["foto_ktp"] = SimpleUploadedFile("ktp.jpg", b"<html><script>alert(1)</script>")
    response = client.post(APPLY, data)
    assert response.status_code == 422
    assert "Warung Melati" in response.content.decode()
    assert not Case.objects.exists()


def test_pressing_send_twice_files_one_case(as_person):
    client, key = as_person("resident"), str(uuid4())
    first = post_form(client, key)
    assert first.status_code == 302
    assert Case.objects.count() == 1
    post_item(client, {"answers": ANSWERS, "version": 1}, key)
    assert Case.objects.count() == 1


def test_an_item_of_the_outbox_is_received_once(as_person):
    client, key = as_person("resident"), str(uuid4())
    answers = {**ANSWERS}
    refused = post_item(client, {"answers": answers, "version": 1}, key)
    # The photos are missing: the item stays on the device, the fields are named.
    assert refused.status_code == 422
    assert set(refused.json()["errors"]) == {"foto_ktp", "foto_usaha"}


@pytest.mark.parametrize(
    "item", [[], {}, {"answers": 1}, {"answers": {"a": 1}}, {"answers": {}, "version": "x"}, None]
)
def test_an_item_that_is_not_ours_is_refused(as_person, item):
    assert post_item(as_person("resident"), item).status_code == 422


def test_an_item_needs_its_person(as_person, town):
    item = {"answers": ANSWERS, "version": 1}
    assert post_item(Client(), item).status_code == 401
    other = post_item(as_person("neighbour"), item, **{"X-Owner": town.resident.ref})
    assert other.status_code == 403


def test_a_resident_sees_their_own_cases_and_no_others(as_person, town, papers):
    case = filed(town, papers)
    own = as_person("resident").get(f"/urusan/{case.number}/")
    assert own.status_code == 200
    assert "Bagaimana waktunya dihitung" in own.content.decode()
    assert as_person("neighbour").get(f"/urusan/{case.number}/").status_code == 404
    assert as_person("stranger").get(f"/kerja/{case.number}/").status_code == 404
    assert as_person("resident").get("/kerja/").status_code == 403


def test_an_officer_checks_a_case_and_a_wrong_step_says_why(as_person, town, papers):
    case = filed(town, papers)
    client = as_person("checker")
    assert case.number in client.get("/kerja/").content.decode()
    step = f"/kerja/{case.number}/langkah/"
    missing = client.post(step, {"langkah": "return", "revisi": "0"})
    assert missing.status_code == 422
    assert "Tulis alasannya" in missing.content.decode()
    assert client.post(step, {"langkah": "check", "revisi": "0"}).status_code == 302
    late = client.post(step, {"langkah": "return", "revisi": "0", "alasan": "Foto buram"})
    assert late.status_code == 409
    assert "Foto buram" in late.content.decode()


def test_a_returned_case_is_completed_by_its_applicant(as_person, town, papers):
    case = filed(town, papers)
    step = actions.Step(code="return", reason="Foto buram")
    actions.take_step(number=case.number, step=step, actor=town.checker, now=NOW)
    client = as_person("resident")
    page = client.get(f"/urusan/{case.number}/lengkapi/").content.decode()
    assert "Foto buram" in page
    assert "Warung Melati" in page
    wrong = client.post(f"/urusan/{case.number}/lengkapi/", {**ANSWERS, "nik": "1"})
    assert wrong.status_code == 422
    good = client.post(f"/urusan/{case.number}/lengkapi/", {**ANSWERS, "nama_usaha": "Mawar"})
    assert good.status_code == 302
    case.refresh_from_db()
    assert case.answers["nama_usaha"] == "Mawar"


def test_tracking_needs_number_and_code_and_guessing_is_slow(town, papers):
    filing = actions.Filing(service="surat-keterangan-usaha", raw=ANSWERS, files=papers)
    kept = actions.file_case(
        filing=filing, applicant_id=town.people["resident"].pk, actor=town.resident, now=NOW
    )
    client = Client()
    good = client.post("/lacak/", {"nomor": kept.case.number, "kode": kept.tracking_code})
    assert good.status_code == 200
    assert "Siti" not in good.content.decode()
    for _ in range(9):
        wrong = client.post("/lacak/", {"nomor": kept.case.number, "kode": "0000-0000-0000"})
        assert wrong.status_code == 404
    limited = client.post("/lacak/", {"nomor": kept.case.number, "kode": "0000-0000-0000"})
    assert limited.status_code == 429


def test_the_counter_files_for_somebody_without_a_phone(as_person, town):
    client = as_person("counter")
    address = "/loket/surat-keterangan-usaha/"
    assert client.get(address).status_code == 200
    data = {**ANSWERS, "kunci": str(uuid4()), "nama_pemohon": "Nek Halimah", **pictures()}
    without = client.post(address, data)
    assert without.status_code == 422
    assert "Pilih bagaimana pemohon memberi persetujuan." in without.content.decode()
    data |= {"persetujuan": "lisan-di-loket", "kunci": str(uuid4()), **pictures()}
    assert client.post(address, data).status_code == 302
    case = Case.objects.get()
    assert (case.applicant.name, case.channel) == ("Nek Halimah", "counter")
    assert as_person("resident").get(address).status_code == 403


def test_lists_have_pages_and_empty_states(as_person, town, papers):
    assert "Tidak ada berkas di sini" in as_person("checker").get("/kerja/").content.decode()
    assert "Belum ada permohonan" in as_person("resident").get("/urusan/").content.decode()
    for _ in range(21):
        filed(town, papers={code: make_paper(town) for code in papers})
    page = as_person("resident").get("/urusan/?halaman=2")
    assert page.content.decode().count("/urusan/2026-") >= 1


def make_paper(town) -> str:
    from pendopo.kernel.files import store
    from pendopo.kernel.privacy.classes import DataClass

    return store.keep(
        one_pixel(),
        name="contoh.png",
        media_type="image/png",
        owner=town.resident.ref,
        data_class=DataClass.DOCUMENT,
        now=NOW - timedelta(minutes=1),
    ).pk
