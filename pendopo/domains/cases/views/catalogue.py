"""Public pages: which services there are, what each needs, and what is not in the portal yet."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from pendopo.domains.cases import queries
from pendopo.domains.cases.rules import words
from pendopo.domains.cases.views import presenting
from pendopo.kernel import access, hooks
from pendopo.kernel.access import ActedRequest
from pendopo.shell import government


@require_GET
@access.public
def services(request: ActedRequest) -> HttpResponse:
    """Show services by group, by event of life, or by everyday words."""
    today = government.local_date(timezone.now())
    text = request.GET.get("q", "").strip()[:100]
    event = request.GET.get("peristiwa", "")
    found = queries.find_services(text, on=today) if text else queries.services(on=today)
    if event:
        found = [package for package in found if event in package.life_events]
    page = {
        "text": text,
        "event": words.LIFE_EVENTS.get(event),
        "groups": presenting.grouped(found),
        "events": words.LIFE_EVENTS,
    }
    return render(request, "cases/services.html", page)


@require_GET
@access.public
def service(request: ActedRequest, code: str) -> HttpResponse:
    """Show one service: what it needs, what it costs, how long it takes, what comes out."""
    today = government.local_date(timezone.now())
    package = queries.service(code, on=today)
    page = {
        "package": package,
        "standard": presenting.standard(package),
        "measured": queries.measured_days(code, on=today),
        "group": words.GROUPS.get(package.group, package.group),
    }
    return render(request, "cases/service.html", page)


@require_GET
@access.public
def start(request: ActedRequest, code: str) -> HttpResponse:
    """Lead to where the service begins: its form, a booking, or another site."""
    package = queries.service(code, on=government.local_date(timezone.now()))
    if package.channel == "case":
        return redirect("cases:apply", code=code)
    if package.channel == "external":
        return render(request, "cases/elsewhere.html", {"package": package})
    address = next((a for begin in hooks.starts if (a := begin(package.channel, code))), None)
    return redirect(address) if address else redirect("cases:service", code=code)


@require_GET
@access.public
def catalogue(request: ActedRequest) -> HttpResponse:
    """Show every service of the government, and which of them are not in the portal yet."""
    found = queries.catalogue(on=government.local_date(timezone.now()))
    entries = found.waiting if found and request.GET.get("belum") else (found and found.entries)
    page = Paginator(entries or [], 30).get_page(request.GET.get("halaman"))
    return render(request, "cases/catalogue.html", {"catalogue": found, "page": page})


@require_GET
@access.public
def information(request: ActedRequest, code: str) -> HttpResponse:
    """Show an information page of an agency."""
    today = government.local_date(timezone.now())
    page = queries.information_page(code, on=today)
    related = [p for p in queries.services(on=today) if p.code in page.services]
    return render(request, "cases/information.html", {"page": page, "related": related})


@require_GET
@access.public
def information_pages(request: ActedRequest) -> HttpResponse:
    """List the information pages."""
    pages = queries.information_pages(on=government.local_date(timezone.now()))
    return render(request, "cases/information_pages.html", {"pages": pages})


@require_GET
@access.public
def workflow(request: ActedRequest, code: str) -> HttpResponse:
    """Show the way of a case as a table: states, steps, who takes them, the clock."""
    package = queries.workflow(code, on=government.local_date(timezone.now()))
    return render(
        request, "cases/workflow.html", {"package": package, "rows": presenting.steps(package)}
    )
