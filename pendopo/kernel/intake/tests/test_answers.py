"""The outbox protocol: what each answer means."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory

from pendopo.kernel.access.limits import TooMany
from pendopo.kernel.actor import ANONYMOUS, Actor
from pendopo.kernel.intake import answers
from pendopo.kernel.intake.receiving import KeyReused, Receipt

NOW = datetime(2026, 6, 4, 3, tzinfo=UTC)
SITI = Actor(ref="person:siti", person_id=1)
KEY = "7f9c24e8-3b12-4fef-91e0-0c2f1a9d6b54"


def accept(body):
    return Receipt(subject="case:1", text="Diterima.", address="/p/1/", number="2026-1")


def post(body=b"{}", *, actor=SITI, handle=accept, limit=answers.LIMIT, **headers):
    given = {"X-Requested-By": "pendopo", "Idempotency-Key": KEY} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    request = RequestFactory().post("/kirim/", body, content_type="application/json", headers=given)
    request.actor = actor
    response = answers.take(request, form="sku@1", now=NOW, handle=handle, limit=limit)
    return response.status_code, json.loads(response.content)


def refuse_with(error):
    def handle(body):
        raise error

    return handle


@pytest.mark.django_db
def test_sent_the_first_time_is_201_and_again_200():
    status, answer = post()
    assert (status, answer["state"], answer["number"]) == (201, "sent", "2026-1")
    assert answer["received_at"] == "2026-06-04T03:00:00Z"
    assert post()[0] == 200


@pytest.mark.django_db
def test_another_body_under_the_same_key_is_409():
    post()
    status, answer = post(b'{"a": 1}')
    assert (status, answer["reason"]) == (409, "KeyReused")


@pytest.mark.django_db
def test_a_call_from_elsewhere_is_403():
    assert post(X_Requested_By="")[0] == 403


@pytest.mark.django_db
def test_an_expired_sign_in_keeps_the_item():
    status, answer = post(actor=ANONYMOUS, X_Owner="person:siti")
    assert (status, answer["state"]) == (401, "sign_in")
    assert "tetap tersimpan" in answer["sentence"]


@pytest.mark.django_db
def test_an_item_of_somebody_else_is_403():
    status, answer = post(X_Owner="person:budi")
    assert (status, answer["reason"]) == (403, "OtherPerson")


@pytest.mark.django_db
def test_an_item_of_the_same_person_is_accepted():
    assert post(X_Owner="person:siti")[0] == 201


@pytest.mark.django_db
def test_without_an_account_the_device_is_the_owner():
    assert post(actor=ANONYMOUS)[0] == 422
    assert post(actor=ANONYMOUS, X_Device="d" * 20)[0] == 201


@pytest.mark.django_db
def test_a_large_body_is_413_and_is_not_handled():
    status, answer = post(b"x" * 11, limit=10, handle=refuse_with(AssertionError()))
    assert (status, answer["reason"]) == (413, "TooLarge")


@pytest.mark.django_db
def test_a_body_beyond_django_s_own_limit_is_413(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 5
    assert post(b"x" * 10)[0] == 413


@pytest.mark.django_db
def test_a_changed_form_is_410_and_says_what_changed():
    status, answer = post(handle=refuse_with(answers.FormChanged(["Isian baru: alamat usaha"])))
    assert (status, answer["state"]) == (410, "changed")
    assert answer["changes"] == ["Isian baru: alamat usaha"]


@pytest.mark.django_db
def test_bad_fields_are_422_with_a_sentence_each():
    error = answers.BadFields({"nik": ["NIK terdiri dari 16 angka."]})
    status, answer = post(handle=refuse_with(error))
    assert (status, answer["errors"]) == (422, {"nik": ["NIK terdiri dari 16 angka."]})


@pytest.mark.django_db
def test_too_many_is_429_and_says_when():
    error = TooMany(NOW + timedelta(minutes=5), NOW)
    status, answer = post(handle=refuse_with(error))
    assert (status, answer["state"]) == (429, "later")
    assert answer["retry_at"] == "2026-06-04T03:05:00Z"


@pytest.mark.django_db
def test_a_bug_is_not_hidden_as_a_refusal():
    with pytest.raises(ZeroDivisionError):
        post(handle=refuse_with(ZeroDivisionError()))


@pytest.mark.django_db
def test_status_says_nobody_to_a_stranger(client):
    response = client.get("/antrean/status/")
    assert response.status_code == 200
    assert response.json()["person"] == ""
    assert len(response.json()["csrf"]) > 30
    assert response["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_status_is_only_read(client):
    assert client.post("/antrean/status/").status_code == 405


@pytest.mark.django_db
def test_an_item_of_the_device_is_received_for_the_device_whoever_has_signed_in():
    device = {"X_Owner": "device", "X_Device": "d" * 20}
    assert post(actor=ANONYMOUS, **device)[0] == 201
    assert post(actor=SITI, **device)[0] == 200


def ask_again(body=b"{}", actor=SITI):
    headers = {"Idempotency-Key": KEY}
    request = RequestFactory().post("/kirim/", body, content_type="a/b", headers=headers)
    request.actor = actor
    return answers.repeated(request, form="sku@1")


@pytest.mark.django_db
def test_what_was_received_before_is_answered_without_doing_its_work_again():
    assert ask_again() is None
    post()
    assert ask_again().status_code == 200
    assert ask_again(actor=Actor(ref="person:budi", person_id=2)) is None


@pytest.mark.django_db
def test_asking_again_with_another_body_is_refused():
    post()
    with pytest.raises(KeyReused):
        ask_again(b'{"a": 1}')
