"""Filing for a business: on a page, through the outbox of a device, and at the counter."""

import json
from uuid import uuid4

import pytest

from pendopo.domains.cases import access, queries
from pendopo.domains.cases.models import Case, Channel
from pendopo.domains.cases.tests.test_business import (
    ANSWERS,
    APPLY,
    DAY,
    SERVICE,
    TODAY,
    end,
    firm,
)
from pendopo.domains.cases.tests.test_views import _thursday, as_person

SEND, AT_COUNTER = f"/layanan/{SERVICE}/kirim/", f"/loket/{SERVICE}/"
__all__ = ["_thursday", "as_person", "firm"]  # fixtures


def test_the_form_offers_what_one_may_act_for_and_says_how_to_add(town, firm, as_person):
    page = as_person("resident").get(APPLY).content.decode()
    assert "Keripik Ubi" in page
    assert "NIB 1234567890123" in page
    assert "Catat usaha dan NIB-nya" not in page
    page = as_person("neighbour").get(APPLY).content.decode()
    assert firm.ref not in page
    assert "Catat usaha dan NIB-nya" in page


def post(client, **changes):
    return client.post(APPLY, {**ANSWERS, "kunci": str(uuid4()), "versi": "1", **changes})


def send(client, answers, *, to=SEND):
    return client.post(
        to,
        json.dumps({"version": 1, "answers": answers, "files": {}}),
        content_type="application/json",
        headers={"X-Requested-By": "pendopo", "Idempotency-Key": str(uuid4())},
    )


def test_the_page_files_for_the_business_and_names_it(town, firm, as_person):
    client = as_person("resident")
    answer = post(client, untuk=firm.ref)
    case = Case.objects.get()
    assert (answer.status_code, case.business) == (302, firm)
    for address in (answer.headers["Location"], f"/urusan/{case.number}/", "/urusan/"):
        assert "Untuk Keripik Ubi" in client.get(address).content.decode(), address


def test_the_outbox_carries_the_business(town, firm, as_person):
    answer = send(as_person("resident"), {**ANSWERS, "untuk": firm.ref})
    assert (answer.status_code, Case.objects.get().business) == (201, firm)


def test_an_ended_mandate_is_refused_at_the_question_and_nothing_is_lost(town, firm, as_person):
    end(firm, town.people["resident"], TODAY - DAY)
    client = as_person("resident")
    answer = send(client, {**ANSWERS, "untuk": firm.ref})
    said = answer.json()
    assert (answer.status_code, said["reason"]) == (403, "NotYourBusiness")
    assert said["errors"] == {"untuk": [said["sentence"]]}
    page = post(client, untuk=firm.ref)
    assert page.status_code == 403
    text = page.content.decode()
    assert "Kuasa atas usaha ini tidak berlaku hari ini" in text
    assert ANSWERS["kegiatan_usaha"] in text
    assert not Case.objects.exists()


@pytest.mark.parametrize("ref", ["business:0000000000000", "business:", "business:' or 1=1"])
def test_a_business_that_is_unknown_looks_like_one_that_is_not_yours(town, firm, as_person, ref):
    client = as_person("neighbour")
    unknown, known = (send(client, {**ANSWERS, "untuk": one}) for one in (ref, firm.ref))
    assert (unknown.status_code, unknown.content) == (known.status_code, known.content)


SAID = {"nama_pemohon": "", "kontak_pemohon": "", "persetujuan": "lisan-di-loket"}


def test_the_counter_finds_a_business_by_name_number_or_person(town, firm, as_person):
    client = as_person("counter")
    value = f"{town.resident.ref} {firm.ref}"
    for words in ("keripik", "1234567890123", "Siti"):
        assert value in client.get(AT_COUNTER, {"cari": words}).content.decode(), words
    assert value not in client.get(AT_COUNTER, {"cari": "123456789012"}).content.decode()
    other = "/loket/surat-keterangan-usaha/"
    assert value not in client.get(other, {"cari": "keripik"}).content.decode()


@pytest.mark.parametrize("way", ["page", "outbox"])
def test_the_counter_files_for_the_business_of_who_stands_there(town, firm, as_person, way):
    said = {**ANSWERS, **SAID, "pemohon": f"{town.resident.ref} {firm.ref}"}
    client = as_person("counter")
    if way == "page":
        answer = client.post(AT_COUNTER, {**said, "kunci": str(uuid4()), "versi": "1"})
    else:
        answer = send(client, said, to=f"{AT_COUNTER}kirim/")
    assert answer.status_code in {201, 302}, answer.content
    case = Case.objects.get()
    assert (case.business, case.applicant, case.channel) == (
        firm, town.people["resident"], Channel.COUNTER
    )  # fmt: skip
    assert access.may_see(case, town.resident, on=TODAY)
    assert queries.correspondent_of(case, on=TODAY) == town.people["resident"]


def test_the_counter_files_for_no_business_without_a_mandate(town, firm, as_person):
    neighbour = town.neighbour.ref
    for pair in (f"{neighbour} {firm.ref}", f"{town.resident.ref} business:0000000000000"):
        said = {**ANSWERS, **SAID, "pemohon": pair}
        answer = send(as_person("counter"), said, to=f"{AT_COUNTER}kirim/")
        assert answer.json()["reason"] == "NotYourBusiness"
    assert not Case.objects.exists()
