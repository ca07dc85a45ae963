"""Open measures for everybody: ended periods, small parts hidden, to read and to download."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from pendopo.domains.evaluation import queries
from pendopo.domains.evaluation.rules import wording
from pendopo.domains.evaluation.views.measures import asking, download, showing
from pendopo.kernel import access, periods
from pendopo.kernel.content.words import say
from pendopo.kernel.errors import NotFound
from pendopo.kernel.lake import measures
from pendopo.kernel.lake.engine import QueryStopped
from pendopo.kernel.lake.measures.publishing import Cell, Published
from pendopo.kernel.lake.measures.refreshing import SHOWN
from pendopo.kernel.lake.measures.schema import MeasurePackage
from pendopo.kernel.periods import Period
from pendopo.shell import government, trends
from pendopo.shell.shapes import Link

ON_PAGE = 25
LICENCE = "CC BY 4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
HEADINGS = (
    "measure",
    "version",
    "period",
    "breakdown",
    "key",
    "name",
    "value",
    "unit",
    "rows",
    "hidden",
)


@dataclass(frozen=True)
class Record:
    """One published cell as the download has it; a hidden one is named and holds nothing."""

    period: Period
    breakdown: str
    cell: Cell
    name: str


@require_safe
@access.public
def index(request: HttpRequest) -> HttpResponse:
    """List the measures that are open, each with the newest ended number."""
    today = _today()
    listed = sorted(measures.open_measures(on=today), key=lambda one: say(one.title))
    page = Paginator(listed, ON_PAGE).get_page(request.GET.get("halaman"))
    measures.take(one.code for one in listed)
    rows = [(one, *_newest(one, today)) for one in page]
    return render(request, "evaluation/open_measures.html", {"page": page, "rows": rows})


@require_safe
@access.public
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show an open measure: the newest ended period or the one asked for, its trend and parts."""
    today = _today()
    measure, period = _asked(request, code, today)
    measures.take(one.code for one in measures.open_measures(on=today))
    language = get_language() or "id"
    shown = {
        "measure": measure,
        "period": wording.period(period, language),
        "choices": [
            (str(one), wording.period(one, language), one == period)
            for one in reversed(ended(measure, today))
        ],
        "unit": wording.say(wording.UNITS[measure.unit], language),
        "direction": wording.say(wording.DIRECTIONS[measure.direction], language),
        "confidence": measure.source.confidence,
        "licence": (LICENCE, LICENCE_ADDRESS),
        "query": urlencode({asking.PERIOD: str(period)}),
        "place": government.current().name,
        **_figures(measure, period, request.GET.get(asking.BREAKDOWN, ""), today, language),
    }
    return render(request, "evaluation/open_measure.html", shown)


