"""Every score beside its target, short enough to be read from across a room."""

from collections.abc import Hashable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.urls import reverse

from pendopo.domains.evaluation import rules
from pendopo.domains.evaluation.models import Assessment, State
from pendopo.domains.evaluation.queries import _assessments, _standing
from pendopo.domains.evaluation.rules import Score, wording
from pendopo.domains.evaluation.schema import InputKind
from pendopo.kernel import hooks
from pendopo.kernel.content.models import Revision
from pendopo.kernel.errors import DomainError
from pendopo.kernel.lake import measures
from pendopo.kernel.lake.models import KeptResult
from pendopo.kernel.ledger.models import Entry
from pendopo.shell import formats

COUNTING = "Sedang dihitung"


_drawn: list[tuple[Hashable, tuple[hooks.Gauge, ...]]] = []
"""What was drawn last, and everything it rested on; shared by all threads, replaced as a whole."""


def gauges(today: date) -> tuple[hooks.Gauge, ...]:
    """Return the newest assessment of every instrument; waits for no engine.

    Nothing is computed again until somebody works on an assessment, a measure behind one was
    counted, the content changed, or the day.
    """
    newest: dict[str, Assessment] = {}
    for one in _assessments.assessments():
        newest.setdefault(one.instrument, one)
    mark = _mark(list(newest.values()), today)
    if not _drawn or _drawn[-1][0] != mark:
        found = (_gauge(one, today) if _is_counted(one) else _empty(one) for one in newest.values())
        _drawn[:] = [(mark, tuple(found))]
    return _drawn[-1][1]


def keep_gauges(today: date) -> None:
    """Let every measure behind an open score be counted, so that whoever reads it need not wait."""
    for one in _assessments.assessments():
        if one.state != State.SIGNED:
            _standing.standings(one, today=today)


def _mark(found: list[Assessment], today: date) -> Hashable:
    # Every step of an assessment writes an entry; the newest one stands for all of them.
    entries = Entry.objects.filter(name__startswith="evaluation.").order_by("-number")
    codes = {code for one in found for code in _measures_of(one)}
    kept = KeptResult.objects.filter(code__in=codes, period__in={one.period for one in found})
    numbers = kept.order_by("code", "period", "breakdown").values_list("fingerprint", "trouble")
    places = [(one.pk, one.state, one.target) for one in found]
    content = Revision.objects.values_list("mark", flat=True).first()
    last = entries.values_list("number", flat=True).first()
    return (today, content, last, tuple(numbers), tuple(places))


def _is_counted(one: Assessment) -> bool:
    return one.state == State.SIGNED or all(
        _has_number(code, one.period) for code in _measures_of(one)
    )


def _has_number(code: str, period: str) -> bool:
    try:
        return measures.kept(code, period) is not None
    except DomainError:
        # A measure that is missing or was stopped has no number, today and tomorrow.
        return True


def _measures_of(one: Assessment) -> set[str]:
    what = _assessments.instrument(one)
    leaves = (node.indicator for node in what.leaves if node.indicator)
    inputs = (each for leaf in leaves for each in what.inputs_of(leaf, InputKind.MEASURE))
    return {each.measure for each in inputs if each.measure}


def _empty(one: Assessment) -> hooks.Gauge:
    return hooks.Gauge(
        title=_assessments.instrument(one).title,
        period=rules.in_words(rules.period(one.period)),
        value="",
        share=0.0,
        state=COUNTING,
        address=reverse("evaluation:score", args=[one.key]),
    )


def _gauge(one: Assessment, today: date) -> hooks.Gauge:
    score = _standing.score_of(one, today=today)
    aim = None if one.target is None else Fraction(one.target)
    return hooks.Gauge(
        title=score.instrument.title,
        period=rules.in_words(rules.period(one.period)),
        value="" if score.value is None else _written(score.value),
        share=_share(score, score.exact),
        band=score.band.name if score.band else "",
        target="" if one.target is None else formats.number(one.target, 2),
        target_share=None if aim is None else _share(score, aim),
        gap=wording.gap(score.value, score.exact, one.target),
        state=State(one.state).label,
        is_simulation=score.is_simulation,
        reasons=score.reasons,
        is_settled=one.state == State.SIGNED,
        address=reverse("evaluation:score", args=[one.key]),
    )


def _written(value: Decimal) -> str:
    # A score near the edge of its band was given more decimals, and they are shown.
    exponent = value.normalize().as_tuple().exponent
    decimals = max(2, -exponent if isinstance(exponent, int) else 0)
    return formats.number(value, min(decimals, 4))


def _share(score: Score, index: Fraction | None) -> float:
    if index is None:
        return 0.0
    scale = score.instrument.scale
    low, high = (Fraction(each) * Fraction(scale.times) for each in (scale.lowest, scale.highest))
    return float(max(Fraction(0), min(Fraction(100), 100 * (index - low) / (high - low))))
