"""Sessions with their quotas, and the tickets given for them."""

import secrets
from typing import Self

from django.db import models
from django.db.models import F, Q

from pendopo.domains.bookings import rules
from pendopo.kernel.privacy.classes import DataClass
from pendopo.kernel.privacy.fields import EncryptedText

# Plain words, so that migrations hold no reference to code that may be renamed.
_ACTIVE = sorted(state.value for state in rules.ACTIVE)
_KNOWN = sorted(state.value for state in rules.State)
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_ref() -> str:
    """Return a random reference that says nothing: booking:7KQM…, 49 bits."""
    return "booking:" + "".join(secrets.choice(_ALPHABET) for _ in range(10))


class Priority(models.TextChoices):
    """Who is called first by the queue's rule."""

    NONE = "none", "Tidak ada"
    ELDERLY = "elderly", "Lansia (60 tahun ke atas)"
    DISABLED = "disabled", "Penyandang disabilitas"
    PREGNANT = "pregnant", "Ibu hamil"


class VisitKind(models.TextChoices):
    """Why the clinic's desk needs a folder; never a complaint or diagnosis."""

    NEW = "new", "Kunjungan baru"
    FOLLOW_UP = "follow_up", "Kontrol ulang"


class Payer(models.TextChoices):
    """Who pays; the card itself is shown at the desk and never typed here."""

    JKN = "jkn", "JKN/BPJS Kesehatan"
    GENERAL = "general", "Umum"


class Session(models.Model):
    """One session of one clinic on one day; its row is the lock and the counter of its queue."""

    site = models.CharField(max_length=60)
    clinic = models.CharField(max_length=60)
    visit_on = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    slot_minutes = models.PositiveSmallIntegerField()
    quota_online = models.PositiveSmallIntegerField()
    quota_walk_in = models.PositiveSmallIntegerField()
    taken_online = models.PositiveSmallIntegerField(default=0)
    taken_walk_in = models.PositiveSmallIntegerField(default=0)
    last_number = models.PositiveSmallIntegerField(default=0)
    priority_run = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "bookings_session"
        constraints = [
            models.UniqueConstraint(
                fields=["site", "clinic", "starts_at"], name="bookings_one_session"
            ),
            models.CheckConstraint(
                condition=Q(taken_online__lte=F("quota_online")), name="bookings_quota_online"
            ),
            models.CheckConstraint(
                condition=Q(taken_walk_in__lte=F("quota_walk_in")), name="bookings_quota_walk_in"
            ),
        ]
        indexes = [models.Index(fields=["site", "visit_on"], name="bookings_site_day")]

    def __str__(self) -> str:
        """Return site, clinic and start."""
        return f"{self.site}/{self.clinic} {self.starts_at:%Y-%m-%dT%H:%MZ}"


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Filters over tickets."""

    def active(self) -> Self:
        """Tickets whose visit is still to come or under way."""
        return self.filter(state__in=_ACTIVE)

    def of_day(self, site: str, day: object) -> Self:
        """Tickets of a site on a local day, in the order of their numbers."""
        return self.filter(session__site=site, session__visit_on=day).order_by(
            "session__starts_at", "number"
        )


class Ticket(models.Model):
    """A number in a session's queue. No name, no card number, no complaint."""

    ref = models.CharField(max_length=30, unique=True, default=new_ref, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="tickets")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=8)
    booked_by = models.CharField(max_length=110, blank=True, default="")
    patient_ref = models.CharField(max_length=110, blank=True, default="")
    is_online = models.BooleanField()
    is_priority = models.BooleanField(default=False)
    priority = EncryptedText(data_class=DataClass.HEALTH, default=Priority.NONE.value)
    visit_kind = models.CharField(max_length=10, choices=VisitKind)
    payer = models.CharField(max_length=10, choices=Payer)
    state = models.CharField(
        max_length=10, choices=[(state.value, word) for state, word in rules.STATE_WORDS.items()]
    )
    booked_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    served_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        db_table = "bookings_ticket"
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="bookings_number_once"),
            models.UniqueConstraint(
                fields=["session", "patient_ref"],
                condition=Q(state__in=_ACTIVE) & ~Q(patient_ref=""),
                name="bookings_one_active",
            ),
            models.CheckConstraint(condition=Q(state__in=_KNOWN), name="bookings_known_state"),
        ]
        indexes = [
            models.Index(fields=["booked_by", "-booked_at"], name="bookings_of_person"),
            models.Index(fields=["booked_at"], name="bookings_by_time"),
        ]

    def __str__(self) -> str:
        """Return the queue number."""
        return self.code

    @property
    def key(self) -> str:
        """Return the reference without its kind, as it stands in addresses."""
        return self.ref.partition(":")[2]
