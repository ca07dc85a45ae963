"""The list of instruments, and one of them: how it counts, where that is from, its history."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pendopo.domains.evaluation import access as rights
from pendopo.domains.evaluation import actions, forms, queries, rules, schema
from pendopo.domains.evaluation.models import Assessment, Assignment, State
from pendopo.domains.evaluation.views import presenting
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest
from pendopo.kernel.content.models import Version
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.shell import government, trends

WAITING_PER_PAGE = 10


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
    waiting = Paginator(queries.waiting_for(request.actor, on=today), WAITING_PER_PAGE)
    page = waiting.get_page(request.GET.get("halaman"))
    shown = {
        "rows": rows,
        "page": page,
        "waiting": [_waiting(one) for one in page],
        "unreported_count": len(queries.unreported(request.actor, today=today, is_weighed=False)),
        "today": today,
    }
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
    found = queries.history(code, today=today)
    shown = {
        "version": version,
        "instrument": what,
        "lines": presenting.lines(rules.score(what, {})),
        "reasons": rules.reasons(what),
        "history": presenting.history(found, key=code),
        "bridge": _bridge(what, found, today),
        "measures": queries.measures_of(what, on=today),
        "form": form,
        "may_open": request.actor.may(rights.MANAGE, rights.WHOLE),
    }
    return render(request, "evaluation/instrument.html", shown, status=status)


def _bridge(
    what: schema.Instrument, own: list[tuple[Assessment, rules.Score]], today: date
) -> list[tuple[str, str, trends.Trend | None]]:
    """Return both instruments of a bridge with their own history; nothing is converted."""
    if what.bridge is None:
        return []
    other = what.bridge.instrument
    histories = {other: queries.history(other, today=today), what.code: own}
    known = {one.code: one for one in queries.versions(on=today)}
    return [
        (
            known[code].title,
            _scale(known[code]),
            presenting.history(found, key=f"jembatan-{code}", title=known[code].title),
        )
        for code, found in histories.items()
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


def _waiting(one: Assignment) -> tuple[Assignment, str, str, str]:
    """Return an assignment with the title of its indicator, its assessment in words, its page."""
    what = queries.instrument(one.assessment)
    node = what.leaf(one.indicator)
    period = rules.in_words(rules.period(one.assessment.period)).lower()
    address = presenting.leaf_address(one.assessment.key, one.indicator)
    return one, node.title if node else "", f"{what.short}, {period}", address


def _today() -> date:
    return government.local_date(timezone.now())
