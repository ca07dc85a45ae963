"""Businesses, and who may act for whom."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from pendopo.domains.people import rules
from pendopo.domains.people.models import refs
from pendopo.domains.people.models.persons import Person
from pendopo.kernel.privacy.classes import DataClass
from pendopo.kernel.privacy.fields import EncryptedText


class Business(models.Model):
    """A business; OSS issues its NIB, we only record and link it."""

    ref = models.CharField(max_length=40, unique=True, default=refs.business_ref, editable=False)
    name = models.CharField(max_length=200)
    nib = models.CharField(max_length=13, blank=True, default="", db_index=True)
    kbli = models.JSONField(default=list, blank=True)
    address = EncryptedText(data_class=DataClass.ADDRESS, blank=True, default="")
    district = models.CharField(max_length=8, blank=True, default="")
    village = models.CharField(max_length=13, blank=True, default="")
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        """Name by reference: a micro business is often named after its owner."""
        return self.ref


class MandateKind(models.TextChoices):
    """Why somebody may act for another."""

    PARENT = "parent", "Orang tua"
    GUARDIAN = "guardian", "Wali"
    OWNER = "owner", "Pemilik usaha"
    REPRESENTATIVE = "representative", "Wakil usaha"
    ATTORNEY = "attorney", "Kuasa"


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Mandates, filtered."""

    def in_force(self, on: date) -> "MandateQuerySet":
        """Keep what works on a day: proof seen, dates honoured, not revoked."""
        return self._within(on).filter(seen_at__isnull=False, starts_on__lte=on)

    def waiting(self, on: date) -> "MandateQuerySet":
        """Keep the claims whose proof no officer has seen yet."""
        return self._within(on).filter(seen_at__isnull=True)

    def _within(self, on: date) -> "MandateQuerySet":
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=on),
            Q(revoked_on__isnull=True) | Q(revoked_on__gt=on),
        )


class Mandate(models.Model):
    """The holder acts for a person or a business, once an officer has seen the proof."""

    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mandates")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="mandates_over"
    )
    business = models.ForeignKey(
        Business, on_delete=models.PROTECT, null=True, blank=True, related_name="mandates_over"
    )
    kind = models.CharField(max_length=14, choices=MandateKind.choices)
    proof = EncryptedText(data_class=DataClass.DOCUMENT)
    """What shows it: the number of a birth certificate, a court order, a power of attorney."""
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    revoked_on = models.DateField(null=True, blank=True)
    """The first day on which it no longer holds."""
    recorded_at = models.DateTimeField()
    seen_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    seen_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["Mandate"]] = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(business__isnull=True),
                name="mandate_over_one",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="mandate_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | ~Q(person=F("holder")),
                name="mandate_over_another",
            ),
        ]

    def __str__(self) -> str:
        """Say who acts for whom, by reference."""
        return f"{self.kind} {self.holder}"

    @property
    def principal(self) -> Person | Business:
        """Return whom the mandate is over; the constraint mandate_over_one leaves exactly one."""
        principal = self.person or self.business
        assert principal is not None
        return principal

    def works_on(self, day: date) -> bool:
        """Tell whether it works on a day: the same answer as `in_force`, for one in hand."""
        return self.seen_at is not None and rules.holds_on(
            day, starts_on=self.starts_on, ends_on=self.ends_on, revoked_on=self.revoked_on
        )

    def is_over(self, on: date) -> bool:
        """Tell whether it has ended by a day, seen or not."""
        return not rules.holds_on(
            max(on, self.starts_on),
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            revoked_on=self.revoked_on,
        )
