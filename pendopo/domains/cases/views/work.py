"""An officer's day: the work list, one case at the desk, its steps, fee, notes and assignment."""

import re
from collections.abc import Callable
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from pendopo.domains.cases import actions, queries
from pendopo.domains.cases.views import presenting
from pendopo.domains.people import queries as people
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import DomainError
from pendopo.shell import government
from pendopo.shell.shapes import Link


@require_GET
@access.requires("cases.view")
def work(request: ActedRequest) -> HttpResponse:
    """List the officer's cases, what is due first on top."""
    now = timezone.now()
    wanted = queries.WorkFilter(
        tab=request.GET.get("tab", "semua"),
        service=request.GET.get("layanan", ""),
        text=request.GET.get("q", "").strip()[:100],
        unit=request.GET.get("unit", ""),
        district=request.GET.get("kecamatan", ""),
    )
    number = request.GET.get("halaman", "")
    found = queries.work_page(request.actor, wanted, now, number=number)
    context = {
        "page": found.page,
        "rows": [presenting.work_row(case, now) for case in found.page],
        "tabs": _tabs(found.counts, wanted.tab),
        "wanted": wanted,
        "narrowed": presenting.narrowed(wanted),
        "services": queries.services(on=government.local_date(now)),
    }
    return render(request, "cases/work.html", context)


@require_GET
@access.requires("cases.view")
def desk(request: ActedRequest, number: str) -> HttpResponse:
    """Show one case at the desk: what was asked, the documents, the steps, the clock."""
    return _desk(request, number, timezone.now())


@require_POST
@access.requires("cases.check", "cases.decide", "cases.decide_objection")
def step(request: ActedRequest, number: str) -> HttpResponse:
    """Take a step of an officer."""
    wanted = actions.Step(
        code=request.POST.get("langkah", ""),
        revision=_number(request, "revisi"),
        reason=request.POST.get("alasan", "")[:4000],
        reference=request.POST.get("nomor_rujukan", "")[:80],
    )
    return _do(
        request,
        number,
        lambda now: actions.take_step(number=number, step=wanted, actor=request.actor, now=now),
    )


@require_POST
@access.requires("cases.assign")
def assign(request: ActedRequest, number: str) -> HttpResponse:
    """Give the case to an officer."""
    officer = request.POST.get("petugas", "")
    return _do(
        request,
        number,
        lambda now: actions.assign(
            number=number, officer_ref=officer, actor=request.actor, now=now
        ),
    )


@require_POST
@access.requires("cases.file_for_others")
def fee(request: ActedRequest, number: str) -> HttpResponse:
    """Record a fee that was paid at the counter."""

    def record(now: datetime) -> object:
        payment = actions.Payment(
            amount=_number(request, "jumlah") or 0,
            receipt_number=request.POST.get("kuitansi", ""),
            paid_on=government.local_date(now),
        )
        return actions.record_fee(number=number, payment=payment, actor=request.actor, now=now)

    return _do(request, number, record)


@require_POST
@access.requires("cases.check")
def note(request: ActedRequest, number: str) -> HttpResponse:
    """Leave a note for colleagues."""
    text = request.POST.get("catatan", "")
    return _do(
        request,
        number,
        lambda now: actions.write_note(number=number, text=text, actor=request.actor, now=now),
    )


@require_POST
@access.requires("cases.check", "cases.decide")
def reveal(request: ActedRequest, number: str) -> HttpResponse:
    """Show the whole NIK and KK once, on record."""
    now = timezone.now()
    actions.reveal_numbers(number=number, actor=request.actor, now=now)
    return _desk(request, number, now, revealed=True)


def _do(request: ActedRequest, number: str, action: Callable[[datetime], object]) -> HttpResponse:
    now = timezone.now()
    try:
        action(now)
    except DomainError as refusal:
        return _desk(request, number, now, refusal=refusal)
    return redirect("cases:desk", number=number)


def _desk(
    request: ActedRequest,
    number: str,
    now: datetime,
    *,
    refusal: DomainError | None = None,
    revealed: bool = False,
) -> HttpResponse:
    page = queries.page_of(number, request.actor, now, revealed=revealed)
    case, actor = page.case, request.actor
    context = {
        "page": page,
        "moments": presenting.moments(page),
        "status": presenting.status_of(page.state.tone, is_late=page.clock.is_late),
        "officers": people.holders("cases.check", case.agency.path, government.local_date(now))
        if actor.may("cases.assign", case.agency.path)
        else [],
        "may_reveal": page.is_masked and _handles(actor, case.agency.path),
        "may_note": actor.may("cases.check", case.agency.path),
        "may_take_fee": page.fee_waits and actor.may("cases.file_for_others", case.agency.path),
        "refusal": refusal.sentence if refusal else "",
        "typed": request.POST,
    }
    return render(request, "cases/desk.html", context, status=refusal.status if refusal else 200)


def _handles(actor: Actor, unit: str) -> bool:
    return actor.may("cases.check", unit) or actor.may("cases.decide", unit)


def _tabs(counts: dict[str, int], current: str) -> list[Link]:
    return [
        Link(
            label=label,
            address=f"{reverse('cases:work')}?tab={tab}",
            is_current=tab == current,
            count=counts.get(tab),
        )
        for tab, label in queries.TABS.items()
    ]


def _number(request: ActedRequest, name: str) -> int | None:
    text = request.POST.get(name, "").replace(".", "")
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else None
