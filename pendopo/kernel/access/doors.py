"""The three ways a view may declare who opens it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from pendopo.kernel.access.request import ActedRequest
from pendopo.kernel.errors import NotAllowed

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class Door:
    """What a view declared: kind "public", "signed_in" or "requires"; any one permission opens."""

    kind: str
    permissions: tuple[str, ...] = ()


def public(view: View) -> View:
    """Anyone may open this page."""
    opened: View = _declare(view, Door("public"))
    return opened


def signed_in(view: View) -> View:
    """Any person with an account may open this page."""

    @wraps(view)
    def guarded(request: ActedRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.actor.is_signed_in:
            return ask_to_sign_in(request)
        return view(request, *args, **kwargs)

    opened: View = _declare(guarded, Door("signed_in"))
    return opened


def requires(*permissions: str) -> Callable[[View], View]:
    """Only an officer who holds one of the permissions somewhere, with a second factor."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: ActedRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.actor.is_signed_in:
                return ask_to_sign_in(request)
            _check(request.actor, permissions)
            return view(request, *args, **kwargs)

        opened: View = _declare(guarded, Door("requires", permissions))
        return opened

    return declare


def door_of(view: Callable[..., Any]) -> Door | None:
    """Return what a view declared, or None."""
    return getattr(view, "door", None)


def ask_to_sign_in(request: ActedRequest) -> HttpResponse:
    """Send to the sign-in page and come back afterwards; a background call gets a bare 401."""
    if request.headers.get("X-Requested-By") == "pendopo":
        return HttpResponse(status=401)
    query = urlencode({"next": request.get_full_path()})
    return HttpResponseRedirect(f"{settings.LOGIN_URL}?{query}")


def _check(actor: Any, permissions: tuple[str, ...]) -> None:
    if not any(actor.may(permission) for permission in permissions):
        raise NotAllowed
    if not actor.strong:
        raise NotAllowed("Aktifkan pengaman masuk kedua (TOTP atau passkey) terlebih dahulu.")


def _declare(view: Any, door: Door) -> Any:
    view.door = door
    return view
