"""The head's page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from pendopo.domains.command import queries, rules
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest
from pendopo.shell.shapes import Link


@access.requires("command.view")
@require_GET
def show_page(request: ActedRequest) -> HttpResponse:
    """Show what comes in, goes out and is late, for the period in the address."""
    span = rules.span_of(request.GET.get("kurun", ""))
    page = queries.page(request.actor, span, timezone.now())
    return render(request, "command/page.html", {"page": page, "spans": _spans(span)})


def _spans(current: rules.Span) -> list[Link]:
    address = reverse("command:page")
    return [
        Link(label=word, address=f"{address}?kurun={span}", is_current=span == current)
        for span, word in rules.SPAN_WORDS.items()
    ]
