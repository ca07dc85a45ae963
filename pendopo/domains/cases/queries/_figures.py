"""Numbers for a head: what came in, what went out, what is late, by agency and district."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Avg, Count
from django.urls import reverse

from pendopo.domains.cases import access
from pendopo.domains.cases.models import Case, CaseQuerySet
from pendopo.domains.cases.queries import _services
from pendopo.kernel.actor import Actor
from pendopo.kernel.hooks import Figure
from pendopo.shell import government

PARTS = (("agency", "agency__code", "unit"), ("district", "district", "kecamatan"))
"""How a figure is split: its name, the column, the filter of the work list."""


def figures(actor: Actor, start: datetime, end: datetime) -> Iterator[Figure]:
    """Yield the figures of a period for the agencies that the actor leads."""
    cases = Case.objects.all().of_agencies(access.agencies_of(actor, "command.view"))
    came_in = cases.filter(submitted_at__gte=start, submitted_at__lt=end)
    went_out = cases.filter(closed_at__gte=start, closed_at__lt=end)
    late = cases.open().filter(due_at__lt=end)
    work, done = _door(actor), _door(actor, "selesai")
    yield from _split("cases.in", "Permohonan masuk", came_in, work)
    yield from _split("cases.out", "Permohonan selesai", went_out, done)
    yield from _split("cases.late", "Terlambat sekarang", late, _door(actor, "terlambat"))
    yield from _waiting(cases, actor, end)
    yield from _speed(went_out, done)
    yield from _integrated(end)


def _door(actor: Actor, tab: str = "") -> str:
    """Return the work list behind a number; empty for who leads agencies and sees no cases."""
    if not actor.may("cases.view"):
        return ""
    return f"{reverse('cases:work')}?tab={tab}" if tab else reverse("cases:work")


def _split(code: str, label: str, cases: CaseQuerySet, address: str) -> Iterator[Figure]:
    for part, field, name in PARTS:
        rows = cases.order_by().values_list(field).annotate(number=Count("pk"))
        parts = tuple((str(key), float(number)) for key, number in rows if key)
        yield Figure(
            code=f"{code}.{part}",
            label=label,
            unit="permohonan",
            value=float(sum(number for _, number in parts)),
            address=address,
            parts=parts,
            part_name=name,
        )


def _waiting(cases: CaseQuerySet, actor: Actor, end: datetime) -> Iterator[Figure]:
    oldest = cases.open().order_by("submitted_at").select_related("agency").first()
    if oldest is not None:
        is_open = actor.may("cases.view", oldest.agency.path)
        yield Figure(
            code="cases.waiting",
            label="Menunggu paling lama",
            unit="hari",
            value=float(max(0, (end - oldest.submitted_at).days)),
            address=reverse("cases:desk", args=[oldest.number]) if is_open else "",
        )


def _speed(cases: CaseQuerySet, address: str) -> Iterator[Figure]:
    mean = cases.filter(outcome="issued").aggregate(mean=Avg("net_days"))["mean"]
    if mean is not None:
        yield Figure(
            code="cases.days",
            label="Rata-rata waktu kerja",
            unit="hari kerja",
            value=round(float(mean), 1),
            address=address,
        )


def _integrated(end: datetime) -> Iterator[Figure]:
    found = _services.catalogue(on=government.local_date(end))
    if found:
        yield Figure(
            code="catalogue.share",
            label="Layanan dalam portal",
            unit="%",
            value=found.share,
            address=reverse("cases:catalogue"),
        )
