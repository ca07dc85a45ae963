"""Filing a case: on a page, or through the outbox of the device."""

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pendopo.domains.cases import actions, forms, queries
from pendopo.domains.cases.models import Channel
from pendopo.domains.cases.schema import ServicePackage
from pendopo.domains.cases.views import codes, items, kept, presenting, whom
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest, limits
from pendopo.kernel.errors import DomainError
from pendopo.kernel.intake import answers as intake
from pendopo.kernel.intake import receiving
from pendopo.shell import government

PER_DAY = 40
"""Cases that one account may file in a day; a family with many needs stays far below it."""

KEPT = {"frame_page": "shell/kept.html", "is_kept": True}
"""A form that a device keeps: nothing in it belongs to a person."""


@require_http_methods(["GET", "POST"])
@access.signed_in
@gzip_page
def apply(request: ActedRequest, code: str) -> HttpResponse:
    """Show the form; without JavaScript this also receives it."""
    now = timezone.now()
    package = queries.service(code, on=government.local_date(now))
    if package.channel != "case":
        return redirect("cases:start", code=code)
    if request.method == "POST":
        return _receive_page(request, package, now)
    form = forms.ServiceForm(package, initial=presenting.prefilled(package, request.actor))
    return _show(request, package, form, key=str(uuid4()))


@require_GET
@access.public
@gzip_page
def kept_form(request: ActedRequest, code: str) -> HttpResponse:
    """Show the empty form as a device keeps it for use without signal: the same for everybody."""
    package = queries.service(code, on=government.local_date(timezone.now()))
    if package.channel != "case":
        return redirect("cases:start", code=code)
    page = {"package": package, "form": forms.ServiceForm(package)}
    return render(request, "cases/apply.html", {**page, **KEPT})


@require_POST
@access.public
def send(request: ActedRequest, code: str) -> HttpResponse:
    """Receive an item of the outbox; every answer is one that the device understands."""
    now = timezone.now()
    try:
        intake.check_sender(request)
        if not request.actor.is_signed_in:
            raise intake.SignInAgain
        item = items.read(request.body)
    except DomainError as refusal:
        return intake.refused(refusal)
    try:
        package = queries.service(code, on=government.local_date(now))
        # Reading files takes a child process and time: before the transaction begins.
        files = kept.finish_uploads(request, package, item.get("files", {}), now)
        _spend(request, now)
    except DomainError as refusal:
        return intake.refused_or_repeated(request, refusal, form=f"service:{code}")
    channel = Channel.OFFLINE if item.get("offline") is True else Channel.ONLINE
    filing = actions.Filing(
        service=code,
        version=item.get("version"),
        raw=item["answers"],
        files=files,
        channel=channel,
    )
    return intake.take(
        request,
        form=f"service:{code}",
        now=now,
        handle=lambda _: _file(request, filing, _chosen_in(item), now),
    )


@require_GET
@access.signed_in
def sent(request: ActedRequest, number: str) -> HttpResponse:
    """Show the receipt: number, tracking code, promised date, what happens next."""
    page = queries.page_of(number, request.actor, timezone.now())
    code = codes.recall(page.case, request.actor)
    return render(request, "cases/sent.html", {"page": page, "code": code})


def _receive_page(request: ActedRequest, package: ServicePackage, now: datetime) -> HttpResponse:
    raw = forms.raw_answers(package, request.POST)
    key = request.POST.get("kunci", "")
    files, file_errors = kept.accept_posted(request, package, key, now)
    filing = actions.Filing(service=package.code, version=_version(request), raw=raw, files=files)
    chosen = _chosen(request, package, now)
    try:
        _spend(request, now)
        if file_errors:
            raise actions.InvalidAnswers(file_errors)
        receipt = receiving.receive(
            form=f"service:{package.code}",
            key=key,
            body=json.dumps([raw, kept.prints(files), chosen], sort_keys=True).encode(),
            actor=request.actor,
            now=now,
            handle=lambda: _file(request, filing, chosen, now),
        )
    except actions.InvalidAnswers as refusal:
        form = forms.ServiceForm(package, raw=request.POST, errors=refusal.errors)
        return _show(request, package, form, key=key)
    except DomainError as refusal:
        form = forms.ServiceForm(package, raw=request.POST)
        form.add_error(None, refusal.sentence)
        kept.move(request, key, new := str(uuid4()))
        return _show(request, package, form, key=new, status=refusal.status)
    kept.forget(request, key)
    return redirect("cases:sent", number=receipt.number)


def _file(
    request: ActedRequest, filing: actions.Filing, chosen: str | None, now: datetime
) -> receiving.Receipt:
    with whom.said_at_the_question():
        applicant, business = whom.applicant(request.actor, chosen)
        filed = actions.file_case(
            filing=filing,
            applicant_id=applicant,
            business=business,
            actor=request.actor,
            now=now,
        )
    return receiving.Receipt(
        subject=filed.case.ref,
        text=f"Permohonan {filed.case.package.title} diterima.",
        address=reverse("cases:sent", args=[filed.case.number]),
        number=filed.case.number,
        code=filed.tracking_code,
    )


def _chosen(request: ActedRequest, package: ServicePackage, now: datetime) -> str | None:
    """Return for whom a posted page is: None where it did not ask, empty where nobody was chosen."""
    told = request.POST.get(whom.FIELD)
    today = government.local_date(now)
    if told is None and whom.question(package, request.actor, chosen=None, on=today):
        return ""
    return told


def _chosen_in(item: Mapping[str, Any]) -> str | None:
    # Our form sends it among its fields, as it does everything that has a name.
    told = item.get(whom.FIELD, item["answers"].get(whom.FIELD))
    return told if told is None or isinstance(told, str) else ""


def _show(
    request: ActedRequest,
    package: ServicePackage,
    form: forms.ServiceForm,
    *,
    key: str,
    status: int = 0,
) -> HttpResponse:
    chosen = (request.POST or request.GET).get(whom.FIELD)
    today = government.local_date(timezone.now())
    page = {
        "package": package,
        "form": form,
        "key": key,
        "kept": kept.names(request, key),
        "frame_page": "shell/base.html",
        "whom": whom.question(package, request.actor, chosen=chosen, on=today),
    }
    fallback = 422 if form.errors else 200
    return render(request, "cases/apply.html", page, status=status or fallback)


def _spend(request: ActedRequest, now: datetime) -> None:
    limits.spend("cases.file", request.actor.ref, limit=PER_DAY, window=timedelta(days=1), now=now)


def _version(request: ActedRequest) -> int | None:
    text = request.POST.get("versi", "")
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None
