"""Snapshots: take one, see what it froze and how it differs from now, download its pack."""

from fractions import Fraction
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pendopo.domains.evaluation import access as rights
from pendopo.domains.evaluation import actions, queries, rules
from pendopo.domains.evaluation.models import Assessment, PackState, Snapshot
from pendopo.domains.evaluation.rules import Score
from pendopo.domains.evaluation.views import presenting
from pendopo.domains.people import queries as people
from pendopo.kernel import access, rounding
from pendopo.kernel.access import ActedRequest
from pendopo.kernel.actor import Actor
from pendopo.kernel.files import serving, store
from pendopo.shell import government

ON_PAGE = 10
STATUS = {
    PackState.BUILDING: "diproses",
    PackState.HEAD: "menunggu",
    PackState.READY: "selesai",
    PackState.FAILED: "ditolak",
}
REASONS = {queries.SIGNED: "penetapan Sekda", queries.ASKED: "diambil petugas"}


@require_POST
@access.requires(rights.MANAGE, rights.SIGN)
def take(request: ActedRequest, key: str) -> HttpResponse:
    """Freeze the score as it is now."""
    assessment = queries.assessment(key, request.actor)
    made = actions.take_snapshot(assessment=assessment, actor=request.actor, now=timezone.now())
    return redirect("evaluation:snapshot", made.key)


@require_safe
@access.requires(*rights.ANY)
def show(request: ActedRequest, snapshot: str) -> HttpResponse:
    """Show what a snapshot froze, whether it is still that, and what has changed since."""
    found = queries.snapshot(snapshot, request.actor)
    said, own = found.said, found.assessment
    score = queries.score_of_snapshot(found)
    today = government.local_date(timezone.now())
    now = queries.score_of(own, today=today)
    shown = {
        "snapshot": found,
        "said": said,
        "assessment": own,
        "instrument": score.instrument,
        "period": rules.in_words(rules.period(own.period)),
        "head": presenting.head(own, score),
        "now": presenting.head(own, now),
        "change": _change(score.exact, now.exact),
        "changes": _changes(score, now),
        "reason": REASONS[said["reason"]],
        "by": people.names([found.taken_by]).get(found.taken_by, "petugas"),
        "is_genuine": queries.is_genuine(found),
        "pack": row(found),
        "measures": [one | {"shown": one["rounded"].replace(".", ",")} for one in said["measures"]],
        "evidence": Paginator(said["evidence"], 20).get_page(request.GET.get("halaman")),
        "may_download": rights.reads_everything(request.actor),
        "may_take": may_take(request.actor),
    }
    return render(request, "evaluation/snapshot.html", shown)


@require_POST
@access.requires(rights.MANAGE, rights.SIGN)
def retry(request: ActedRequest, snapshot: str) -> HttpResponse:
    """Have a pack that failed put together once more."""
    found = queries.snapshot(snapshot, request.actor)
    actions.retry_pack(snapshot=found, actor=request.actor, now=timezone.now())
    return redirect(f"{reverse('evaluation:snapshot', args=[found.key])}#paket")


@require_POST
@access.requires(*rights.READS_EVERYTHING)
def download(request: ActedRequest, snapshot: str) -> HttpResponse:
    """Send the pack; the ledger keeps that somebody took it."""
    found = queries.snapshot(snapshot, request.actor)
    data = actions.download_pack(snapshot=found, actor=request.actor, now=timezone.now())
    name = f"paket-{found.assessment.key}-{found.key}.zip"
    return serving.answer(data, name=name, media_type=store.ZIP, inline=False)


def page_of(assessment: Assessment, number: str | None) -> tuple[Page[Any], list[dict[str, Any]]]:
    """Return a page of the snapshots of an assessment, newest first, and its rows."""
    page = Paginator(queries.snapshots(assessment), ON_PAGE).get_page(number)
    return page, [row(one) for one in page]


def row(snapshot: Snapshot) -> dict[str, Any]:
    """Return a snapshot as a list shows it, with the state of its pack."""
    index, pack = snapshot.said["index"], snapshot.pack
    return {
        "snapshot": snapshot,
        "reason": REASONS[snapshot.said["reason"]],
        "value": (index["rounded"] or "–").replace(".", ","),
        "band": index["band"] or "",
        "is_simulation": bool(index["simulation"]),
        "status": STATUS[PackState(pack.state)],
        "word": PackState(pack.state).label,
        "pack": pack,
        "is_open": pack.state in (PackState.BUILDING, PackState.HEAD),
    }


def may_take(actor: Actor) -> bool:
    """Tell whether the actor may freeze a score."""
    return any(actor.may(right, rights.WHOLE) for right in (rights.MANAGE, rights.SIGN))


def _changes(then: Score, now: Score) -> list[dict[str, str]]:
    leaves = {leaf.node.code for leaf in now.leaves()}
    return [
        {
            "code": one.code,
            "title": one.title,
            "before": presenting.number(one.before),
            "after": presenting.number(one.after),
        }
        for one in rules.compare(then, now)
        if one.code in leaves and one.before != one.after
    ]


def _change(then: Fraction | None, now: Fraction | None) -> str:
    if then is None or now is None or then == now:
        return ""
    word = "naik" if now > then else "turun"
    return f"{word} {presenting.number(rounding.half_up(abs(now - then), 3))}"
