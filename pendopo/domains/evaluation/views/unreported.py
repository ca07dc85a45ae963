"""Done but not reported: the list per agency, one click to attach, one click for a whole agency."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from pendopo.domains.evaluation import access as rights
from pendopo.domains.evaluation import actions, queries, rules
from pendopo.domains.evaluation.rules import Reported
from pendopo.domains.evaluation.views import presenting
from pendopo.kernel import access, rounding
from pendopo.kernel.access import ActedRequest
from pendopo.kernel.actor import Actor
from pendopo.shell import formats, government

PER_PAGE = 20
UNITS = {
    "days": "hari",
    "minutes": "menit",
    "persons": "orang",
    "sheets": "lembar",
    "visits": "kunjungan",
}
KEPT = ("unit", "instrumen", "halaman")
STATES = {
    Reported.MISSING: ("baru", "Belum dilampirkan"),
    Reported.REFUSED: ("ditolak", "Ditolak asesor"),
    Reported.EXPIRED: ("terlambat", "Sudah habis masanya"),
    Reported.CHANGED: ("menunggu", "Angkanya sudah berubah"),
    Reported.OLD: ("menunggu", "Sudah lama"),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row as the page shows it."""

    one: queries.Unreported
    status: tuple[str, str]
    period: str
    points: str
    leaf: str
    measure: str
    may_attach: bool
    reason: str
    number: str
    instrument: str

    @property
    def upload(self) -> str:
        """Return where a document is brought, its kind already chosen."""
        return f"{self.leaf}?{urlencode({'bukti': self.one.input.code})}#lampirkan"


@dataclass(frozen=True, kw_only=True)
class Group:
    """The rows of one agency on this page, and how many one click would attach in all."""

    agency: str
    name: str
    lines: list[Line]
    readings: int


@require_safe
@access.requires(*rights.ANY)
def show(request: ActedRequest) -> HttpResponse:
    """Show what was done and not reported, agency by agency."""
    today = government.local_date(timezone.now())
    every = queries.unreported(request.actor, today=today)
    wanted = _filtered(every, request.GET)
    page = Paginator(wanted, PER_PAGE).get_page(request.GET.get("halaman"))
    shown = {
        "page": page,
        "groups": _groups(queries.with_own_rows(page), wanted, request.actor),
        "agencies": sorted({(one.agency_name, one.agency) for one in every}),
        "instruments": sorted({(one.instrument, one.assessment.instrument) for one in every}),
        "unit": request.GET.get("unit") or None,
        "instrument": request.GET.get("instrumen", ""),
        "has_assessments": bool(every) or bool(queries.assessments()),
        "is_filtered": len(wanted) < len(every),
        "sees_all": rights.reads_everything(request.actor),
        "stale_days": queries.stale_days(today),
        "kept": _kept(request.GET),
        "today": today,
    }
    return render(request, "evaluation/unreported.html", shown)


@require_POST
@access.requires(rights.ANSWER, rights.MANAGE)
def report(request: ActedRequest, key: str, code: str) -> HttpResponse:
    """Attach what a measure says now, and come back to the list."""
    assessment = queries.assessment(key, request.actor)
    node = queries.indicator(assessment, code)
    actions.attach_reading(
        assessment=assessment,
        indicator=node.code,
        input_code=request.POST.get("input", ""),
        agency=request.POST.get("agency", ""),
        actor=request.actor,
        now=timezone.now(),
    )
    messages.success(request, f"Bukti untuk {node.code} {node.title} sudah dilampirkan.")
    return _back(request)


@require_POST
@access.requires(rights.ANSWER, rights.MANAGE)
def report_all(request: ActedRequest) -> HttpResponse:
    """Attach every reading of one agency, and come back to the list."""
    made = actions.report_agency(
        agency=request.POST.get("agency", ""), actor=request.actor, now=timezone.now()
    )
    messages.success(request, f"{len(made)} bukti sudah dilampirkan.")
    return _back(request)


def lines(rows: Iterable[queries.Unreported], actor: Actor) -> list[Line]:
    """Return rows as pages show them."""
    return [_line(one, actor) for one in rows]


def measure_address(code: str, period: str) -> str:
    """Return the page of a measure in a period, empty where this house has none."""
    try:
        there = reverse("evaluation:measure", args=[code])
    except NoReverseMatch:
        return ""
    return f"{there}?{urlencode({'periode': period})}"


def _line(one: queries.Unreported, actor: Actor) -> Line:
    assessment, attached = one.assessment, one.attached
    may_read = attached is not None and rights.may_read(attached, actor)
    return Line(
        one=one,
        status=STATES[one.state],
        period=rules.in_words(rules.period(assessment.period)).lower(),
        points=presenting.number(rounding.half_up(one.gain, 3)) if one.gain else "",
        leaf=presenting.leaf_address(assessment.key, one.node.code),
        measure=measure_address(one.reading.measure, assessment.period),
        may_attach=_may_attach(one, actor),
        reason=attached.reason if attached and may_read else "",
        number=_number(one.reading),
        instrument=one.short,
    )


def _number(reading: queries.Reading) -> str:
    """Write a number with its unit: "55%", "Rp7.035.000", "1,02 hari"."""
    said = formats.short_number(reading.value)
    if reading.unit == "rupiah":
        return f"Rp{said}"
    if reading.unit == "percent":
        return f"{said}%"
    return f"{said} {UNITS[reading.unit]}" if reading.unit in UNITS else said


def _may_attach(one: queries.Unreported, actor: Actor) -> bool:
    if actor.may(rights.MANAGE, rights.WHOLE):
        return True
    return one.assignment is not None and actor.may(rights.ANSWER, one.assignment.agency.path)


def _groups(
    rows: list[queries.Unreported], every: list[queries.Unreported], actor: Actor
) -> list[Group]:
    return [
        Group(
            agency=agency,
            name=name,
            lines=lines(group, actor),
            readings=sum(1 for one in every if one.agency == agency and not one.is_document),
        )
        for (agency, name), group in groupby(rows, key=lambda one: (one.agency, one.agency_name))
    ]


def _filtered(rows: list[queries.Unreported], typed: QueryDict) -> list[queries.Unreported]:
    unit, code = typed.get("unit"), typed.get("instrumen", "")
    if unit:
        wanted = "" if unit == "-" else unit
        rows = [one for one in rows if one.agency == wanted]
    return [one for one in rows if not code or one.assessment.instrument == code]


def _kept(typed: QueryDict) -> list[tuple[str, str]]:
    return [(name, str(typed[name])) for name in KEPT if typed.get(name)]


def _back(request: ActedRequest) -> HttpResponse:
    there = reverse("evaluation:unreported")
    kept = _kept(request.POST)
    return redirect(f"{there}?{urlencode(kept)}" if kept else there)
