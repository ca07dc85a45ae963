"""A resident's own matters: the list, one case, its steps; and tracking without an account."""

import re
from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pendopo.domains.cases import actions, forms, queries
from pendopo.domains.cases.models import Case
from pendopo.domains.cases.rules import numbers
from pendopo.domains.cases.views import kept, presenting
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest, limits
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import DomainError
from pendopo.shell import government


@require_GET
@access.signed_in
def cases(request: ActedRequest) -> HttpResponse:
    """List a person's cases."""
    today = government.local_date(timezone.now())
    found = Paginator(queries.own(request.actor, on=today), 20)
    page = found.get_page(request.GET.get("halaman"))
    rows = [(case, _look(case, request.actor)) for case in page]
    return render(request, "cases/own.html", {"page": page, "rows": rows})


@require_GET
@access.signed_in
def case(request: ActedRequest, number: str) -> HttpResponse:
    """Show one case: done, now, next; the date; what the person can do."""
    page = queries.page_of(number, request.actor, timezone.now())
    if not page.is_applicant:
        return redirect("cases:desk", number=page.case.number)
    return render(request, "cases/case.html", _context(page))


@require_POST
@access.signed_in
def step(request: ActedRequest, number: str) -> HttpResponse:
    """Take a step of the applicant: withdraw, send again, object."""
    now = timezone.now()
    wanted = actions.Step(
        code=request.POST.get("langkah", ""),
        revision=_revision(request),
        reason=request.POST.get("alasan", "")[:4000],
    )
    try:
        actions.take_step(number=number, step=wanted, actor=request.actor, now=now)
    except DomainError as refusal:
        page = queries.page_of(number, request.actor, now)
        context = {**_context(page), "refusal": refusal.sentence, "typed": request.POST}
        return render(request, "cases/case.html", context, status=refusal.status)
    return redirect("cases:case", number=number)


@require_http_methods(["GET", "POST"])
@access.signed_in
def complete(request: ActedRequest, number: str) -> HttpResponse:
    """Mend the answers of a returned case and send it on again."""
    now = timezone.now()
    page = queries.page_of(number, request.actor, now)
    package = page.case.package
    if not _may_complete(page):
        # Officers of the office may see the case; the form would show them the whole NIK.
        return redirect("cases:case", number=number)
    if request.method != "POST":
        form = forms.ServiceForm(package, initial=forms.initial_answers(page.case.answers or {}))
        return _completion(request, page, form)
    raw = forms.raw_answers(package, request.POST)
    files, errors = kept.accept_posted(request, package, page.case.ref, now)
    try:
        if errors:
            raise actions.InvalidAnswers(errors)
        actions.resubmit(number=number, raw=raw, files=files, actor=request.actor, now=now)
    except actions.InvalidAnswers as refusal:
        form = forms.ServiceForm(package, raw=request.POST, errors=refusal.errors)
        return _completion(request, page, form)
    kept.forget(request, page.case.ref)
    return redirect("cases:case", number=number)


@require_http_methods(["GET", "POST"])
@access.public
def track(request: ActedRequest) -> HttpResponse:
    """Show where a case stands to whoever holds its number and code."""
    if request.method != "POST":
        return render(request, "cases/track.html", {"number": request.GET.get("nomor", "")})
    now = timezone.now()
    number, code = request.POST.get("nomor", "")[:40], request.POST.get("kode", "")[:40]
    try:
        # Counted per case number: guessing one code is slow, and a village is not locked out.
        asked = numbers.normal_number(number)
        limits.spend("cases.track", asked, limit=10, window=timedelta(hours=1), now=now)
        found = queries.tracked(number, code, now)
    except DomainError as refusal:
        context = {"number": number, "refusal": refusal.sentence}
        return render(request, "cases/track.html", context, status=refusal.status)
    status = presenting.status_of(found.state.tone, is_late=found.clock.is_late)
    return render(request, "cases/tracked.html", {"found": found, "status": status})


def _may_complete(page: queries.CasePage) -> bool:
    return any(step.code == "resubmit" for step in page.steps)


def _context(page: queries.CasePage) -> dict[str, object]:
    return {
        "page": page,
        "moments": presenting.moments(page),
        "status": presenting.status_of(page.state.tone, is_late=page.clock.is_late),
    }


def _completion(
    request: ActedRequest, page: queries.CasePage, form: forms.ServiceForm
) -> HttpResponse:
    names = {row.field: row.file.name for row in page.case.files.filter(replaced=False)}
    context = {
        "page": page,
        "package": page.case.package,
        "form": form,
        "kept": {**names, **kept.names(request, page.case.ref)},
        "reasons": [item.note for item in page.timeline if item.note][-1:],
    }
    return render(request, "cases/complete.html", context, status=422 if form.errors else 200)


def _look(case: Case, actor: Actor) -> dict[str, object]:
    state = case.workflow.state(case.state)
    late = case.closed_at is None and case.due_at < timezone.now()
    status = presenting.status_of(state.tone, is_late=late)
    whose = "" if case.applicant_ref == actor.ref else case.applicant_name
    return {"label": state.label, "status": status, "whose": whose}


def _revision(request: ActedRequest) -> int | None:
    text = request.POST.get("revisi", "")
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None
