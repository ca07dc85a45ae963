"""Pages of surveys: good, forbidden and wrong."""

import json

import pytest

from pendopo.domains.people.tests import factories as people
from pendopo.domains.surveys.models import Answer
from pendopo.domains.surveys.tests import factories
from pendopo.domains.surveys.tests.factories import GOOD

pytestmark = pytest.mark.django_db

KEY = "7f9c24e8-3b12-4fef-91e0-0c2f1a9d6b54"
POSTED = {name: str(value) for name, value in GOOD.items() if name != "u4"}


@pytest.fixture
def agency():
    factories.load_survey()
    factories.make_service()
    return factories.make_agency("kecamatan-talawi")


@pytest.fixture
def invitation(agency):
    return factories.invite(agency)


def send(client, invitation, body, **headers):
    return client.post(
        f"/survei/{invitation.token}/kirim/",
        json.dumps(body),
        content_type="application/json",
        headers={
            "X-Requested-By": "pendopo",
            "Idempotency-Key": KEY,
            "X-Device": "d" * 20,
            **headers,
        },
    )


def test_the_page_asks_eight_questions_of_a_free_service(client, invitation):
    page = client.get(f"/survei/{invitation.token}/")
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count('type="radio"') == 8 * 4
    assert "Layanan ini gratis" in text
    assert "no-store" in page["Cache-Control"]


def test_an_answer_is_thanked_for_and_asked_no_more(client, invitation):
    page = client.post(f"/survei/{invitation.token}/", {**POSTED, "sex": "female"}, follow=True)
    assert "Terima kasih" in page.content.decode()
    assert Answer.objects.get().sex == "female"
    again = client.post(f"/survei/{invitation.token}/", POSTED)
    assert "Terima kasih" in again.content.decode()
    assert Answer.objects.count() == 1


def test_a_missing_answer_keeps_the_others(client, invitation):
    given = {name: value for name, value in POSTED.items() if name != "u1"}
    page = client.post(f"/survei/{invitation.token}/", {**given, "comment": "Terus maju"})
    assert page.status_code == 422
    assert "Pilih salah satu jawaban." in page.content.decode()
    assert "Terus maju" in page.content.decode()
    assert page.content.decode().count("checked") == 7


def test_an_unknown_survey_is_not_found(client):
    assert client.get(f"/survei/{'x' * 24}/").status_code == 404


def test_the_outbox_may_send_twice(client, invitation):
    first, again = (send(client, invitation, {"answers": POSTED}) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert Answer.objects.count() == 1


def test_the_outbox_learns_what_is_wrong(client, invitation):
    answer = send(client, invitation, {"answers": {"u1": "9"}})
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"u1", "u2", "u3", "u5", "u6", "u7", "u8", "u9"}


def test_the_outbox_learns_that_the_survey_was_answered(client, invitation):
    client.post(f"/survei/{invitation.token}/", POSTED)
    answer = send(client, invitation, {"answers": POSTED})
    assert (answer.status_code, answer.json()["reason"]) == (409, "AlreadyAnswered")


@pytest.mark.parametrize(
    "body", [[], "u1", None, {"u1": 3}, {"answers": []}, {"answers": {"u1": {"a": 1}}}]
)
def test_a_strange_body_is_refused(client, invitation, body):
    assert send(client, invitation, body).status_code == 422


def test_results_need_the_permission(client, agency):
    assert client.get("/survei/hasil/").status_code == 302
    people.sign_in(client, people.make_officer("cases.decide", unit=agency))
    assert client.get("/survei/hasil/").status_code == 403


def test_results_show_the_head_s_own_agency(client, agency):
    factories.answer_many(agency, 5)
    people.sign_in(client, people.make_officer("surveys.results", unit=agency))
    text = client.get("/survei/hasil/?tahun=2026").content.decode()
    assert "Surat keterangan usaha" in text
    assert "Baik" in text or "baik" in text
    other = factories.make_agency("dinas-lain")
    people.sign_in(client, people.make_officer("surveys.results", unit=other))
    assert "Belum ada survei" in client.get("/survei/hasil/?tahun=2026").content.decode()


@pytest.mark.parametrize("year", ["", "abcd", "0001", "9999", "²²²²"])
def test_a_strange_year_is_no_error(client, year):
    factories.load_survey()
    assert client.get(f"/survei/indeks/?tahun={year}").status_code == 200


def test_the_public_index_hides_small_numbers(client, agency):
    factories.answer_many(agency, 25)
    assert "Belum ada hasil" in client.get("/survei/indeks/?tahun=2026").content.decode()
    factories.answer_many(agency, 5)
    assert "77,78" in client.get("/survei/indeks/?tahun=2026").content.decode()
