"""Give parked deliveries all their attempts again, once somebody has mended the cause."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import DomainError, NotAllowed
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.ledger import book, delivery, reactions
from pendopo.kernel.ledger.events import DeliveriesReleased
from pendopo.kernel.ledger.models import Delivery

PERMISSION = "ledger.redeliver"


class NothingParked(DomainError):
    """Somebody else was faster, or there never was such a delivery."""

    sentence = "Pengantaran ini sudah tidak tertahan. Muat ulang daftarnya."


class ReactionGone(DomainError):
    """The reaction was removed from the software, so nothing would come of another try."""

    sentence = "Tanggapan ini sudah tidak ada di perangkat lunak, jadi tidak dapat dicoba lagi."


def release(*, delivery_id: int, actor: Actor, now: datetime) -> None:
    """Try one parked delivery again. Raises NotAllowed, NothingParked, ReactionGone."""
    _require(actor)
    found = delivery.parked().filter(pk=delivery_id).first()
    if found is None:
        raise NothingParked
    rows = Delivery.objects.filter(pk=delivery_id)
    _release(rows, found.reaction, entry=Code(found.entry.id), actor=actor, now=now)


def release_all(*, reaction: str, actor: Actor, now: datetime) -> int:
    """Try everything again that is parked for one reaction; return how many.

    Raises NotAllowed, NothingParked, ReactionGone.
    """
    _require(actor)
    rows = Delivery.objects.filter(reaction=reaction)
    if not rows.filter(parked_at__isnull=False).exists():
        raise NothingParked
    return _release(rows, reaction, entry=None, actor=actor, now=now)


@transaction.atomic
def _release(
    rows: QuerySet[Delivery], reaction: str, *, entry: Code | None, actor: Actor, now: datetime
) -> int:
    if reaction not in reactions.registry:
        raise ReactionGone
    # The condition is asked again by the change itself: of two that press at once, one releases.
    waiting = rows.filter(parked_at__isnull=False)
    count = waiting.update(parked_at=None, leased_until=now, attempts=0)
    if not count:
        raise NothingParked
    owner, _, heard = reaction.partition(":")
    event = DeliveriesReleased(
        subject=Ref(f"reaction:{owner}"), heard=Code(heard), count=count, entry=entry
    )
    book.record(event, actor=actor, at=now)
    return count


def _require(actor: Actor) -> None:
    if not actor.may(PERMISSION):
        raise NotAllowed
