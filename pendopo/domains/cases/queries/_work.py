"""The work list of an officer: what is due first, what came back, what is late."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.paginator import Page, Paginator
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
PER_PAGE = 50


@dataclass(frozen=True)
class WorkFilter:
    """What the officer wants to see."""

    tab: str = "semua"
    service: str = ""
    text: str = ""
    unit: str = ""
    district: str = ""

    @property
    def is_whole_tab(self) -> bool:
        """Tell whether nothing narrows the tab."""
        return not (self.service or self.text or self.unit or self.district)


@dataclass(frozen=True)
class WorkPage:
    """One page of the work list, and how many cases each tab of open work holds."""

    page: "Page[Case]"
    counts: dict[str, int]


def work_page(actor: Actor, wanted: WorkFilter, now: datetime, *, number: str) -> WorkPage:
    """Return a page of the officer's work list; the nearest one where the number is none of it."""
    visible = access.visible_to(actor)
    counted = _count(visible, actor, now)
    pages = Paginator(_work(visible, actor, wanted, now), PER_PAGE)
    if wanted.is_whole_tab and wanted.tab in counted:
        # The paginator would ask the same again.
        pages.count = counted[wanted.tab]
    return WorkPage(pages.get_page(number), counted)


def work(actor: Actor, wanted: WorkFilter, now: datetime) -> CaseQuerySet:
    """Return the officer's cases for a filter; open ones by due date, closed ones newest first."""
    return _work(access.visible_to(actor), actor, wanted, now)


def counts(actor: Actor, now: datetime) -> dict[str, int]:
    """Return how many cases each tab of open work holds."""
    return _count(access.visible_to(actor), actor, now)


def _work(visible: CaseQuerySet, actor: Actor, wanted: WorkFilter, now: datetime) -> CaseQuerySet:
    cases = visible.filter(_tab(wanted.tab, actor, now))
    if wanted.service:
        cases = cases.filter(service=wanted.service)
    if wanted.unit:
        cases = cases.filter(agency__code=wanted.unit)
    if wanted.district:
        cases = cases.filter(district=wanted.district)
    if wanted.text:
        cases = cases.filter(_text(wanted.text, actor.units("cases.view")))
    # The id too: many cases are due at the same moment, and no page may repeat or skip one.
    order = ("-closed_at", "-pk") if wanted.tab == "selesai" else ("due_at", "pk")
    return cases.as_lines().order_by(*order)


def _count(visible: CaseQuerySet, actor: Actor, now: datetime) -> dict[str, int]:
    # Every column asked for here stands in the index of open cases, which is read alone.
    tabs = _open_tabs(actor, now)
    # A list of ids is read once; the Exists of the tab would be asked for each row.
    tabs["kembali"] = Q(pk__in=ClockStop.objects.filter(ended_at=None).values("case"))
    asked = {tab: Count("due_at", filter=chosen) for tab, chosen in tabs.items()}
    return visible.open().aggregate(**asked)


def _tab(tab: str, actor: Actor, now: datetime) -> Q:
    return CLOSED if tab == "selesai" else OPEN & _open_tabs(actor, now).get(tab, Q())


def _open_tabs(actor: Actor, now: datetime) -> dict[str, Q]:
    midnight = government.midnight(government.local_date(now) + timedelta(days=1))
    return {
        "semua": Q(),
        "saya": Q(assignee=actor.person_id),
        "hari-ini": Q(due_at__gte=now, due_at__lt=midnight),
        "terlambat": Q(due_at__lt=now),
        # Not a join: a case that stood still twice would be listed twice.
        "kembali": Q(Exists(ClockStop.objects.filter(case=OuterRef("pk"), ended_at=None))),
        "tanda-tangan": Q(state="approved"),
    }


def _text(text: str, units: tuple[str, ...]) -> Q:
    subjects = index.find(text, kinds=("case",), units=units, limit=200)
    found = [subject.removeprefix("case:") for subject in subjects]
    return Q(number__in=found) | Q(number=numbers.normal_number(text))
