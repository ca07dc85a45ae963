"""The work list of an officer: what is due first, what came back, what is late."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from pendopo.domains.cases import access
from pendopo.domains.cases.models import CLOSED, OPEN, Case, CaseQuerySet, ClockStop
from pendopo.domains.cases.rules import numbers
from pendopo.kernel.actor import Actor
from pendopo.kernel.search import index
from pendopo.shell import government

TABS = {
    "semua": "Semua terbuka",
    "saya": "Milik saya",
    "hari-ini": "Jatuh tempo hari ini",
    "terlambat": "Terlambat",
    "kembali": "Menunggu pemohon",
    "tanda-tangan": "Menunggu tanda tangan",
    "selesai": "Selesai",
}


@dataclass(frozen=True)
class WorkFilter:
    """What the officer wants to see."""

    tab: str = "semua"
    service: str = ""
    text: str = ""
    unit: str = ""
    district: str = ""


def work(actor: Actor, wanted: WorkFilter, now: datetime) -> CaseQuerySet:
    """Return the officer's cases for a filter; open ones by due date, closed ones newest first."""
    cases = access.visible_to(actor)
    cases = cases.filter(_tab(wanted.tab, actor, now))
    if wanted.service:
        cases = cases.filter(service=wanted.service)
    if wanted.unit:
        cases = cases.filter(agency__code=wanted.unit)
    if wanted.district:
        cases = cases.filter(district=wanted.district)
    if wanted.text:
        cases = cases.filter(_text(wanted.text, actor.units("cases.view")))
    order = "-closed_at" if wanted.tab == "selesai" else "due_at"
    # A list shows no answers: they stay sealed.
    return cases.with_relations().defer("answers").order_by(order)


def counts(actor: Actor, now: datetime) -> dict[str, int]:
    """Return how many cases each tab of open work holds, by tab with "_" for "-"."""
    cases = access.visible_to(actor).open()
    tabs = [tab for tab in TABS if tab not in {"selesai", "semua", "kembali"}]
    # Every column asked for here stands in the index of open cases, which is read alone.
    found = cases.aggregate(
        semua=Count("due_at"),
        **{
            tab.replace("-", "_"): Count("due_at", filter=_of_open(tab, actor, now)) for tab in tabs
        },
    )
    return {**found, "kembali": ClockStop.objects.filter(ended_at=None, case__in=cases).count()}


def _tab(tab: str, actor: Actor, now: datetime) -> Q:
    return CLOSED if tab == "selesai" else OPEN & _of_open(tab, actor, now)


def _of_open(tab: str, actor: Actor, now: datetime) -> Q:
    midnight = government.midnight(government.local_date(now) + timedelta(days=1))
    return {
        "saya": Q(assignee=actor.person_id),
        "hari-ini": Q(due_at__gte=now, due_at__lt=midnight),
        "terlambat": Q(due_at__lt=now),
        # Not a join: a case that stood still twice would be listed twice.
        "kembali": Q(Exists(ClockStop.objects.filter(case=OuterRef("pk"), ended_at=None))),
        "tanda-tangan": Q(state="approved"),
    }.get(tab, Q())


def _text(text: str, units: tuple[str, ...]) -> Q:
    subjects = index.find(text, kinds=("case",), units=units, limit=200)
    found = [subject.removeprefix("case:") for subject in subjects]
    return Q(number__in=found) | Q(number=numbers.normal_number(text))


def newest(actor: Actor, limit: int) -> list[Case]:
    """Return the newest open cases of the officer's offices."""
    return list(access.visible_to(actor).open().with_relations().order_by("due_at")[:limit])
