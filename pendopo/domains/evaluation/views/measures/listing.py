"""The list of measures: by what they count, newest number beside a small trend."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pendopo.domains.evaluation import access as rights
from pendopo.domains.evaluation.rules import wording
from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest
from pendopo.kernel.lake import measures
from pendopo.kernel.lake.measures.schema import MeasurePackage, Unit
from pendopo.shell import government

ON_PAGE = 25
IN_SPARK = 13


@dataclass(frozen=True, kw_only=True)
class Row:
    """A measure with its newest kept number."""

    measure: MeasurePackage
    text: str
    period: str
    values: tuple[float, ...]
    address: str


@require_safe
@access.requires(*rights.ANY)
def index(request: ActedRequest) -> HttpResponse:
    """Show the measures that fit a search, grouped by what they count."""
    today = government.local_date(timezone.now())
    text, unit = request.GET.get("q", "").strip(), request.GET.get("satuan", "")
    found = [one for one in measures.all_measures(on=today) if _fits(one, text, unit)]
    found.sort(key=lambda one: (list(Unit).index(one.unit), one.title))
    page = Paginator(found, ON_PAGE).get_page(request.GET.get("halaman"))
    shown = {
        "page": page,
        "groups": _groups(list(page), today),
        "text": text,
        "unit": unit,
        "units": [(one.value, wording.say(wording.UNITS[one]).capitalize()) for one in Unit],
    }
    return render(request, "evaluation/measures.html", shown)


def _fits(measure: MeasurePackage, text: str, unit: str) -> bool:
    if unit and measure.unit != unit:
        return False
    where = f"{measure.title} {measure.code} {measure.definition}".casefold()
    return all(word in where for word in text.casefold().split())


def _groups(found: list[MeasurePackage], today: date) -> list[tuple[str, list[Row]]]:
    kept = measures.kept_trend([one.code for one in found], today, IN_SPARK)
    rows = [_row(one, kept.get(one.code, [])) for one in found]
    return [
        (wording.say(wording.UNITS[unit]).capitalize(), list(inner))
        for unit, inner in groupby(rows, key=lambda row: row.measure.unit)
    ]


def _row(measure: MeasurePackage, kept: list[measures.Measured]) -> Row:
    there = [one for one in kept if one.value is not None]
    newest = there[-1] if there else None
    return Row(
        measure=measure,
        text=wording.number(newest.value, measure.unit) if newest else "–",
        period=wording.period(newest.period) if newest else "belum dihitung",
        values=tuple(float(one.value or 0) for one in there),
        address=reverse("evaluation:measure", args=[measure.code]),
    )
