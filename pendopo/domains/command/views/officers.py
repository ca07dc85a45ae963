"""The command centre on a desk, a phone and a wall, and its alerts."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from pendopo.domains.command import access as rights
from pendopo.domains.command import actions, queries, rules
from pendopo.domains.command.views import fragments
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest
from pendopo.shell import government
from pendopo.shell.shapes import Link

PAST = 20
WALL_SPAN = rules.Span.MONTH


@require_GET
@access.requires(rights.VIEW)
def show_page(request: ActedRequest) -> HttpResponse:
    """Show the whole board for the span in the address."""
    span = rules.span_of(request.GET.get("kurun", ""))
    return render(
        request,
        "command/page.html",
        _shown(request, span, _mark(request, span)) | {"spans": _spans(span)},
    )


@require_GET
@access.requires(rights.VIEW)
def show_wall(request: ActedRequest) -> HttpResponse:
    """Show the board for a wall: slide after slide, or the one that the address names."""
    shown = _shown(request, WALL_SPAN, _mark(request, WALL_SPAN))
    wanted = request.GET.get("panel", "")
    only = [section for section in shown["board"].sections if section.code == wanted]
    shown |= {
        "only": only[0].code if only else "",
        "zone": government.current().zone,
        "now": timezone.now().astimezone(ZoneInfo(government.current().zone)),
    }
    return render(request, "command/wall.html", shown)


@require_GET
@access.requires(rights.VIEW)
def part(request: ActedRequest) -> HttpResponse:
    """Answer with the board alone, or with 304 where it would be the same.

    Opened by hand it leads to the whole page: a part alone has no title and no way back.
    """
    span = rules.span_of(request.GET.get("kurun", ""))
    if "X-Requested-By" not in request.headers:
        return redirect(f"{reverse('command:page')}?kurun={span}")
    # The mark is read first: what changes while the board is drawn makes a newer one.
    mark = _mark(request, span)
    return fragments.answer(
        request,
        mark,
        lambda: render(request, "command/board.html", _shown(request, span, mark)),
    )


@require_GET
@access.requires(rights.VIEW)
def show_alerts(request: ActedRequest) -> HttpResponse:
    """Show what is wrong now, since when and who acts, and what ended last."""
    now = timezone.now()
    desk = queries.officers_desk(request.actor, rules.Span.TODAY, now)
    shown = {
        "alerts": queries.standing(request.actor, desk),
        "past": [(one, queries.title_of(one)) for one in queries.past(PAST)],
    }
    return render(request, "command/alerts.html", shown)


@require_POST
@access.requires(rights.VIEW)
def acknowledge(request: ActedRequest, pk: int) -> HttpResponse:
    """Take an alert up."""
    note = request.POST.get("catatan", "")
    actions.acknowledge(pk=pk, note=note, actor=request.actor, now=timezone.now())
    messages.success(request, "Peringatan tercatat Anda tangani.")
    return HttpResponseRedirect(reverse("command:alerts"))


def _shown(request: ActedRequest, span: rules.Span, mark: str) -> dict[str, Any]:
    now = timezone.now()
    board = queries.officers_board(request.actor, span, fragments.chosen(request), now)
    return {
        "board": board,
        "mark": mark,
        "at": now,
        "asks": request.GET.urlencode(),
    }


def _mark(request: ActedRequest, span: rules.Span) -> str:
    mark = queries.officers_mark(request.actor, timezone.now())
    return fragments.mark(mark, str(span), request)


def _spans(current: rules.Span) -> list[Link]:
    address = reverse("command:page")
    return [
        Link(label=word, address=f"{address}?kurun={span}", is_current=span == current)
        for span, word in rules.SPAN_WORDS.items()
    ]
