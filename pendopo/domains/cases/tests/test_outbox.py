"""The doors of the outbox: kept forms, an item received before, the counter's items."""

import json
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from pendopo.domains.cases.models import Case, Channel
from pendopo.domains.cases.tests.conftest import ANSWERS, NOW, one_pixel
from pendopo.domains.people.tests import factories
from pendopo.kernel.files import uploads
from pendopo.kernel.files.models import Upload

SEND = "/layanan/surat-keterangan-usaha/kirim/"
COUNTER = "/loket/surat-keterangan-usaha/kirim/"
APPLICANT = {
    "pemohon": "",
    "nama_pemohon": "Mak Ijah",
    "kontak_pemohon": "",
    "persetujuan": "lisan-di-loket",
}


@pytest.fixture(autouse=True)
def _thursday():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def as_person(town):
    return lambda name: factories.sign_in(Client(), town.people[name])


def send(client, answers, files, *, to=SEND, key=""):
    return client.post(
        to,
        json.dumps({"version": 1, "answers": answers, "files": files, "offline": True}),
        content_type="application/json",
        headers={"X-Requested-By": "pendopo", "Idempotency-Key": key or str(uuid4())},
    )


def uploaded(owner: str) -> dict[str, str]:
    """Return a finished upload for both photos, as the device names them."""
    import hashlib

    picture = one_pixel()
    upload = uploads.announce(
        owner=owner, name="foto.png", size=len(picture), now=NOW,
        sha256=hashlib.sha256(picture).hexdigest(),
    )  # fmt: skip
    uploads.append(upload=upload, offset=0, piece=picture)
    return {"foto_ktp": upload.pk, "foto_usaha": upload.pk}


@pytest.mark.parametrize(
    "address",
    ["/layanan/surat-keterangan-usaha/formulir/", "/loket/surat-keterangan-usaha/formulir/"],
)
def test_a_kept_form_is_empty_and_the_same_for_everybody(as_person, address):
    pages = [as_person(name).get(address).content for name in ("resident", "counter")]
    pages.append(Client().get(address).content)
    assert pages[0] == pages[1] == pages[2]
    text = pages[0].decode()
    assert 'data-person="?"' in text
    assert "Siti Rahma" not in text
    assert "csrfmiddlewaretoken" not in text


def test_an_unknown_service_has_no_kept_form(client, town):
    assert client.get("/layanan/tidak-ada/formulir/").status_code == 404


def test_a_question_says_when_it_is_asked_and_what_is_missing(client, town):
    text = client.get("/layanan/surat-keterangan-usaha/formulir/").content.decode()
    assert 'data-question="nik" data-type="nik" data-missing="Isi NIK." data-digits="16"' in text
    assert 'data-missing="Unggah foto KTP."' in text
    assert text.count("data-when=") == 2


def test_a_receipt_survives_the_uploads_that_led_to_it(as_person, town):
    client, key = as_person("resident"), str(uuid4())
    files = uploaded(town.resident.ref)
    first = send(client, ANSWERS, files, key=key)
    assert first.status_code == 201
    Upload.objects.all().delete()
    again = send(client, ANSWERS, files, key=key)
    assert (again.status_code, again.json()["number"]) == (200, first.json()["number"])
    assert Case.objects.count() == 1


def test_the_page_of_the_receipt_shows_the_code_after_sending_by_the_outbox(as_person, town):
    client = as_person("resident")
    said = send(client, ANSWERS, uploaded(town.resident.ref)).json()
    assert said["code"] in client.get(said["address"]).content.decode()


def test_an_officer_s_item_files_for_somebody_else(as_person, town):
    answer = send(
        as_person("counter"), {**ANSWERS, **APPLICANT}, uploaded(town.counter.ref), to=COUNTER
    )
    assert answer.status_code == 201
    case = Case.objects.get()
    assert (case.applicant.name, case.channel) == ("Mak Ijah", Channel.COUNTER)
    assert case.consent == "lisan-di-loket"


def test_an_officer_s_item_without_consent_is_refused_in_words(as_person, town):
    answers = {**ANSWERS, **APPLICANT, "persetujuan": ["lisan-di-loket"]}
    answer = send(as_person("counter"), answers, uploaded(town.counter.ref), to=COUNTER)
    assert answer.status_code == 422
    assert answer.json()["sentence"] == "Pilih bagaimana pemohon memberi persetujuan."
    assert not Case.objects.exists()


def test_the_counter_s_door_is_shut_to_residents_and_strangers(as_person, town):
    assert send(as_person("resident"), APPLICANT, {}, to=COUNTER).status_code == 403
    assert send(Client(), APPLICANT, {}, to=COUNTER).status_code == 401
