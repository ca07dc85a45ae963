"""Which reminders went out: when, to which agency, about what, to how many people."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pendopo.domains.evaluation import access as rights
from pendopo.domains.evaluation import queries, rules
from pendopo.domains.people import queries as people
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest
from pendopo.shell import government

PER_PAGE = 30
STAGES = {
    rules.DUE: "Tenggat hari ini",
    rules.OVERDUE: "Tenggat sudah lewat",
    rules.UNREPORTED: "Sudah dikerjakan, belum dilaporkan",
    rules.DIGEST: "Ringkasan untuk koordinator",
}


@require_safe
@access.requires(*rights.ANY)
def show(request: ActedRequest) -> HttpResponse:
    """Show the reminders, newest first: of the own agencies, or all for who reads everything."""
    page = Paginator(queries.reminders(request.actor), PER_PAGE).get_page(
        request.GET.get("halaman")
    )
    names = {one.code: one.name for one in people.agencies()}
    shown = {
        "page": page,
        "rows": [(one, in_words(one.stage), names.get(one.agency, "Koordinator")) for one in page],
        "plan": queries.plan(government.local_date(timezone.now())),
    }
    return render(request, "evaluation/reminders.html", shown)


def in_words(stage: str) -> str:
    """Say a stage: "before-5" is five working days before the deadline."""
    kind, _, days = stage.partition("-")
    return f"{days} hari kerja sebelum tenggat" if kind == "before" else STAGES.get(stage, stage)
