"""Headers on every answer, the reader's language, and refusals without a view's help."""

import json
import logging
from datetime import UTC, datetime

import pytest
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils import translation

from pendopo.kernel.errors import DomainError
from pendopo.shell import csp
from pendopo.shell.middleware import DomainErrors, Language, SecurityHeaders
from pendopo.shell.tests.conftest import OFFICER, RESIDENT, page_of


class CaseAlreadyClosed(DomainError):
    """Only for these tests."""

    sentence = "Permohonan ini sudah selesai."


def refuse(request, error):
    return DomainErrors(lambda r: HttpResponse()).process_exception(request, error)


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere():
    policy = csp.policy()
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_a_view_may_name_what_it_needs():
    assert "frame-src 'self'" in csp.policy(frame_src="'self'")
    own = HttpResponse(headers={"Content-Security-Policy": "sandbox"})
    answer = SecurityHeaders(lambda r: own)(None)
    assert answer.headers["Content-Security-Policy"] == "sandbox"


def test_every_answer_carries_the_headers(ask):
    answer = SecurityHeaders(lambda r: HttpResponse("x"))(ask())
    assert answer.headers["Content-Security-Policy"] == csp.policy()
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=(self)" in answer.headers["Permissions-Policy"]
    assert "Cache-Control" not in answer.headers


def test_what_a_signed_in_person_sees_is_stored_nowhere(ask):
    answer = SecurityHeaders(lambda r: HttpResponse("x"))(ask(actor=RESIDENT))
    assert answer.headers["Cache-Control"] == "no-store"
    data = SecurityHeaders(lambda r: JsonResponse({}))(ask(actor=RESIDENT))
    assert data.headers["Cache-Control"] == "no-store"
    rows = SecurityHeaders(lambda r: StreamingHttpResponse([], content_type="text/csv"))
    assert rows(ask(actor=OFFICER)).headers["Cache-Control"] == "no-store"


def test_what_everybody_may_keep_may_be_kept_by_somebody_signed_in(ask):
    own = JsonResponse({}, headers={"Cache-Control": "public, max-age=300"})
    answer = SecurityHeaders(lambda r: own)(ask(actor=RESIDENT))
    assert answer.headers["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize(
    ("cookie", "actor", "wanted"),
    [("", RESIDENT, "id"), ("en", RESIDENT, "en"), ("xx", RESIDENT, "id"), ("en", OFFICER, "id")],
)
def test_english_is_spoken_on_request_and_never_to_officers(ask, cookie, actor, wanted):
    request = ask(actor=actor, headers={"accept-language": "en-US"})
    request.COOKIES["django_language"] = cookie
    answer = Language(lambda r: HttpResponse(translation.get_language()))(request)
    assert page_of(answer) == wanted


def test_a_refusal_becomes_a_page_with_a_next_step(ask):
    answer = refuse(ask("/permohonan/x/"), CaseAlreadyClosed())
    page = page_of(answer)
    assert answer.status_code == 409
    assert "Permohonan ini sudah selesai." in page
    assert "Muat ulang halaman sebelumnya" in page


def test_a_refusal_of_the_api_is_a_problem_document(ask):
    answer = refuse(ask("/api/cases/x"), CaseAlreadyClosed("Sudah selesai kemarin."))
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content) == {
        "type": "about:blank",
        "title": "Permohonan ini sudah selesai.",
        "status": 409,
        "detail": "Sudah selesai kemarin.",
        "code": "CaseAlreadyClosed",
    }


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/json", "application/problem+json"),
        ("application/problem+json", "application/problem+json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
    ],
)
def test_the_client_chooses_the_form_of_a_refusal(ask, accept, kind):
    answer = refuse(ask(headers={"accept": accept}), CaseAlreadyClosed())
    assert answer.headers["Content-Type"] == kind


def test_htmx_shows_a_refusal_in_the_message_area(ask):
    answer = refuse(ask(headers={"hx-request": "true"}), CaseAlreadyClosed())
    assert answer.headers["HX-Retarget"] == "#pesan"
    assert "<html" not in page_of(answer)


def test_too_many_attempts_say_when_to_come_back(ask):
    class TooMany(DomainError):
        status = 429

    later = datetime(2026, 6, 4, 7, 30, tzinfo=UTC)
    answer = refuse(ask(), TooMany(retry_at=later))
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "Thu, 04 Jun 2026 07:30:00 GMT"
    assert "4 Juni 2026, 14.30 WIB" in page_of(answer)


def test_a_bug_is_not_a_refusal(ask):
    assert refuse(ask(), ValueError("x")) is None


def test_a_refusal_is_logged_without_its_address(ask, caplog):
    with caplog.at_level(logging.INFO, logger="pendopo.shell.refusals"):
        refuse(ask("/lacak/2026-K7QM3F9T/rahasia/"), CaseAlreadyClosed("Atas nama Siti."))
    assert "CaseAlreadyClosed" in caplog.text
    assert "rahasia" not in caplog.text
    assert "Siti" not in caplog.text


def test_a_sentence_is_escaped_on_its_page(ask):
    assert "<img" not in page_of(refuse(ask(), CaseAlreadyClosed("<img src=x>")))
