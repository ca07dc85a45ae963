"""Files of unfinished forms: each stays with its own draft."""

import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from pendopo.domains.cases.models import Case
from pendopo.domains.cases.tests.conftest import ANSWERS, NOW, one_pixel
from pendopo.domains.people.tests import factories

COUNTER = "/loket/surat-keterangan-usaha/"
OWN = "/layanan/surat-keterangan-usaha/mohon/"
PAPERS = ("foto_ktp", "foto_usaha", "surat_pengantar")


@pytest.fixture(autouse=True)
def _then():
    with time_machine.travel(NOW, tick=False):
        yield


def form(draft, **changes):
    return {**ANSWERS, "kunci": f"6a1e51a0-1c1f-4c53-9e1b-5f2c54f7a1d{draft}", **changes}


def photos(*codes):
    return {code: SimpleUploadedFile(f"{code}.png", one_pixel()) for code in codes}


def test_papers_of_one_applicant_never_reach_the_next_ones_case(client, town):
    factories.sign_in(client, town.people["counter"])
    whom = {"persetujuan": "lisan-di-loket", "nama_pemohon": "Pak Amat"}
    first = client.post(COUNTER, form(1, nik="salah", **whom, **photos(*PAPERS)))
    assert "foto_ktp.png" in first.content.decode()
    second = client.post(COUNTER, form(2, **{**whom, "nama_pemohon": "Bu Ros"}))
    assert second.status_code == 422
    assert "foto_ktp.png" not in second.content.decode()
    assert not Case.objects.exists()


def test_papers_wait_while_the_rest_is_mended(client, town):
    factories.sign_in(client, town.people["resident"])
    assert client.post(OWN, form(1, nik="salah", **photos(*PAPERS))).status_code == 422
    assert client.post(OWN, form(1)).status_code == 302
    assert Case.objects.get().files.count() == len(PAPERS)


def test_a_form_with_papers_sent_twice_is_one_case(client, town):
    factories.sign_in(client, town.people["resident"])
    first = client.post(OWN, form(1, **photos(*PAPERS)))
    again = client.post(OWN, form(1, **photos(*PAPERS)))
    assert (first.status_code, again.url) == (302, first.url)
    assert Case.objects.count() == 1


def test_the_receipt_shows_the_tracking_code_and_the_session_table_does_not(client, town):
    factories.sign_in(client, town.people["resident"])
    sent = client.post(OWN, form(1, **photos(*PAPERS)))
    code = re.search(r"\b(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}\b", client.get(sent.url).content.decode())
    assert code
    assert code[0] not in repr(dict(client.session))
