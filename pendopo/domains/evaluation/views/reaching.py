"""The cheapest next half point: the fewest steps that raise an index, whose they are, what they need."""

from fractions import Fraction
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from pendopo.domains.evaluation import access as rights
from pendopo.domains.evaluation import queries, rules
from pendopo.domains.evaluation.models import Assessment, State
from pendopo.domains.evaluation.views import presenting
from pendopo.kernel import access, rounding
from pendopo.kernel.access import ActedRequest
from pendopo.shell import formats, government

HALF = Fraction(1, 2)


@require_safe
@access.requires(*rights.ANY)
def show(request: ActedRequest, key: str) -> HttpResponse:
    """Show the fewest steps to so many points more; nothing is kept."""
    assessment = queries.assessment(key, request.actor)
    known = queries.standings(assessment, today=government.local_date(timezone.now()))
    what = queries.instrument(assessment)
    score = rules.score(what, queries.proven_values(assessment, known))
    typed = request.GET.get("naik", "").strip()
    asked = presenting.read_number(typed) if typed else wanted(assessment, score)
    whole = Fraction((what.scale.highest - what.scale.lowest) * what.scale.times)
    is_wrong = asked is None or not 0 < asked <= whole
    shown: dict[str, Any] = {
        "assessment": assessment,
        "instrument": what,
        "score": score,
        "head": presenting.head(assessment, score),
        "period": rules.in_words(rules.period(assessment.period)),
        "status": presenting.STATUS[State(assessment.state)],
        "typed": typed or formats.short_number(rounding.half_up(asked or HALF, 4)),
        "is_wrong": is_wrong,
        "whole": presenting.exact_words(whole),
    }
    if asked is not None and not is_wrong and score.exact is not None:
        shown |= _route(assessment, score, known, rules.cheapest(score, asked))
    return render(request, "evaluation/reaching.html", shown, status=422 if is_wrong else 200)


def wanted(assessment: Assessment, score: rules.Score) -> Fraction:
    """Return what is asked unless somebody types another: the gap to the target, or half a point."""
    if assessment.target is None or score.exact is None:
        return HALF
    gap = Fraction(assessment.target) - score.exact
    # Rounded up: what is typed back must still reach the target.
    return Fraction(-(-gap * 100 // 1), 100) if gap > 0 else HALF


def _route(
    assessment: Assessment,
    score: rules.Score,
    known: dict[str, queries.Standing],
    route: rules.Route,
) -> dict[str, Any]:
    owners = queries.owners(assessment)
    supposed = {f"n-{one.node.code}": presenting.typed(one.then) for one in route.climbs}
    assert score.exact is not None
    after = rules.shown(score.instrument, score.exact + route.gain)
    return {
        "route": route,
        "gain": presenting.number(rounding.half_up(route.gain, 3)),
        "after": presenting.number(after),
        "band": rules.predicate(score.instrument, score.exact + route.gain).name,
        "climbs": [_climb(assessment, score, known, owners, one) for one in route.climbs],
        "try_it": f"{reverse('evaluation:what_if', args=[assessment.key])}?{urlencode(supposed)}",
    }


def _climb(
    assessment: Assessment,
    score: rules.Score,
    known: dict[str, queries.Standing],
    owners: dict[str, Any],
    one: rules.Climb,
) -> dict[str, Any]:
    code = one.node.code
    return {
        "code": code,
        "title": one.node.title,
        "now": presenting.exact_words(one.now),
        "then": presenting.exact_words(one.then),
        "steps": one.steps,
        "points": presenting.number(one.points),
        "lacking": presenting.lacking(score.instrument, one.node, one.now, one.then, known[code]),
        "agencies": [owner.agency.name for owner in owners.get(code, ())],
        "address": presenting.leaf_address(assessment.key, code),
    }
