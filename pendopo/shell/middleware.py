"""Security headers and language on every answer; a domain's refusal becomes a page."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from pendopo.kernel.actor import ANONYMOUS, Actor, Frame
from pendopo.kernel.errors import DomainError
from pendopo.shell import csp, refusals

GetResponse = Callable[[HttpRequest], HttpResponse]

_HEADERS = {
    "Content-Security-Policy": csp.policy(),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(self), geolocation=(self), publickey-credentials-get=(self), "
        "publickey-credentials-create=(self), microphone=(), payment=(), usb=(), "
        "browsing-topics=()"
    ),
}


class SecurityHeaders:
    """Add the Content-Security-Policy and its companions, where a view set none itself."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers set; what a signed-in person sees is stored nowhere."""
        response = self.get_response(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if _actor(request).is_signed_in and _is_html(response):
            response.headers["Cache-Control"] = "no-store"
        return response


class Language:
    """Speak Indonesian unless the reader chose English; officers' pages are Indonesian.

    Django's LocaleMiddleware would follow the browser, and a phone that came with English
    menus would turn half of a clerk's screen English.
    """

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the chosen language."""
        with translation.override(_language(request)):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", _language(request))
        return response


class DomainErrors:
    """Turn a DomainError into a page that says what happened and what to do next."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; refusals are handled in process_exception."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a refusal that no view caught; anything else is a bug and goes on."""
        return refusals.answer(request, error) if isinstance(error, DomainError) else None


def _actor(request: HttpRequest) -> Actor:
    # A request that was refused before the people's middleware ran has no actor.
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    return actor


def _is_html(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")


def _language(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    is_known = chosen in dict(settings.LANGUAGES)
    return chosen if is_known and _actor(request).frame != Frame.OFFICER else settings.LANGUAGE_CODE
