"""One measure: its number, how it went, its parts, what it means, and who uses it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pendopo.domains.evaluation import access as rights
from pendopo.domains.evaluation import queries, rules
from pendopo.domains.evaluation.rules import wording
from pendopo.domains.evaluation.views.measures import asking, showing
from pendopo.domains.evaluation.views.measures.asking import Asked
from pendopo.kernel import access, periods
from pendopo.kernel.access import ActedRequest
from pendopo.kernel.lake import measures
from pendopo.kernel.lake.engine import QueryStopped
from pendopo.kernel.lake.measures.evidence import EMPTY
from pendopo.kernel.lake.measures.refreshing import SHOWN
from pendopo.shell import government, trends
from pendopo.shell.shapes import Link


@dataclass(frozen=True)
class Only:
    """A filter in words: the column and what it may hold."""

    column: str
    values: str


@require_safe
@access.requires(*rights.ANY)
def show(request: ActedRequest, code: str) -> HttpResponse:
    """Show a measure in a period, from what is kept."""
    today = government.local_date(timezone.now())
    asked = asking.read(code, request.GET, today=today)
    by = asking.breakdown(asked.measure, request.GET)
    shown = {
        "measure": asked.measure,
        "period": wording.period(asked.period),
        "choices": list(asking.choices(asked.measure, asked.period, today=today)),
        "by": by,
        "only": filter_in_words(asked, today),
        "unit": wording.say(wording.UNITS[asked.measure.unit]),
        "direction": wording.say(wording.DIRECTIONS[asked.measure.direction]),
        "target": wording.number(asked.measure.target, asked.measure.unit),
        "versions": queries.versions_of(code),
        "uses": queries.users_of(code, on=today),
        "confidence": rules.CONFIDENCE_WORDS[asked.measure.source.confidence],
        "trend": _trend(asked, today),
        "whole": asked.measure.period,
        "sql": asked.address("measure_sql"),
        **_number(request, asked, by, today),
    }
    return render(request, "evaluation/measure.html", shown)


@require_safe
@access.requires(*rights.ANY)
def sql(request: ActedRequest, code: str) -> HttpResponse:
    """Show the SQL as the engine is asked it, for one period."""
    asked = asking.read(code, request.GET, today=government.local_date(timezone.now()))
    shown = {
        "measure": asked.measure,
        "period": wording.period(asked.period),
        "duckdb": measures.translate(asked.measure, asked.period, "duckdb"),
        "back": asked.address("measure"),
    }
    return render(request, "evaluation/measure_sql.html", shown)


def filter_in_words(asked: Asked, today: date) -> list[Only]:
    """Return the filter of an address as people read it."""
    found = []
    for column, texts in asked.where.items():
        names = queries.names_of(column, on=today)
        said = [showing.name_of(column, None if text == EMPTY else text, names) for text in texts]
        found.append(Only(wording.column(column), ", ".join(said)))
    return found


def _number(request: ActedRequest, asked: Asked, by: str, today: date) -> dict[str, Any]:
    """Return the number and its parts, or the sentence that says why there is none."""
    try:
        found = measures.value(asked.measure.code, asked.period, breakdown=by or None)
    except QueryStopped as stopped:
        return {"stopped": stopped.sentence}
    opened = queries.opened_rows(asked.measure, found.shape.columns, request.actor)
    return {
        "found": found,
        "number": wording.number(found.value, asked.measure.unit),
        "part": _part(asked, found, by, today),
        "opened": opened,
        "rows": asked.address("measure_rows"),
        **_pieces(asked, found, by, today),
    }


def _part(
    asked: Asked, found: measures.Measured, by: str, today: date
) -> tuple[str, str, int] | None:
    """Return name, number and rows of the one part that the address asks for, if it does."""
    for column, texts in asked.where.items():
        if len(asked.where) == 1 and len(texts) == 1 and column in asked.measure.breakdowns:
            split = (
                found
                if column == by
                else measures.value(asked.measure.code, asked.period, breakdown=column)
            )
            key = None if texts[0] == EMPTY else texts[0]
            group = next((one for one in split.groups if one.key == key), None)
            name = showing.name_of(column, key, queries.names_of(column, on=today))
            value = group.value if group else None
            rows = group.rows_count if group else 0
            return name, wording.number(value, asked.measure.unit), rows
    return None


def _pieces(asked: Asked, found: measures.Measured, by: str, today: date) -> dict[str, Any]:
    if not by:
        return {}
    there = reverse("evaluation:measure", args=[asked.measure.code])
    bare = Asked(asked.measure, asked.period, {})
    cells = [(one.key, one.value, one.rows_count) for one in found.groups]
    listed = showing.pieces(
        asked.measure,
        by,
        cells,
        lambda key: f"{there}?{bare.query(**{asking.BREAKDOWN: by, by: key})}",
        on=today,
    )
    unit = wording.say(wording.UNITS[asked.measure.unit])
    return {
        "pieces": listed,
        "by_words": wording.column(by).lower(),
        "map": showing.district_map(asked.measure, listed, unit) if by == "district" else None,
        "bars": showing.bars(listed) if by != "district" else [],
        "tabs": [
            Link(
                label=wording.column(name),
                address=f"{there}?{asked.query(**{asking.BREAKDOWN: name})}",
                is_current=name == by,
            )
            for name in asked.measure.breakdowns
        ],
    }


def _trend(asked: Asked, today: date) -> trends.Trend | None:
    """Return how the number went, up to the period or to now; None where a count was stopped."""
    newest = max(asked.period, periods.around(today, asked.period.span))
    number = SHOWN[asked.period.span]
    listed = periods.latest(newest.start, newest.span, number)
    last = newest if asked.period in listed else asked.period
    bare = Asked(asked.measure, asked.period, {})
    try:
        found = measures.trend(asked.measure.code, last, number)
    except QueryStopped:
        return None
    return showing.trend(
        asked.measure,
        [showing.values_of(one) for one in found],
        lambda period: Asked(bare.measure, period, {}).address("measure"),
        today=today,
    )
