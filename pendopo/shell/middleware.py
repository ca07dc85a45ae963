"""Security headers and language on every answer; a domain's refusal becomes a page."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.request import RawPostDataException
from django.utils import translation

from pendopo.kernel import steady
from pendopo.kernel.actor import ANONYMOUS, Actor, Frame
from pendopo.kernel.errors import BadInput, DomainError
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


class Steady:
    """Let a request see one state of content, calendars and keys, and look at each once."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer within one look."""
        with steady.hold():
            return self.get_response(request)


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
        if _actor(request).is_signed_in:
            # A file of rows is as personal as the page; a page never knows better.
            keep = response.headers.get("Cache-Control", "no-store")
            response.headers["Cache-Control"] = "no-store" if _is_html(response) else keep
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
        if isinstance(error, RawPostDataException):
            error = NotAForm()
        return refusals.answer(request, error) if isinstance(error, DomainError) else None


class NotAForm(BadInput):
    """A form came to a door that reads JSON or bytes."""

    status = 415
    sentence = "Kiriman ini tidak dapat dibaca. Muat ulang halaman, lalu kirim lagi."


class Unstorable(BadInput):
    """A NUL: no keyboard types it and PostgreSQL keeps no text with it."""

    sentence = "Isian memuat tanda yang tidak dapat disimpan. Ketik ulang, lalu kirim lagi."


class StorableText:
    """Refuse NUL in addresses, queries and forms once for all views; JSON is read by its door."""

    def __init__(self, get_response: GetResponse) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; text is looked at in process_view, when the form has been read."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Answer a request that holds a NUL; anything else goes on."""
        said = [request.path_info, *_texts(request.GET)]
        if request.method == "POST":
            said += _texts(request.POST)
        return refusals.answer(request, Unstorable()) if "\0" in "".join(said) else None


def _texts(form: QueryDict) -> list[str]:
    return [text for _, texts in form.lists() for text in texts if isinstance(text, str)]


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
