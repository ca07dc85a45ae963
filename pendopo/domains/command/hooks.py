"""What command adds to the house: content, menu, what is wrong now, ticks, the open page."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from pendopo.domains.command import access, actions, queries
from pendopo.domains.command.schema import AlertPackage, Panel
from pendopo.kernel import content, hooks
from pendopo.kernel.actor import Actor, Grant

content.register("panels", Panel, main="panel.yaml")
content.register("alerts", AlertPackage, main="alert.yaml")

EVERY = timedelta(minutes=2)
_looked: list[datetime] = []
"""When this process last looked at the alerts; two processes that both look do no harm."""

WATCHER = Actor(ref="system:alerts", grants=frozenset({Grant(access.VIEW, "/")}))


@hooks.menu.fill
def menu(actor: Actor) -> Iterable[hooks.MenuItem]:
    """Lead heads to the command centre, and everybody to the open figures."""
    if actor.may(access.VIEW):
        yield hooks.MenuItem(
            label="Pusat kendali",
            address=reverse("command:page"),
            icon="chart-bar",
            frame="leader",
            rank=15,
        )
    yield hooks.MenuItem(
        label=_("Angka terbuka"),
        address=reverse("command:open"),
        icon="chart-bar",
        frame="public",
        rank=75,
    )


@hooks.home_cards.fill
def alarm_card(actor: Actor) -> Iterable[hooks.HomeCard]:
    """Put what is wrong now on the home page of whoever acts; nothing wrong, no card."""
    if not actor.may(access.VIEW):
        return
    mine = [one for one in queries.standing(actor) if access.may_take(one.alert, actor)]
    if mine:
        yield hooks.HomeCard(
            title=mine[0].title,
            text=mine[0].alert.text,
            address=reverse("command:alerts"),
            action="Lihat peringatan",
            rank=10,
            count=len(mine),
        )


@hooks.subject_links.fill
def links(subjects: Collection[str], actor: Actor) -> dict[str, hooks.SubjectLink]:
    """Name alerts where their entries are shown."""
    if not actor.may(access.VIEW):
        return {}
    page = reverse("command:alerts")
    return {
        one: hooks.SubjectLink(
            label="Peringatan", address=f"{page}#peringatan-{one.removeprefix('alert:')}"
        )
        for one in subjects
        if one.startswith("alert:")
    }


@hooks.notice_words.fill
def notice_words(template: str, codes: Mapping[str, str | int]) -> Mapping[str, str]:
    """Say in a notice which alert was raised, where and at which number."""
    return queries.notice_words(codes) if template == queries.NOTICE else {}


@hooks.record_kinds.fill
def kinds() -> Iterable[str]:
    """Say that "alert:…" names a record."""
    return ("alert",)


@hooks.ticks.fill
def watch_alerts(now: datetime) -> None:
    """Look at the alerts every few minutes."""
    if _looked and _looked[-1] <= now < _looked[-1] + EVERY:
        return
    actions.watch_alerts(actor=WATCHER, now=now)
    _looked[:] = [now]


@hooks.ticks.fill
def publish_feed(now: datetime) -> None:
    """Publish the weeks of the public feed that are due."""
    actions.publish_feed(now=now)
