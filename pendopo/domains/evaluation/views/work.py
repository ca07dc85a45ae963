"""The work of an assessment: who fills what until when, meetings, target, and the signature."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import forms as django_forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pendopo.domains.evaluation import access as rights
from pendopo.domains.evaluation import actions, forms, models, queries, rules
from pendopo.domains.evaluation.views import presenting
from pendopo.domains.people import queries as people
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.kernel.files import store
from pendopo.kernel.privacy.classes import DataClass
from pendopo.shell import government

ROWS_PER_PAGE, MEETINGS_PER_PAGE = 20, 5
LARGEST = 10 * 1024 * 1024
STEPS: dict[str, Callable[..., models.Assessment]] = {
    "ajukan": actions.submit,
    "kembalikan": actions.return_for_work,
    "tetapkan": actions.sign,
}


@require_safe
@access.requires(*rights.ANY)
def show(request: ActedRequest, key: str) -> HttpResponse:
    """Show who fills what, what meetings decided, and what comes next."""
    return _page(request, key)


@require_POST
@access.requires(rights.MANAGE)
def aim(request: ActedRequest, key: str) -> HttpResponse:
    """Set the target."""
    form = forms.TargetForm(request.POST, prefix="sasaran")

    def act(assessment: models.Assessment, now: datetime) -> object:
        target = form.cleaned_data["target"]
        return actions.set_target(
            assessment=assessment, target=target, actor=request.actor, now=now
        )

    return _submit(request, key, "target_form", form, act)


@require_POST
@access.requires(rights.MANAGE)
def assign(request: ActedRequest, key: str) -> HttpResponse:
    """Give indicators to an agency."""
    form = forms.AssignForm(*_offers(request, key), request.POST, prefix="tugas")

    def act(assessment: models.Assessment, now: datetime) -> object:
        return actions.assign_indicators(
            assessment=assessment,
            indicators=form.cleaned_data["indicators"],
            agency=form.cleaned_data["agency"],
            working_days=form.cleaned_data["working_days"],
            actor=request.actor,
            now=now,
        )

    return _submit(request, key, "assign_form", form, act)


@require_POST
@access.requires(rights.MANAGE)
def meet(request: ActedRequest, key: str) -> HttpResponse:
    """Record a meeting and what it decided."""
    form = forms.MeetingForm(*_offers(request, key), request.POST, request.FILES, prefix="rapat")

    def act(assessment: models.Assessment, now: datetime) -> object:
        decisions = [
            actions.Decided(indicator=code, text=text, agency=agency, due_on=due_on)
            for code, text, agency, due_on in form.decided()
        ]
        return actions.record_meeting(
            assessment=assessment,
            title=form.cleaned_data["title"],
            held_on=form.cleaned_data["held_on"],
            decisions=decisions,
            actor=request.actor,
            now=now,
            file_id=_kept(request, form.cleaned_data["file"], now),
        )

    return _submit(request, key, "meeting_form", form, act)


@require_POST
@access.requires(rights.MANAGE, rights.SIGN)
def step(request: ActedRequest, key: str, step: str) -> HttpResponse:
    """Submit, return or sign."""
    assessment = queries.assessment(key, request.actor)
    act = STEPS.get(step)
    if act is None:
        raise NotFound
    act(assessment=assessment, actor=request.actor, now=timezone.now())
    return redirect("evaluation:work", key)


@require_POST
@access.requires(rights.ANSWER, rights.MANAGE)
def finish(request: ActedRequest, pk: int) -> HttpResponse:
    """Mark what a meeting decided as done."""
    decision = queries.decision(pk, request.actor)
    if decision is None:
        raise NotFound
    actions.finish_decision(decision=decision, actor=request.actor, now=timezone.now())
    return redirect("evaluation:indicator", decision.meeting.assessment.key, decision.indicator)


def _kept(request: ActedRequest, sent: Any, now: datetime) -> str:
    if not sent:
        return ""
    kept = store.accept(
        sent,
        allowed=store.PAPERS,
        limit=LARGEST,
        owner=request.actor.ref,
        data_class=DataClass.DOCUMENT,
        now=now,
    )
    return str(kept.pk)


def _submit(
    request: ActedRequest,
    key: str,
    name: str,
    form: django_forms.Form,
    act: Callable[[models.Assessment, datetime], object],
) -> HttpResponse:
    assessment = queries.assessment(key, request.actor)
    if form.is_valid():
        try:
            act(assessment, timezone.now())
        except DomainError as refusal:
            form.add_error(None, refusal.sentence)
            return _page(request, key, status=refusal.status, **{name: form})
        return redirect("evaluation:work", key)
    return _page(request, key, status=422, **{name: form})


def _offers(request: ActedRequest, key: str) -> tuple[Any, list[tuple[str, str]]]:
    assessment = queries.assessment(key, request.actor)
    today = government.local_date(timezone.now())
    agencies = [(one.code, one.name) for one in people.agencies(on=today)]
    return queries.instrument(assessment).leaves, agencies


def _page(request: ActedRequest, key: str, status: int = 200, **bound: object) -> HttpResponse:
    assessment = queries.assessment(key, request.actor)
    today = government.local_date(timezone.now())
    what, offers = queries.instrument(assessment), _offers(request, key)
    shown = {
        "assessment": assessment,
        "instrument": what,
        "period": rules.in_words(rules.period(assessment.period)),
        "status": presenting.STATUS[models.State(assessment.state)],
        "page": Paginator(_rows(assessment, today), ROWS_PER_PAGE).get_page(
            request.GET.get("halaman")
        ),
        "unreported_count": _unreported(request.actor, key, today),
        "meetings": Paginator(queries.meetings(assessment), MEETINGS_PER_PAGE).get_page(
            request.GET.get("rapat")
        ),
        "today": today,
        "target_form": forms.TargetForm(prefix="sasaran", initial={"target": assessment.target}),
        "assign_form": forms.AssignForm(*offers, prefix="tugas"),
        "meeting_form": forms.MeetingForm(*offers, prefix="rapat"),
        **_rights(request.actor, models.State(assessment.state)),
        **bound,
    }
    return render(request, "evaluation/work.html", shown, status=status)


def _rows(
    assessment: models.Assessment, today: date
) -> list[tuple[queries.Standing, list[models.Assignment], str]]:
    owners = queries.owners(assessment)
    return [
        (standing, owners.get(code, []), presenting.leaf_address(assessment.key, code))
        for code, standing in queries.standings(assessment, today=today).items()
    ]


def _unreported(actor: Actor, key: str, today: date) -> int:
    return len(queries.unreported(actor, today=today, key=key, is_weighed=False))


def _rights(actor: Actor, state: models.State) -> dict[str, bool]:
    manages = actor.may(rights.MANAGE, rights.WHOLE)
    signs = actor.may(rights.SIGN, rights.WHOLE)
    in_review = state == models.State.REVIEW
    return {
        "may_manage": manages and state != models.State.SIGNED,
        "may_assign": manages and state == models.State.OPEN,
        "may_return": in_review and (manages or signs),
        "may_sign": in_review and signs,
    }
