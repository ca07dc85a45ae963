"""Change the key that signs heads: the old key introduces the new one, and both sign it.

The statement is one file, added whole: before it the old key signs as ever, after it the new
one is known. A rotation that dies in between leaves at most a key that nobody uses.
"""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import DomainError
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.ledger import book, facts, keychain, keys, publickeys, shelf
from pendopo.kernel.ledger.events import SigningKeyHandedOver
from pendopo.kernel.ledger.handovers import Handover

GRACE = timedelta(minutes=5)
"""A head that is being signed at this moment is still the old key's, without a lock."""


class RotationUnderWay(DomainError):
    """Another rotation has just been published."""

    sentence = "Kunci baru saja diganti. Tunggu sampai kunci itu berlaku, lalu ulangi."


def hand_over(*, actor: Actor, now: datetime) -> Handover:
    """Make a new key and publish who introduced it; it signs from GRACE later on.

    Raises RotationUnderWay, keys.SigningKeyMissing, reigns.ChainBroken.
    """
    chain = keychain.our_chain()
    if chain[-1].since > facts.moment(now):
        raise RotationUnderWay
    old, new = keychain.signing_key(now), keys.make_next()
    statement = Handover(
        origin=f"pendopo/{settings.GOVERNMENT}",
        old=publickeys.write(old.public_key()),
        new=publickeys.write(new.public_key()),
        since=facts.moment(now + GRACE),
    ).signed(old, new)
    _publish(statement, version=len(chain) + 1, actor=actor, now=now)
    return statement


@transaction.atomic
def _publish(statement: Handover, *, version: int, actor: Actor, now: datetime) -> None:
    event = SigningKeyHandedOver(
        subject=Ref("ledger:heads"),
        version=version,
        key=Code(publickeys.name(publickeys.read(statement.new))),
        since=now + GRACE,
    )
    book.record(event, actor=actor, at=now)
    try:
        # Last, because it cannot be rolled back.
        shelf.put_handover(Path(settings.HEADS_DIR), version, statement)
    except FileExistsError as error:
        raise RotationUnderWay from error
