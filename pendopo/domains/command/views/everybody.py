"""What everybody may see: the open board, the public feed, and both for machines."""

from datetime import date

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pendopo.domains.command import queries
from pendopo.domains.command.views import fragments
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest
from pendopo.shell import government

PAGE = "private, max-age=60"
"""A page has forms with a token of their reader, so only the reader's own browser keeps it."""
DATA = "public, max-age=300"


@require_safe
@access.public
def show(request: ActedRequest) -> HttpResponse:
    """Show the open board to everybody."""
    today, language = _today(), _language()
    mark = queries.public_mark(today, language)

    def draw() -> HttpResponse:
        board = queries.public_board(today, language, fragments.chosen(request))
        return render(request, "command/open.html", {"board": board})

    if request.actor.is_signed_in:
        return draw()
    return _cached(request, mark, draw)


@require_safe
@access.public
def show_feed(request: ActedRequest) -> HttpResponse:
    """Show the published weeks, the newest first."""
    page, weeks = queries.page(_number(request), _language())
    return render(request, "command/feed.html", {"page": page, "weeks": weeks})


@require_safe
@access.public
def feed(request: ActedRequest) -> HttpResponse:
    """Give the published weeks to machines (docs/reference/public-feed.md)."""
    page, weeks = queries.page(_number(request), "id")
    body = {
        "government": government.current().code,
        "unit": "event",
        "page": page.number,
        "pages": page.paginator.num_pages,
        "weeks": [
            {
                "from": week.monday.isoformat(),
                "to": week.sunday.isoformat(),
                "rows": [
                    {
                        "event": line.event,
                        "label": line.label,
                        "district": line.district or None,
                        "at_least": line.low,
                        "at_most": line.high,
                    }
                    for line in week.lines
                ],
            }
            for week in weeks
        ],
    }
    newest = queries.newest_monday()
    mark = fragments.mark(str(newest), page.number, page.paginator.num_pages)
    return fragments.answer(request, mark, lambda: JsonResponse(body), keeping=DATA)


def _cached(request: ActedRequest, mark: str, draw: fragments.Draw) -> HttpResponse:
    told = fragments.mark(mark, request, request.COOKIES.get("tema", ""))
    return fragments.answer(request, told, draw, keeping=PAGE)


def _number(request: ActedRequest) -> int:
    text = request.GET.get("halaman", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _today() -> date:
    return government.local_date(timezone.now())


def _language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"
