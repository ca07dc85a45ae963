"""Notices, how people want to hear of them, and each message that leaves the house."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models


class Channel(models.TextChoices):
    """Ways out of the house; in the app a notice is always shown."""

    EMAIL = "email", "E-mail"
    WHATSAPP = "whatsapp", "WhatsApp"
    SMS = "sms", "SMS"


class State(models.TextChoices):
    """Where a message stands."""

    QUEUED = "queued", "menunggu"
    SENT = "sent", "terkirim"
    FAILED = "failed", "akan dicoba lagi"
    GAVE_UP = "gave_up", "tidak terkirim"


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Filters over notices."""

    def to(self, person_ref: str) -> Self:
        """Notices of one person, newest first."""
        return self.filter(person_ref=person_ref).order_by("-created_at", "-id")

    def unread(self) -> Self:
        """Notices not opened yet."""
        return self.filter(read_at=None)


class Notice(models.Model):
    """One thing a person should know: a template and its codes, never finished text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person_ref = models.CharField(max_length=110)
    template = models.CharField(max_length=60)
    subject = models.CharField(max_length=110)
    codes = models.JSONField(default=dict)
    caused_by = models.CharField(max_length=110)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    dispatched_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        db_table = "notices_notice"
        indexes = [
            models.Index(fields=["person_ref", "-created_at"], name="notices_of_person"),
            models.Index(
                fields=["created_at"],
                condition=models.Q(dispatched_at=None),
                name="notices_to_dispatch",
            ),
            models.Index(
                fields=["person_ref"],
                condition=models.Q(read_at=None),
                name="notices_unread",
            ),
        ]

    def __str__(self) -> str:
        """Return the template and the subject."""
        return f"{self.template} {self.subject}"


class Preference(models.Model):
    """A person's yes or no to one channel; without a row the channel's default holds."""

    person_ref = models.CharField(max_length=110)
    channel = models.CharField(max_length=10, choices=Channel)
    wanted = models.BooleanField()

    class Meta:
        db_table = "notices_preference"
        constraints = [
            models.UniqueConstraint(fields=["person_ref", "channel"], name="notices_one_preference")
        ]

    def __str__(self) -> str:
        """Return the channel and the answer."""
        return f"{self.channel}: {self.wanted}"


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    """Filters over messages."""

    def due(self, now: datetime) -> Self:
        """Messages to be tried now, the longest waiting first."""
        open_states = (State.QUEUED, State.FAILED)
        return self.filter(state__in=open_states, next_at__lte=now).order_by("next_at", "id")


class Dispatch(models.Model):
    """One message on one channel. `next_at` is also the lease: a worker moves it ahead."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="dispatches")
    channel = models.CharField(max_length=10, choices=Channel)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    provider_ref = models.CharField(max_length=120, blank=True, default="")
    reason = models.CharField(max_length=40, blank=True, default="")
    sent_at = models.DateTimeField(null=True)

    objects = DispatchQuerySet.as_manager()

    class Meta:
        db_table = "notices_dispatch"
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="notices_one_dispatch")
        ]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=models.Q(state__in=["queued", "failed"]),
                name="notices_dispatch_due",
            )
        ]

    def __str__(self) -> str:
        """Return the channel and the state."""
        return f"{self.channel}: {self.state}"
