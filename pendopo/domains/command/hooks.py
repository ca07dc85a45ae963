"""What command adds to the house: the head's menu entry and what is wrong now on the home page."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from pendopo.domains.command import queries
from pendopo.domains.command.schema import Panel
from pendopo.kernel import content, hooks
from pendopo.kernel.actor import Actor
from pendopo.kernel.content import library

VIEW = "command.view"

content.register("panels", Panel, main="panel.yaml")


@hooks.menu.fill
def menu(actor: Actor) -> Iterable[hooks.MenuItem]:
    """Offer the page to those who may see it."""
    if actor.may(VIEW):
        yield hooks.MenuItem(
            label="Pusat kendali",
            address=reverse("command:page"),
            icon="chart-bar",
            frame="leader",
            rank=15,
        )


@hooks.home_cards.fill
def alarm_card(actor: Actor) -> Iterable[hooks.HomeCard]:
    """Put what is late on the head's home page; nothing late, no card."""
    if not actor.may(VIEW):
        return
    try:
        alarm = queries.alarm_now(actor, timezone.now())
    except library.NoSuchContent:
        return
    if alarm and not alarm.is_good:
        yield hooks.HomeCard(
            title=alarm.title,
            text=alarm.text,
            address=reverse("command:page"),
            action="Buka pusat kendali",
            rank=10,
        )
