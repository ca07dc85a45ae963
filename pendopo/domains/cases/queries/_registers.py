"""What cases publishes of itself in the evidence lake: services, the catalogue, open cases."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q

from pendopo.domains.cases.models import Case
from pendopo.domains.cases.queries import _services
from pendopo.domains.cases.schema import ServicePackage
from pendopo.kernel.events import Code
from pendopo.kernel.hooks import Register
from pendopo.kernel.money import Rupiah
from pendopo.shell import government

Row = Mapping[str, Any]

_PLACE = ("service", "agency__code", "district", "state")


_SERVICES: Mapping[str, Any] = {
    "service": Code,
    "version": int,
    "agency": Code | None,
    "agency_kind": Code | None,
    "channel": Code,
    "online_level": Code,
    "deadline_days": int | None,
    "fee": Rupiah,
    # Tenths: a baseline may say half a day, and the lake holds no fractions.
    "baseline_tenth_days": int | None,
    "baseline_sheets": int | None,
    "baseline_visits": int | None,
    "baseline_cost": Rupiah | None,
    "baseline_confidence": Code | None,
}
_CATALOGUE: Mapping[str, Any] = {
    "entry": Code,
    "agency": Code,
    "integrated": bool,
    "service": Code | None,
    "planned_for": date | None,
}
_OPEN_CASES: Mapping[str, Any] = {
    "service": Code,
    "agency": Code,
    "district": Code | None,
    "state": Code,
    "overdue": bool,
    "cases": int,
}


def registers() -> Iterator[Register]:
    """Return the registers; none says anything about a person."""
    yield Register(name="services", columns=_SERVICES, rows=_offered, public=True)
    yield Register(name="catalogue", columns=_CATALOGUE, rows=_listed, public=True)
    yield Register(name="open_cases", columns=_OPEN_CASES, rows=_open)


def _offered(day: date) -> Iterator[Row]:
    for package in _services.services(on=day):
        yield {
            "service": package.code,
            "version": package.version,
            "agency": package.handled_by.agency,
            "agency_kind": package.handled_by.kind,
            "channel": package.channel,
            "online_level": package.online_level.value,
            "deadline_days": package.deadline.working_days if package.deadline else None,
            "fee": package.fee.amount,
            **_baseline(package),
        }


def _baseline(package: ServicePackage) -> Row:
    was = package.baseline
    return {
        "baseline_tenth_days": round(was.working_days * 10) if was else None,
        "baseline_sheets": was.sheets if was else None,
        "baseline_visits": was.visits if was else None,
        "baseline_cost": was.unit_cost if was else None,
        "baseline_confidence": was.source.confidence if was else None,
    }


def _listed(day: date) -> Iterator[Row]:
    found = _services.catalogue(on=day)
    for entry in found.entries if found else ():
        yield {
            "entry": entry.code,
            "agency": entry.agency,
            "integrated": entry.integrated,
            "service": entry.service,
            "planned_for": entry.planned_for,
        }


def _open(day: date) -> Iterator[Row]:
    is_overdue = Q(due_at__lt=government.midnight(day))
    counted = (
        Case.objects.open()
        .annotate(overdue=ExpressionWrapper(is_overdue, output_field=BooleanField()))
        .values(*_PLACE, "overdue")
        .order_by(*_PLACE, "overdue")
        .annotate(cases=Count("pk"))
    )
    for row in counted:
        yield {
            "service": row["service"],
            "agency": row["agency__code"],
            "district": row["district"] or None,
            "state": row["state"],
            "overdue": bool(row["overdue"]),
            "cases": row["cases"],
        }
