"""What cases contributes to the house: kinds of content, cards, menu, search, figures, ticks."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pendopo.domains.cases import access, actions, queries
from pendopo.domains.cases.models import CaseFile
from pendopo.domains.cases.rules import words
from pendopo.domains.cases.schema import (
    CataloguePackage,
    PagePackage,
    ServicePackage,
    WorkflowPackage,
)
from pendopo.domains.people import queries as people
from pendopo.kernel import content, hooks
from pendopo.kernel.actor import Actor, Frame, system
from pendopo.kernel.files.models import StoredFile
from pendopo.shell import government

LEFT_LATELY = timedelta(days=7)
"""How far back a tick looks: a worker that stood still for days misses nobody."""

content.register("workflows", WorkflowPackage, main="workflow.yaml")
content.register("services", ServicePackage, main="service.yaml", files=("*.typ",))
content.register("catalogue", CataloguePackage, main="catalogue.yaml")
content.register("pages", PagePackage, main="page.yaml")


@hooks.menu.fill
def menu(actor: Actor) -> Iterator[hooks.MenuItem]:
    """Services for everybody, own matters for residents, the work for officers."""
    yield hooks.MenuItem(
        label=_("Layanan"),
        address=reverse("cases:services"),
        icon="list",
        frame="public",
        rank=10,
    )
    yield hooks.MenuItem(
        label=_("Urusan saya"),
        address=reverse("cases:own") if actor.is_signed_in else reverse("cases:track"),
        icon="folder",
        frame="public",
        rank=20,
    )
    if actor.may("cases.view"):
        yield _officer(_("Berkas"), "cases:work", "clipboard-list", 10)
    if actor.may("cases.file_for_others"):
        yield _officer(_("Loket"), "cases:counter", "users", 30)


def _officer(label: str, name: str, icon: str, rank: int) -> hooks.MenuItem:
    return hooks.MenuItem(label=label, address=reverse(name), icon=icon, frame="officer", rank=rank)


@hooks.offline_pages.fill
def popular_forms() -> Iterator[hooks.OfflinePage]:
    """Offer every device the empty forms of the services that are asked for most."""
    for package in queries.services(on=government.local_date(timezone.now())):
        if package.popular and package.channel == "case":
            yield hooks.OfflinePage(
                address=reverse("cases:kept_form", args=[package.code]),
                stands_for=tuple(
                    reverse(name, args=[package.code]) for name in ("cases:apply", "cases:start")
                ),
            )


@hooks.front_sections.fill
def front(actor: Actor) -> Iterator[hooks.FrontSection]:
    """The commonest services, and doors by event of life."""
    found = queries.services(on=government.local_date(timezone.now()))
    yield hooks.FrontSection(
        title=_("Sering diurus"),
        links=tuple(
            hooks.FrontLink(
                label=package.title,
                address=reverse("cases:service", args=[package.code]),
                text=package.summary,
            )
            for package in found
            if package.popular
        )[:6],
        rank=10,
        more=reverse("cases:services"),
    )
    used = {event for package in found for event in package.life_events}
    yield hooks.FrontSection(
        title=_("Menurut peristiwa"),
        links=tuple(
            hooks.FrontLink(
                label=label,
                address=f"{reverse('cases:services')}?peristiwa={code}",
                icon=words.EVENT_ICONS[code],
            )
            for code, label in words.LIFE_EVENTS.items()
            if code in used
        ),
        shape="tiles",
        rank=20,
    )


@hooks.home_cards.fill
def cards(actor: Actor) -> Iterable[hooks.HomeCard]:
    """What waits for this person: returned cases for an applicant, due work for an officer."""
    now = timezone.now()
    yield from _own_cards(actor, now)
    if actor.frame is Frame.OFFICER and actor.may("cases.view"):
        yield from _work_cards(actor, now)


def _own_cards(actor: Actor, now: datetime) -> Iterator[hooks.HomeCard]:
    today = government.local_date(now)
    for case in queries.waiting_for(actor, on=today)[:5]:
        yield hooks.HomeCard(
            title=case.package.title,
            text=_("Petugas meminta kelengkapan. Waktu pengerjaan berhenti sampai Anda kirim."),
            address=reverse("cases:case", args=[case.number]),
            action=_("Lengkapi"),
            rank=5,
        )
    running = access.own_cases(actor, on=today).open().count() if actor.is_signed_in else 0
    if running:
        yield hooks.HomeCard(
            title=_("Permohonan berjalan"),
            text=_("Lihat sampai di mana dan kapan selesai."),
            address=reverse("cases:own"),
            action=_("Lihat"),
            rank=40,
            count=running,
        )


def _work_cards(actor: Actor, now: datetime) -> Iterator[hooks.HomeCard]:
    counted = queries.counts(actor, now)
    work = reverse("cases:work")
    lines = (
        ("terlambat", _("Sudah lewat batas waktu"), 1),
        ("hari-ini", _("Jatuh tempo hari ini"), 10),
        ("semua", _("Berkas terbuka"), 30),
    )
    for key, title, rank in lines:
        if counted[key]:
            yield hooks.HomeCard(
                title=title,
                text="",
                address=f"{work}?tab={key}",
                action=_("Buka"),
                rank=rank,
                count=counted[key],
            )


@hooks.search.fill
def search(actor: Actor, text: str) -> Iterator[hooks.SearchHit]:
    """Services for everybody; cases by number or applicant for officers."""
    for package in queries.find_services(text, on=government.local_date(timezone.now()))[:6]:
        yield hooks.SearchHit(
            title=package.title,
            text=package.summary,
            address=reverse("cases:service", args=[package.code]),
            kind=_("Layanan"),
        )
    if not actor.may("cases.view"):
        return
    wanted = queries.WorkFilter(text=text)
    for case in queries.work(actor, wanted, timezone.now())[:10]:
        yield hooks.SearchHit(
            title=f"{case.number} · {case.package.title}",
            text=case.applicant_name,
            address=reverse("cases:desk", args=[case.number]),
            kind=_("Berkas"),
        )


@hooks.subject_links.fill
def links(subjects: Collection[str], actor: Actor) -> dict[str, hooks.SubjectLink]:
    """Lead to the pages of cases: the applicant's own, or that of the desk."""
    numbers = [one.removeprefix("case:") for one in subjects if one.startswith("case:")]
    if not numbers:
        return {}
    today = government.local_date(timezone.now())
    mine = set(
        access.own_cases(actor, on=today)
        .filter(number__in=numbers)
        .values_list("number", flat=True)
    )
    seen = set(access.visible_to(actor).filter(number__in=numbers).values_list("number", flat=True))
    return {
        f"case:{number}": hooks.SubjectLink(
            label=number,
            address=reverse("cases:case" if number in mine else "cases:desk", args=[number]),
        )
        for number in mine | seen
    }


@hooks.file_access.fill
def may_read(stored: StoredFile, actor: Actor) -> bool:
    """Whoever may see the case may read its documents."""
    row = CaseFile.objects.select_related("case__agency").filter(file=stored.pk).first()
    return row is not None and access.may_see(
        row.case, actor, on=government.local_date(timezone.now())
    )


hooks.figures.fill(queries.figures)
hooks.registers.fill(queries.registers)


@hooks.record_kinds.fill
def kinds() -> Iterable[str]:
    """Say that "case:…" names a record."""
    return ("case",)


@hooks.ticks.fill
def retain(now: datetime) -> None:
    """Erase what is past its retention."""
    actions.erase_personal_data(
        today=government.local_date(now), actor=system("retention"), now=now
    )


@hooks.ticks.fill
def release_after_last_day(now: datetime) -> None:
    """Release the cases of officers whose post or delegation ran out in the last days."""
    today = government.local_date(now)
    for officer in people.leavers(since=today - LEFT_LATELY, until=today):
        actions.release_cases_of(officer_ref=officer, actor=system("cases"), now=now)
