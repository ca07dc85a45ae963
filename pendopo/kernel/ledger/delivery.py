"""Deliver sealed entries to reactions: each pair once, whatever dies in between.

What a reaction writes and the mark that it is done commit together, so a killed worker leaves
either both or neither. A claim counts the attempt before the reaction runs: a reaction that
kills its worker is parked after the last attempt like one that fails.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, QuerySet

from pendopo.kernel import steady
from pendopo.kernel.ledger import reactions
from pendopo.kernel.ledger.models import Delivery, Entry, Seal, Watermark
from pendopo.kernel.ledger.reactions import Reaction

log = logging.getLogger(__name__)

BATCH = 1000
ATTEMPTS = 8
LEASE = timedelta(minutes=5)
CANDIDATES = 20


def deliver(now: datetime) -> int:
    """Enqueue what was sealed and deliver everything that is due; return how many succeeded."""
    enqueue(now)
    park_lost(now)
    done = 0
    while delivery := claim(now):
        done += run(delivery, now)
    return done


def enqueue(now: datetime) -> None:
    """Move every reaction's watermark to the newest seal, adding its deliveries on the way."""
    last = Seal.objects.aggregate(last=Max("seq"))["last"]
    marks = dict(Watermark.objects.values_list("consumer", "seq"))
    for reaction in reactions.registry.values():
        while last is not None and marks.get(reaction.name, 0) <= last:
            marks[reaction.name] = _advance(reaction, last, now)


@transaction.atomic
def _advance(reaction: Reaction, last: int, now: datetime) -> int:
    """Enqueue one stretch of seals for a reaction; return the new watermark."""
    Watermark.objects.get_or_create(consumer=reaction.name)
    mark = Watermark.objects.select_for_update().get(consumer=reaction.name)
    end = min(mark.seq + BATCH, last + 1)
    entries = Entry.objects.filter(
        name=reaction.event.name, seal__seq__gte=mark.seq, seal__seq__lt=end
    ).order_by("seal__seq")
    if reaction.since:
        entries = entries.filter(recorded_at__gte=reaction.since)
    Delivery.objects.bulk_create(
        Delivery(entry_id=number, reaction=reaction.name, leased_until=now)
        for number in entries.values_list("number", flat=True)
    )
    mark.seq = max(mark.seq, end)
    mark.save()
    return mark.seq


def claim(now: datetime) -> Delivery | None:
    """Lease the next delivery that is due, oldest first; None when there is none."""
    due = _open().filter(
        leased_until__lte=now,
        attempts__lt=ATTEMPTS,
        reaction__in=list(reactions.registry),
    )
    for delivery in due.order_by("leased_until", "id")[:CANDIDATES]:
        # Whoever changes the row first has it: the same condition, on both databases.
        claimed = due.filter(pk=delivery.pk, attempts=delivery.attempts).update(
            leased_until=now + LEASE, attempts=F("attempts") + 1
        )
        if claimed:
            delivery.attempts += 1
            return delivery
    return None


def run(delivery: Delivery, now: datetime) -> bool:
    """Run a claimed delivery; tell whether it is done."""
    try:
        with steady.hold():
            return _effect(delivery, now)
    except Exception as error:  # noqa: BLE001 - one failing reaction never holds back the others
        _failed(delivery, now, error)
        return False


@transaction.atomic
def _effect(delivery: Delivery, now: datetime) -> bool:
    # Marked first: a second worker, whose claim came after our lease ran out, waits here for
    # our commit and then finds nothing to do.
    mine = _open().filter(pk=delivery.pk, attempts=delivery.attempts).update(done_at=now)
    if not mine:
        return False
    entry = delivery.entry
    reactions.registry[delivery.reaction].run(entry, entry.event)
    return True


def _failed(delivery: Delivery, now: datetime, error: Exception) -> None:
    name = type(error).__name__
    # The class only: the message of a database error may quote personal data.
    log.error("%s failed for entry %s: %s", delivery.reaction, delivery.entry_id, name)
    last_try = delivery.attempts >= ATTEMPTS
    _open().filter(pk=delivery.pk, attempts=delivery.attempts).update(
        leased_until=now + backoff(delivery.attempts),
        parked_at=now if last_try else None,
        last_error=name,
    )


def backoff(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: 10 s, 20 s, 40 s, … at most an hour."""
    return min(timedelta(seconds=5 * 2**attempts), timedelta(hours=1))


def park_lost(now: datetime) -> int:
    """Park deliveries whose last attempt ended without a word: their worker was killed."""
    lost = _open().filter(attempts__gte=ATTEMPTS, leased_until__lte=now)
    return lost.update(parked_at=now, last_error="WorkerLost")


def parked() -> QuerySet[Delivery]:
    """Return the deliveries that wait for a person, oldest first."""
    rows = Delivery.objects.filter(parked_at__isnull=False)
    return rows.select_related("entry").order_by("id")


def _open() -> QuerySet[Delivery]:
    return Delivery.objects.filter(done_at=None, parked_at=None)
