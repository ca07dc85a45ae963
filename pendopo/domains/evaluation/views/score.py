"""One score: the number and its honesty, what raises it most, what-if, two periods side by side."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pendopo.domains.evaluation import access as rights
from pendopo.domains.evaluation import queries, rules
from pendopo.domains.evaluation.models import Assessment, State
from pendopo.domains.evaluation.rules import Score
from pendopo.domains.evaluation.schema import Beside
from pendopo.domains.evaluation.views import presenting, reaching, snapshots
from pendopo.kernel import access, rounding
from pendopo.kernel.access import ActedRequest
from pendopo.shell import formats, government

PREFIX = "n-"
SHOWN = 5


@require_safe
@access.requires(*rights.ANY)
def show(request: ActedRequest, key: str) -> HttpResponse:
    """Show a score with its tree, what raises it most, radar and history."""
    assessment, today = queries.assessment(key, request.actor), _today()
    known = queries.standings(assessment, today=today)
    what = queries.instrument(assessment)
    score = rules.score(what, queries.proven_values(assessment, known))
    claimed = rules.score(what, queries.claimed_values(known))
    radar, spokes = presenting.spokes(score)
    page, taken = snapshots.page_of(assessment, request.GET.get("halaman"))
    shown = _head(assessment, score) | {
        "head": presenting.head(assessment, score, claimed),
        "lines": presenting.lines(score, key, known),
        "advice": _first(presenting.advice(assessment, score, known)),
        "radar": radar,
        "spokes": spokes,
        "history": presenting.history(
            queries.history(assessment.instrument, today=today),
            key=assessment.instrument,
            target=assessment.target,
        ),
        "beside": _beside(assessment),
        **_unreported(request, assessment, known, score),
        "may_manage": request.actor.may(rights.MANAGE, rights.WHOLE),
        "may_sign": request.actor.may(rights.SIGN, rights.WHOLE),
        "snapshots": page,
        "taken": taken,
        "may_take": snapshots.may_take(request.actor),
    }
    return render(request, "evaluation/score.html", shown)


@require_safe
@access.requires(*rights.ANY)
def suppose(request: ActedRequest, key: str) -> HttpResponse:
    """Show what the index would be with other values; nothing is kept."""
    assessment, today = queries.assessment(key, request.actor), _today()
    what = queries.instrument(assessment)
    values = queries.proven_values(assessment, queries.standings(assessment, today=today))
    now = rules.score(what, values)
    moved, unread = _moved(request.GET, now)
    refusal = ""
    try:
        then = rules.what_if(what, values, moved)
    except rules.NotOnScale as error:
        then, refusal = now, error.sentence
    shown = _head(assessment, now) | {
        "now": presenting.head(assessment, now),
        "then": presenting.head(assessment, then),
        "change": _change(now, then),
        "groups": _groups(now, then, request.GET),
        "moved": len(moved),
        "changes": _changes(now, then, moved),
        "refusal": refusal or unread,
    }
    return render(request, "evaluation/what_if.html", shown, status=422 if refusal else 200)


@require_safe
@access.requires(*rights.ANY)
def compare(request: ActedRequest, key: str) -> HttpResponse:
    """Show two periods of one instrument side by side."""
    assessment, today = queries.assessment(key, request.actor), _today()
    others = [one for one in queries.assessments(assessment.instrument) if one.key != key]
    wanted = request.GET.get("dengan", "")
    other = next((one for one in others if one.key == wanted), others[0] if others else None)
    shown = _head(assessment, queries.score_of(assessment, today=today))
    shown |= {
        "others": [(one, rules.in_words(rules.period(one.period))) for one in others],
        "other": other,
    }
    if other is not None:
        before = queries.score_of(other, today=today)
        rows = rules.compare(before, shown["score"])
        shown["change"] = _change(before, shown["score"])
        shown |= {"before": before, "rows": [(row, _signed(row.change)) for row in rows]}
        shown["before_words"] = rules.in_words(rules.period(other.period))
    return render(request, "evaluation/compare.html", shown)


def _unreported(
    request: ActedRequest, assessment: Assessment, known: dict[str, queries.Standing], score: Score
) -> dict[str, Any]:
    """Return what stands behind the line about reports and the form for the cheapest points."""
    said = score
    if assessment.state != State.SIGNED:
        said = rules.score(score.instrument, queries.reported_values(known))
    rows = queries.unreported(request.actor, today=_today(), key=assessment.key, is_weighed=False)
    asked = reaching.wanted(assessment, score)
    return {
        "reported": {
            "differs": said.exact != score.exact,
            "value": presenting.number(said.value),
            "is_simulation": said.is_simulation,
        },
        "unreported_count": len(rows),
        "typed": formats.short_number(rounding.half_up(asked, 2)),
    }


def _changes(now: Score, then: Score, moved: dict[str, Fraction]) -> list[dict[str, str]]:
    """Return what was moved, in the order of the questionnaire, in words."""
    supposed = {leaf.node.code: leaf for leaf in then.leaves()}
    low = Fraction(now.instrument.scale.lowest)
    return [
        {
            "code": leaf.node.code,
            "title": leaf.node.title,
            "now": presenting.exact_words(leaf.exact or low),
            "then": presenting.exact_words(supposed[leaf.node.code].exact or low),
        }
        for leaf in now.leaves()
        if leaf.node.code in moved
    ]


def _first(advice: list[presenting.Advice]) -> dict[str, list[presenting.Advice]]:
    return {"first": advice[:SHOWN], "rest": advice[SHOWN:]}


def _head(assessment: Assessment, score: Score) -> dict[str, Any]:
    return {
        "assessment": assessment,
        "instrument": score.instrument,
        "score": score,
        "period": rules.in_words(rules.period(assessment.period)),
        "status": presenting.STATUS[State(assessment.state)],
    }


def _beside(assessment: Assessment) -> list[tuple[Beside, queries.Reading | None]]:
    period = rules.period(assessment.period)
    beside = queries.instrument(assessment).beside
    found = queries.read_measures([one.measure for one in beside], period)
    return [(one, found.get(one.measure)) for one in beside]


def _moved(typed: QueryDict, now: Score) -> tuple[dict[str, Fraction], str]:
    """Return what was typed differently from what is, and a sentence for what cannot be read."""
    moved, unread = {}, ""
    for leaf in now.leaves():
        text = typed.get(PREFIX + leaf.node.code, "").strip()
        if not text:
            continue
        value = presenting.read_number(text)
        if value is None:
            unread = f"Nilai {leaf.node.code} tidak terbaca. Tulis angka, misalnya 2,5."
        elif value != leaf.exact:
            moved[leaf.node.code] = value
    return moved, unread


def _groups(now: Score, then: Score, typed: QueryDict) -> list[dict[str, Any]]:
    """Return the indicators below their highest nodes, with what is and what is supposed."""
    supposed = {leaf.node.code: leaf for leaf in then.leaves()}
    scale = now.instrument.scale
    groups = []
    for top in now.nodes:
        leaves = [leaf for leaf in now.leaves() if leaf.applies and _is_below(top, leaf)]
        fields = [
            {
                "code": leaf.node.code,
                "title": leaf.node.title,
                "name": PREFIX + leaf.node.code,
                "now": presenting.exact_words(leaf.exact or Fraction(scale.lowest)),
                "value": typed.get(PREFIX + leaf.node.code, "")
                or presenting.exact_words(supposed[leaf.node.code].exact or Fraction(scale.lowest)),
            }
            for leaf in leaves
        ]
        groups.append(
            {"title": top.node.title, "fields": fields, "low": scale.lowest, "high": scale.highest}
        )
    return groups


def _is_below(top: rules.NodeScore, leaf: rules.NodeScore) -> bool:
    return top is leaf or any(_is_below(child, leaf) for child in top.children)


def _change(now: Score, then: Score) -> str:
    if now.exact is None or then.exact is None:
        return ""
    return _signed(rounding.half_up(then.exact - now.exact, 3))


def _signed(change: Decimal | None) -> str:
    if change is None:
        return "–"
    if not change:
        return "tetap"
    word = "naik" if change > 0 else "turun"
    return f"{word} {presenting.number(abs(change))}"


def _today() -> date:
    return government.local_date(timezone.now())