@require_safe
@access.public
def as_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Send what is published of a period as CSV."""
    today = _today()
    measure, period = _asked(request, code, today)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{code}-{period}.csv"'
    response["Link"] = f'<{LICENCE_ADDRESS}>; rel="license"'
    response.write(download.BOM)
    writer = csv.writer(response, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for record in _records(measure, period, today):
        writer.writerow([download.harmless(cell) for cell in _written(measure, record).values()])
    return response


@require_safe
@access.public
def as_json(request: HttpRequest, code: str) -> JsonResponse:
    """Send what is published of a period as JSON."""
    today = _today()
    measure, period = _asked(request, code, today)
    return JsonResponse(
        {
            "code": measure.code,
            "title": measure.title,
            "definition": measure.definition,
            "simulation": measure.simulation,
            "source": measure.source.model_dump(),
            "publisher": government.current().name,
            "licence": LICENCE_ADDRESS,
            "cells": [_written(measure, one) for one in _records(measure, period, today)],
        },
        json_dumps_params={"ensure_ascii": False},
    )


def ended(measure: MeasurePackage, today: date) -> list[Period]:
    """Return the periods that the public sees, oldest first: those that are over."""
    listed = periods.latest(today, measure.period, SHOWN[measure.period])
    over = [one for one in listed if one.end < today]
    return measures.lived(over) or over[-1:]


def _asked(request: HttpRequest, code: str, today: date) -> tuple[MeasurePackage, Period]:
    """Return what is asked. Raises NotFound for what is not open or not over, whatever it is."""
    measure = next((one for one in measures.open_measures(on=today) if one.code == code), None)
    if measure is None:
        raise NotFound
    listed = {str(one): one for one in ended(measure, today)}
    text = request.GET.get(asking.PERIOD, "") or list(listed)[-1]
    if text not in listed:
        raise NotFound
    return measures.measure(code, listed[text]), listed[text]


def _newest(measure: MeasurePackage, today: date) -> tuple[str, str]:
    language = get_language() or "id"
    period = ended(measure, today)[-1]
    try:
        found = measures.published(measure.code, period, today=today)
    except (measures.NoSuchMeasure, QueryStopped):
        return "–", ""
    return _text(found.measure, found.total, language), wording.period(period, language)


def _figures(
    measure: MeasurePackage, period: Period, asked: str, today: date, language: str
) -> dict[str, Any]:
    try:
        found = measures.published(measure.code, period, today=today)
        by = asked if asked in found.breakdowns else next(iter(found.breakdowns), "")
        if by:
            found = measures.published(measure.code, period, today=today, breakdown=by)
        trend = _trend(measure, today, language)
    except QueryStopped as stopped:
        return {"stopped": stopped.sentence}
    there = reverse("evaluation:open_measure", args=[measure.code])
    pieces = _pieces(found, by, period, language) if by else []
    unit = wording.say(wording.UNITS[measure.unit], language)
    return {
        "found": found,
        "by": by,
        "number": _text(measure, found.total, language),
        "trend": trend,
        "pieces": pieces,
        "has_hidden": any(piece.is_hidden for piece in pieces),
        "by_words": wording.column(by, language).lower(),
        "map": showing.district_map(measure, pieces, unit) if by == "district" and pieces else None,
        "bars": showing.bars(pieces) if by != "district" else [],
        "tabs": [
            Link(
                label=wording.column(name, language),
                address=f"{there}?{urlencode({asking.PERIOD: str(period), asking.BREAKDOWN: name})}",
                is_current=name == by,
            )
            for name in found.breakdowns
        ],
    }


def _trend(measure: MeasurePackage, today: date, language: str) -> trends.Trend | None:
    there = reverse("evaluation:open_measure", args=[measure.code])
    found = [
        measures.published(measure.code, period, today=today)
        for period in ended(measure, today)
        if measures.measure(measure.code, period).public
    ]
    return showing.trend(
        measure,
        [(one.period, one.total.value, one.total.rows_count) for one in found],
        lambda period: f"{there}?{urlencode({asking.PERIOD: str(period)})}",
        today=today,
        language=language,
    )


def _pieces(found: Published, by: str, period: Period, language: str) -> list[showing.Piece]:
    cells = [(one.key, one.value, one.rows_count) for one in found.cells]
    return showing.pieces(found.measure, by, cells, lambda _: "", on=period.end, language=language)


def _text(measure: MeasurePackage, cell: Cell, language: str) -> str:
    return "×" if cell.is_hidden else wording.number(cell.value, measure.unit, language)


def _records(measure: MeasurePackage, period: Period, today: date) -> Iterator[Record]:
    whole = measures.published(measure.code, period, today=today)
    yield Record(period, "", whole.total, "")
    for by in whole.breakdowns:
        names = queries.names_of(by, on=period.end)
        for cell in measures.published(measure.code, period, today=today, breakdown=by).cells:
            yield Record(period, by, cell, showing.name_of(by, cell.key, names))


def _written(measure: MeasurePackage, one: Record) -> dict[str, Any]:
    value = one.cell.value
    values = (
        measure.code,
        measure.version,
        str(one.period),
        one.breakdown,
        one.cell.key,
        one.name,
        None if value is None else f"{value:f}",
        measure.unit.value,
        one.cell.rows_count,
        one.cell.is_hidden,
    )
    return dict(zip(HEADINGS, values, strict=True))


def _today() -> date:
    return government.local_date(timezone.now())
