"""How a refusal is answered: a page, a fragment for htmx, or a problem document (RFC 9457)."""

import logging
from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.content import words
from pendopo.kernel.errors import DomainError

log = logging.getLogger(__name__)

_NEXT_STEPS = {
    403: _("Bila menurut Anda ini seharusnya boleh, hubungi atasan atau admin kantor Anda."),
    404: _("Periksa lagi alamat atau nomornya, atau cari dari beranda."),
    409: _("Muat ulang halaman sebelumnya untuk melihat keadaan terbaru, lalu coba lagi."),
    422: _("Kembali, perbaiki isian, lalu kirim lagi."),
    429: _("Tunggu sebentar, lalu coba lagi. Tidak ada yang hilang."),
}
_OTHERWISE = _("Kembali ke halaman sebelumnya dan coba lagi.")


def answer(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Answer one refusal in the form that the client asked for."""
    _log(request, error)
    if wants_json(request):
        response: HttpResponse = _problem(error)
    elif request.headers.get("HX-Request") == "true":
        response = _fragment(request, error)
    else:
        response = render(request, "shell/refusal.html", _words(error), status=error.status)
    retry_at = error.details.get("retry_at")
    if isinstance(retry_at, datetime):
        response.headers["Retry-After"] = http_date(retry_at.timestamp())
    return response


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a program asked: under /api/, or with an Accept header that prefers JSON."""
    if request.path.startswith("/api/"):
        return True
    kinds = ["text/html", "application/json", "application/problem+json"]
    return request.get_preferred_type(kinds) in kinds[1:]


def problem(*, status: int, code: str, title: str, detail: str) -> HttpResponse:
    """Return a problem document; `code` is the machine name of the refusal."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code}
    return JsonResponse(body, status=status, content_type="application/problem+json")


def _problem(error: DomainError) -> HttpResponse:
    title, detail = words.say(type(error).sentence), words.say(error.sentence)
    return problem(status=error.status, code=error.code, title=title, detail=detail)


def _fragment(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Show the sentence in the page's message area, wherever the request wanted to write."""
    response = render(
        request, "shell/components/refusal_alert.html", _words(error), status=error.status
    )
    response.headers["HX-Retarget"] = "#pesan"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def _words(error: DomainError) -> dict[str, object]:
    return {
        "sentence": words.say(error.sentence),
        "next_step": error.details.get("next_step") or _NEXT_STEPS.get(error.status, _OTHERWISE),
        "retry_at": error.details.get("retry_at"),
        "status": error.status,
    }


def _log(request: HttpRequest, error: DomainError) -> None:
    # The route, never the path: a path may hold a case number or a token.
    route = request.resolver_match.route if request.resolver_match else "?"
    log.info("refused %s at %s %s", error.code, request.method, route)
