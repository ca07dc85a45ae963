"""Publish the tree: one signed head a day, in the database, on the public page, and as a file.

Whoever owns the database can rebuild every hash in it, but not what was published before.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from pendopo.kernel.errors import DomainError
from pendopo.kernel.ledger import facts, keychain, publickeys, shelf, tree
from pendopo.kernel.ledger.models import Head, Link, Seal
from pendopo.kernel.ledger.statements import Statement

EXTRA_AFTER = timedelta(minutes=10)
"""How old the newest head must be before one is published between the daily ones."""


class HistoryRewritten(DomainError):
    """The tree no longer continues the head published last: nothing may be signed on top."""

    sentence = (
        "Buku besar tidak lagi cocok dengan kepala yang terakhir diumumkan. "
        "Jalankan `pendopo verify` untuk melihat sebabnya."
    )


def publish_heads(now: datetime) -> Head | None:
    """Publish today's head, also when nothing was added; None when today has one already."""
    last = Head.objects.order_by("at").last()
    if last and timezone.localdate(last.at) >= timezone.localdate(now):
        return None
    return publish(now)


def publish(now: datetime) -> Head:
    """Sign and publish the tree as it is.

    Raises HistoryRewritten, keys.SigningKeyMissing, reigns.ChainBroken.
    """
    before = shelf.newest_in(Path(settings.HEADS_DIR))
    _require_same_past(before)
    statement = _statement(now)
    # The file comes first: a head that is only in the database would prove nothing.
    shelf.put(
        Path(settings.HEADS_DIR),
        statement,
        _leaves(before.size if before else 0, statement.size),
    )
    made = Head.objects.create(
        size=statement.size,
        root=statement.root,
        at=now,
        origin=statement.origin,
        key=statement.key,
        signature=statement.signature,
    )
    if before:
        _link(made, before.size)
    return made


def links(heads: Sequence[Head]) -> list[Link]:
    """Return the proof that each of these neighbouring heads (newest first) continues the next.

    Those of heads from before there were links are made now, once.
    """
    known = {link.head_id: link for link in Link.objects.filter(head__in=heads)}
    return [known.get(new.pk) or _link(new, old.size) for new, old in pairwise(heads)]


def cover(seq: int, now: datetime) -> Head | None:
    """Return a head whose tree holds this seal; publish one where the newest is an hour old.

    None while it has to wait. Who needs a proof before tonight gets an extra head, never more than
    one an hour, so the public list stays short. Raises as publish does.
    """
    found = covering(seq)
    if found or seq >= tree.size():
        return found
    last = Head.objects.order_by("at").last()
    if last and now - last.at < EXTRA_AFTER:
        return None
    return publish(now)


def statement_of(head: Head) -> Statement:
    """Return what a published head said."""
    return Statement(
        size=head.size,
        root=head.root,
        at=facts.moment(head.at),
        origin=head.origin,
        key=head.key,
        signature=head.signature,
    )


def covering(seq: int) -> Head | None:
    """Return the newest head whose tree holds this seal, or None while none does."""
    return Head.objects.filter(size__gt=seq).order_by("at").last()


def _link(head: Head, before: int) -> Link:
    # Every tree continues the empty one, and itself.
    path = tree.consistency(before, head.size) if 0 < before < head.size else []
    hashes = {"before": before, "path": [one.hex() for one in path]}
    return Link.objects.get_or_create(head=head, defaults=hashes)[0]


def _statement(now: datetime) -> Statement:
    key, size = keychain.signing_key(now), tree.size()
    return Statement(
        size=size,
        root=tree.root(size).hex(),
        at=facts.moment(now),
        origin=f"pendopo/{settings.GOVERNMENT}",
        key=publickeys.name(key.public_key()),
    ).signed(key)


def _require_same_past(before: Statement | None) -> None:
    if before is None:
        return
    if tree.size() < before.size or tree.root(before.size).hex() != before.root:
        raise HistoryRewritten


def _leaves(start: int, end: int) -> Iterator[bytes]:
    seals = Seal.objects.filter(seq__gte=start, seq__lt=end).order_by("seq")
    for value in seals.values_list("leaf_hash", flat=True).iterator(chunk_size=5000):
        yield bytes(value)
