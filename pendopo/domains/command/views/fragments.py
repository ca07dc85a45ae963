"""Parts of a page that a screen asks for again and again, answered with 304 while nothing changed."""

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

Draw = Callable[[], HttpResponse]

MOST_CHOICES = 12


def answer(
    request: HttpRequest, mark: str, draw: Draw, *, keeping: str = "private, no-cache"
) -> HttpResponse:
    """Return 304 if the asker has this mark already, else what `draw` draws, marked.

    `keeping` tells caches how long they may answer in our place.
    """
    etag = quote_etag(mark)
    response = get_conditional_response(request, etag=etag) or draw()
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = keeping
    return response


def mark(base: str, *more: object) -> str:
    """Return a mark that also knows the span and what was chosen."""
    told = "\n".join([base, *map(_word, more)])
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def chosen(request: HttpRequest) -> dict[str, int]:
    """Return which measure was chosen on which map: `pilih=peta-0.2`."""
    found: dict[str, int] = {}
    for text in request.GET.getlist("pilih")[:MOST_CHOICES]:
        key, _, place = text.rpartition(".")
        if place.isascii() and place.isdigit() and len(place) < 3:
            found[key] = int(place)
    return found


def _word(what: object) -> str:
    if isinstance(what, HttpRequest):
        return str(sorted(chosen(what).items()))
    return str(what)
