"""Persons, and the number that each says is theirs."""

from django.db import models
from django.db.models import Q

from pendopo.domains.people.models import refs
from pendopo.kernel.actor import Assurance
from pendopo.kernel.privacy.classes import DataClass
from pendopo.kernel.privacy.fields import EncryptedDate, EncryptedText, LookupHash


class Channel(models.TextChoices):
    """How a person likes to be told."""

    APP = "app", "Di Pendopo saja"
    EMAIL = "email", "E-mail"
    WHATSAPP = "whatsapp", "WhatsApp"
    SMS = "sms", "SMS"


class Language(models.TextChoices):
    """The languages of the pages."""

    INDONESIAN = "id", "Bahasa Indonesia"
    ENGLISH = "en", "English"


class Person(models.Model):
    """A human being that the government serves or employs, with or without an account."""

    ref = models.CharField(max_length=40, unique=True, default=refs.person_ref, editable=False)
    name = models.CharField(max_length=200)
    birth_date = EncryptedDate(data_class=DataClass.BIRTH, null=True, blank=True)
    address = EncryptedText(data_class=DataClass.ADDRESS, blank=True, default="")
    contact = EncryptedText(data_class=DataClass.CONTACT, blank=True, default="")
    """Where to reach somebody without an account: a neighbour's number, the village office."""
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.APP)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.INDONESIAN)
    district = models.CharField(max_length=8, blank=True, default="")
    village = models.CharField(max_length=13, blank=True, default="")
    assurance = models.PositiveSmallIntegerField(
        choices=[(level.value, level.name) for level in Assurance], default=Assurance.NONE
    )
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["name"], name="person_name")]

    def __str__(self) -> str:
        """Never a name: this text ends up in logs."""
        return self.ref


class ClaimState(models.TextChoices):
    """How far a NIK is believed."""

    CLAIMED = "claimed", "Diisi sendiri"
    SEEN = "seen", "KTP sudah dilihat petugas"
    CONFIRMED = "confirmed", "Sudah dipastikan Dukcapil"


class NikClaim(models.Model):
    """The NIK that a person says is theirs; until seen it opens nothing and links nothing."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="nik_claim")
    number = EncryptedText(data_class=DataClass.NIK)
    number_hash = LookupHash(of="number", purpose="nik", db_index=True)
    state = models.CharField(max_length=10, choices=ClaimState.choices, default=ClaimState.CLAIMED)
    claimed_at = models.DateTimeField()
    seen_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    seen_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number_hash"],
                condition=~Q(state=ClaimState.CLAIMED),
                name="nik_believed_once",
            ),
            models.CheckConstraint(
                condition=Q(state=ClaimState.CLAIMED)
                | Q(seen_at__isnull=False)
                | Q(confirmed_at__isnull=False),
                name="nik_belief_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        """Never the number."""
        return f"NIK {self.get_state_display()}"
