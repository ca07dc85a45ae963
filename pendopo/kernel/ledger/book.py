"""The door of the ledger: write a fact beside the change, read the facts of a subject.

from pendopo.kernel.ledger import book

with transaction.atomic():
    case.close(...)
    book.record(CaseClosed(subject=case.ref, on_time=True), actor=actor, at=now)
"""

import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from pendopo.kernel.actor import Actor
from pendopo.kernel.events import Event
from pendopo.kernel.ledger import facts
from pendopo.kernel.ledger.models import Entry

BATCH = 500


class TransactionRequired(RuntimeError):
    """A fact was recorded outside the transaction of its change: a bug of the caller."""


def record(event: Event, *, actor: Actor, at: datetime) -> Entry:
    """Write one fact into the transaction of the change. Raises TransactionRequired.

    `at` is when it happened, as the caller says; when it was recorded is our own clock.
    """
    _require_transaction()
    entry = _entry(event, actor, at, timezone.now())
    entry.save(force_insert=True)
    return entry


def record_many(facts_at: Iterable[tuple[Event, datetime]], *, actor: Actor) -> list[Entry]:
    """Write many facts of one mass run, in order. Raises TransactionRequired."""
    _require_transaction()
    recorded_at = timezone.now()
    entries = [_entry(event, actor, at, recorded_at) for event, at in facts_at]
    return Entry.objects.bulk_create(entries, batch_size=BATCH)


def entries_of(subject: str) -> QuerySet[Entry]:
    """Return the timeline of a subject, oldest first."""
    return Entry.objects.filter(subject=subject).order_by("number")


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise TransactionRequired("call record() inside the transaction of the change")


def _entry(event: Event, actor: Actor, at: datetime, recorded_at: datetime) -> Entry:
    key = uuid4().hex
    text = facts.write(
        event,
        key=key,
        actor=actor.ref,
        occurred_at=at,
        recorded_at=recorded_at,
        salt=secrets.token_hex(16),
    )
    return Entry(
        id=key,
        name=event.name,
        subject=event.subject,
        actor=actor.ref,
        payload=text,
        occurred_at=at,
        recorded_at=recorded_at,
    )
