"""What the ledger adds to the house: the way to parked deliveries, and its own cleaning."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.core.cache import cache
from django.urls import reverse

from pendopo.kernel import hooks
from pendopo.kernel.actor import Actor
from pendopo.kernel.ledger import cleaning, delivery

_DAY_SECONDS = 24 * 3600


@hooks.home_cards.fill
def parked_card(actor: Actor) -> Iterator[hooks.HomeCard]:
    """Tell whoever may release them that deliveries are parked; nothing parked, no card."""
    if not actor.may("ledger.redeliver"):
        return
    if count := delivery.parked().count():
        yield hooks.HomeCard(
            title="Pengantaran tertahan",
            text="Ada tanggapan yang gagal berulang kali. Perbaiki sebabnya, lalu coba lagi.",
            address=reverse("ledger:parked"),
            action="Lihat yang tertahan",
            rank=5,
            count=count,
        )


@hooks.menu.fill
def parked_entry(actor: Actor) -> Iterator[hooks.MenuItem]:
    """Offer the list to whoever looks after the ledger."""
    if actor.may("ledger.view"):
        yield hooks.MenuItem(
            label="Pengantaran",
            address=reverse("ledger:parked"),
            icon="inbox",
            frame="officer",
            rank=85,
        )


@hooks.ticks.fill
def forget_delivered(now: datetime) -> None:
    """Once a day, a round a minute until nothing is left: remove deliveries done long ago."""
    if cache.get("ledger.forget_delivered"):
        return
    if not cleaning.forget_delivered(now):
        cache.set("ledger.forget_delivered", 1, timeout=_DAY_SECONDS)


@hooks.record_kinds.fill
def kinds() -> Iterable[str]:
    """Say that the ledger's own references name records."""
    return ("ledger", "reaction")
