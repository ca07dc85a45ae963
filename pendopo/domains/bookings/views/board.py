"""The display of the waiting room: numbers only, no names, asked for every few seconds."""

import hashlib
from dataclasses import astuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_GET

from pendopo.domains.bookings import queries
from pendopo.kernel import access


@access.public
@require_GET
def show_board(request: HttpRequest, site: str) -> HttpResponse:
    """Show what is called now in every clinic that is open today."""
    on = queries.local_date(timezone.now())
    place = queries.site(site, on)
    return render(
        request, "bookings/board.html", {"site": place, "clinics": queries.board(place, on)}
    )


@access.public
@require_GET
def poll_board(request: HttpRequest, site: str) -> HttpResponse:
    """Answer the numbers alone, or 304 where nothing changed since the last question."""
    on = queries.local_date(timezone.now())
    place = queries.site(site, on)
    clinics = queries.board(place, on)
    said = repr([astuple(clinic) for clinic in clinics])
    etag = f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = render(request, "bookings/_board.html", {"site": place, "clinics": clinics})
    answer["ETag"] = etag
    answer["Cache-Control"] = "no-cache"
    return answer
