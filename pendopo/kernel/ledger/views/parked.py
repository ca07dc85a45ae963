"""For the administrator: deliveries that failed too often, and the way to try them again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest
from pendopo.kernel.ledger import delivery, queries, releasing

PER_PAGE = 20


@require_GET
@access.requires("ledger.view")
def parked(request: ActedRequest) -> HttpResponse:
    """List what is parked, by reaction and one by one."""
    page = Paginator(delivery.parked(), PER_PAGE).get_page(request.GET.get("halaman"))
    shown = {
        "reactions": queries.parked_by_reaction(),
        "page": page,
        "rows": [queries.parked_row(one) for one in page],
        "attempts": delivery.ATTEMPTS,
        "may_release": request.actor.may(releasing.PERMISSION),
    }
    return render(request, "ledger/parked.html", shown)


@require_POST
@access.requires(releasing.PERMISSION)
def release(request: ActedRequest, pk: int) -> HttpResponse:
    """Try one delivery again."""
    releasing.release(delivery_id=pk, actor=request.actor, now=timezone.now())
    messages.success(request, "Pengantaran dicoba lagi sekarang.")
    return redirect("ledger:parked")


@require_POST
@access.requires(releasing.PERMISSION)
def release_all(request: ActedRequest) -> HttpResponse:
    """Try everything of one reaction again."""
    reaction = request.POST.get("reaksi", "")
    count = releasing.release_all(reaction=reaction, actor=request.actor, now=timezone.now())
    messages.success(request, f"{count} pengantaran dicoba lagi sekarang.")
    return redirect("ledger:parked")
