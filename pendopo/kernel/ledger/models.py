"""Tables of the ledger: what was said, in which order it was sealed, and what was delivered."""

from typing import Any, ClassVar

from django.db import models

from pendopo.kernel import events
from pendopo.kernel.ledger import facts


class Entry(models.Model):
    """One recorded fact. Triggers refuse UPDATE and DELETE (guards.py).

    `payload` is the whole fact as canonical text; the other columns repeat parts of it so that
    they can be searched, and `pendopo verify` checks that they say the same.
    """

    number = models.BigAutoField(primary_key=True)
    id = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    actor = models.CharField(max_length=120)
    payload = models.TextField()
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject", "number"], name="ledger_entry_subject"),
            models.Index(fields=["name", "occurred_at"], name="ledger_entry_name"),
        ]

    def __str__(self) -> str:
        """Name the fact without its subject."""
        return f"{self.name} {self.id}"

    @property
    def fact(self) -> dict[str, Any]:
        """Return the whole fact as it was stored."""
        return facts.read(self.payload)

    @property
    def event(self) -> events.Event:
        """Rebuild the event. Raises KeyError when no installed domain announces it."""
        return events.restore(self.name, self.fact["payload"])


class Unsealed(models.Model):
    """The number of an entry that waits for its seal; a trigger queues every insert.

    No foreign key: it would cost the writer a lookup, and a queued number whose entry is gone
    is exactly what `pendopo verify` must be able to see.
    """

    number = models.BigIntegerField(primary_key=True)


class Seal(models.Model):
    """The place of an entry in the tree: `seq` is its leaf index, from 0 without gaps."""

    seq = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="seal")
    leaf_hash = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()


class Node(models.Model):
    """The hash of 256 complete neighbours one stored level below (levels 8, 16, 24, …)."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["level", "index"], name="ledger_node_place"),
        ]


class Lease(models.Model):
    """A row that is locked by whoever does the job; the lock ends with its holder."""

    job = models.CharField(max_length=40, primary_key=True)


class Head(models.Model):
    """A signed statement that the tree had this root at this size."""

    size = models.BigIntegerField(db_index=True)
    root = models.CharField(max_length=64)
    at = models.DateTimeField(unique=True)
    origin = models.CharField(max_length=80)
    key = models.CharField(max_length=16)
    signature = models.CharField(max_length=128)


class Link(models.Model):
    """The proof that a head continues the one before; it never changes, so it is made once."""

    head = models.OneToOneField(Head, models.PROTECT, related_name="link")
    before = models.BigIntegerField()
    """The size of the head before."""
    path = models.JSONField()


class Watermark(models.Model):
    """How far a consumer has read: the seal number that it will read next."""

    consumer = models.CharField(max_length=160, primary_key=True)
    seq = models.BigIntegerField(default=0)


class Delivery(models.Model):
    """One entry on its way to one reaction.

    It is due once `leased_until` has passed: at once when new, after a worker's lease when one
    runs it, and after a pause when it failed.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="deliveries")
    reaction = models.CharField(max_length=160)
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    parked_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=80, default="", blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry", "reaction"], name="ledger_delivery_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["leased_until", "id"],
                name="ledger_delivery_open",
                condition=models.Q(done_at=None, parked_at=None),
            ),
            models.Index(
                fields=["id"],
                name="ledger_delivery_parked",
                condition=models.Q(parked_at__isnull=False),
            ),
        ]
