"""For the administrator: the days off that deadlines are counted with, and what is missing."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest
from pendopo.kernel.calendar import NATIONAL, queries


@require_GET
@access.requires("content.manage")
def days_off(request: ActedRequest) -> HttpResponse:
    """List the days off of this year and the next, each with its source."""
    today = timezone.localdate()
    shown = {
        "warnings": queries.warnings_of(NATIONAL, today),
        "days": queries.days_of(NATIONAL, (today.year, today.year + 1)),
        "year": today.year,
    }
    return render(request, "calendar/days_off.html", shown)
