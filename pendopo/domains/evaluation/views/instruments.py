"""The list of instruments, and one of them: how it counts, where that is from, its history."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pendopo.domains.evaluation import access as rights
from pendopo.domains.evaluation import actions, forms, queries, rules, schema
from pendopo.domains.evaluation.models import Assessment, State
from pendopo.domains.evaluation.views import presenting
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest
from pendopo.kernel.content.models import Version
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.shell import government


@dataclass(frozen=True)
class Row:
    """An instrument with its newest assessment, which may not be there yet."""

    version: Version
    instrument: schema.Instrument
    assessment: Assessment | None
    head: presenting.Head | None
    period: str = ""
    status: tuple[str, str] = ("baru", "Belum dibuka")


@require_safe
@access.requires(*rights.ANY)
def index(request: ActedRequest) -> HttpResponse:
    """Show every instrument and where its newest assessment stands."""
    today = _today()
    newest = {one.instrument: one for one in reversed(queries.assessments())}
    scores = queries.scores_of(newest.values(), today=today)
    rows = [
        _row(version, newest.get(version.code), scores) for version in queries.versions(on=today)
    ]
    waiting = queries.waiting_for(request.actor, on=today)
    lines = [(one, presenting.leaf_address(one.assessment.key, one.indicator)) for one in waiting]
    shown = {"rows": rows, "waiting": lines, "today": today}
    return render(request, "evaluation/index.html", shown)


@require_safe
@access.requires(*rights.ANY)
def show(request: ActedRequest, code: str) -> HttpResponse:
    """Show how an instrument counts and what it gave so far."""
    return _show(request, code, forms.OpenForm())


@require_POST
@access.requires(rights.MANAGE)
def begin(request: ActedRequest, code: str) -> HttpResponse:
    """Open an assessment for a period."""
    form = forms.OpenForm(request.POST)
    if form.is_valid():
        try:
            made = actions.open_assessment(
                code=code,
                period=form.cleaned_data["period"],
                actor=request.actor,
                now=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error("period", refusal.sentence)
        else:
            return redirect("evaluation:score", made.key)
    return _show(request, code, form, status=422)


def _show(
    request: ActedRequest, code: str, form: forms.OpenForm, status: int = 200
) -> HttpResponse:
    today = _today()
    version = next((one for one in queries.versions(on=today) if one.code == code), None)
    if version is None:
        raise NotFound
    what = queries.instrument_of(version)
    history = presenting.history(queries.history(code, today=today))
    shown = {
        "version": version,
        "instrument": what,
        "lines": presenting.lines(rules.score(what, {})),
        "reasons": rules.reasons(what),
        "history": history,
        "bridge": _bridge(what, today),
        "form": form,
        "may_open": request.actor.may(rights.MANAGE, rights.WHOLE),
    }
    return render(request, "evaluation/instrument.html", shown, status=status)


def _bridge(what: schema.Instrument, today: date) -> list[tuple[str, str, list[presenting.Point]]]:
    """Return both instruments of a bridge with their own history; nothing is converted."""
    if what.bridge is None:
        return []
    codes = (what.bridge.instrument, what.code)
    known = {one.code: one for one in queries.versions(on=today)}
    return [
        (
            known[code].title,
            _scale(known[code]),
            presenting.history(queries.history(code, today=today)),
        )
        for code in codes
        if code in known
    ]


def _scale(version: Version) -> str:
    scale = queries.instrument_of(version).scale
    low, high = scale.lowest * scale.times, scale.highest * scale.times
    return f"{low:f} sampai {high:f}"


def _row(version: Version, newest: Assessment | None, scores: dict[int, rules.Score]) -> Row:
    what = queries.instrument_of(version)
    if newest is None:
        return Row(version, what, None, None)
    head = presenting.head(newest, scores[newest.pk])
    words = rules.in_words(rules.period(newest.period))
    return Row(version, what, newest, head, words, presenting.STATUS[State(newest.state)])


def _today() -> date:
    return government.local_date(timezone.now())
