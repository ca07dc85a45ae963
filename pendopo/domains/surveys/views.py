"""Pages of surveys: nine questions for a resident, results for the public and for staff."""

import json

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pendopo.domains.surveys import actions, queries
from pendopo.domains.surveys.forms import SurveyForm
from pendopo.domains.surveys.models import Invitation
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest
from pendopo.kernel.errors import BadInput
from pendopo.kernel.intake import answers
from pendopo.kernel.intake.receiving import Receipt
from pendopo.shell import formats, government, shapes


@access.public
@never_cache
@require_http_methods(["GET", "POST"])
def answer_survey(request: ActedRequest, token: str) -> HttpResponse:
    """Ask the nine questions; whoever holds the token may answer, once."""
    invitation = queries.invitation(token)
    if invitation.answered_on:
        return render(request, "surveys/thanks.html")
    form = _form(invitation, request.POST if request.method == "POST" else None)
    if form.is_valid():
        _keep(invitation, form)
        return redirect("surveys:answer", token=token)
    status = 422 if form.is_bound else 200
    return render(request, "surveys/answer.html", _page(invitation, form), status=status)


@access.public
@require_POST
def send_survey(request: ActedRequest, token: str) -> HttpResponse:
    """Take an answer from the outbox, also one that was given without a signal."""

    def handle(body: bytes) -> Receipt:
        invitation = queries.invitation(token)
        form = _form(invitation, _values(body))
        if not form.is_valid():
            raise answers.BadFields(form.errors)
        _keep(invitation, form)
        thanks = reverse("surveys:answer", args=[token])
        return Receipt(subject=invitation.subject, text="Terima kasih.", address=thanks)

    return answers.take(request, form="survey", now=timezone.now(), handle=handle)


@access.requires("surveys.results")
@require_GET
def show_results(request: ActedRequest) -> HttpResponse:
    """Show the services of the agencies whose results the actor may see."""
    today = government.local_date(timezone.now())
    year = _year(request, today.year)
    units = request.actor.units("surveys.results")
    found = queries.results(year, units, today)
    return _results(request, "surveys/results.html", year, found)


@access.public
@require_GET
def publish_results(request: ActedRequest) -> HttpResponse:
    """Show everybody the services with enough answers."""
    today = government.local_date(timezone.now())
    year = _year(request, today.year)
    return _results(request, "surveys/index.html", year, queries.public_results(year, today))


def _form(invitation: Invitation, data: object) -> SurveyForm:
    package = queries.package(invitation.survey, invitation.invited_on)
    return SurveyForm(package, data, is_free=invitation.is_free)


def _page(invitation: Invitation, form: SurveyForm) -> dict[str, object]:
    terms = queries.terms_of(invitation.service, invitation.invited_on)
    return {
        "form": form,
        "invitation": invitation,
        "service": terms.title,
        "version": queries.package(invitation.survey, invitation.invited_on).version,
    }


def _keep(invitation: Invitation, form: SurveyForm) -> None:
    actions.answer(
        token=invitation.token,
        scores=form.scores(),
        respondent=form.respondent(),
        comment=form.cleaned_data["comment"],
        now=timezone.now(),
    )


def _values(body: bytes) -> dict[str, object]:
    """Read `{"answers": {"u1": 3, ...}}`, the shape of every item of the outbox."""
    try:
        item = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadInput from error
    values = item.get("answers") if isinstance(item, dict) else None
    if not isinstance(values, dict):
        raise BadInput
    return values


def _year(request: ActedRequest, this_year: int) -> int:
    text = request.GET.get("tahun", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this_year
    return min(max(year, 2020), this_year)


def _results(
    request: ActedRequest, template: str, year: int, found: list[queries.ServiceResult]
) -> HttpResponse:
    lines = [(result, _bars(result)) for result in found]
    return render(request, template, {"year": year, "before": year - 1, "lines": lines})


def _bars(result: queries.ServiceResult) -> list[shapes.Bar]:
    return [
        shapes.Bar(label=name, value=nrr, text=formats.number(nrr, 2))
        for name, nrr in result.elements
    ]
