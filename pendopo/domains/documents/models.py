"""Tables of the register and of letters."""

import secrets

from django.db import models

from pendopo.domains.documents import rules
from pendopo.kernel.privacy import cipher
from pendopo.kernel.privacy.classes import DataClass
from pendopo.kernel.privacy.fields import EncryptedJSON, EncryptedText, LookupHash


def _random_token() -> str:
    return secrets.token_urlsafe(32)


HASHED_FOR = "documents.letter"
"""What the hash of a verify token is for; no other hash of the house equals it."""


def _random_ref() -> str:
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    return "letter:" + "".join(secrets.choice(alphabet) for _ in range(16))


class Series(models.Model):
    """A counter: one row per agency, family of letters and year, locked while it counts."""

    agency = models.CharField(max_length=60)
    family = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last_seq = models.PositiveIntegerField(default=0)
    last_date = models.DateField(null=True, blank=True)

    class Meta:
        """One counter for each scope."""

        constraints = [
            models.UniqueConstraint(fields=["agency", "family", "year"], name="series_once")
        ]


class Template(models.Model):
    """The text of a letter template, kept once for all letters that were written with it."""

    digest = models.CharField(max_length=64, unique=True)
    version = models.CharField(max_length=80)
    source = models.TextField()


class LetterState(models.TextChoices):
    """Where a letter stands; only a signed one is in force."""

    DRAFTED = "drafted", "Disiapkan"
    FROZEN = "frozen", "Menunggu tanda tangan"
    SIGNED = "signed", "Berlaku"
    REVOKED = "revoked", "Dicabut"
    CORRECTED = "corrected", "Diganti"
    VOID = "void", "Batal"


class LetterQuerySet(models.QuerySet["Letter"]):
    """Lists of letters."""

    def waiting(self) -> "LetterQuerySet":
        """Return letters that have a number and no signature."""
        return self.filter(state__in=[LetterState.DRAFTED, LetterState.FROZEN])

    def by_token(self, token: str) -> "LetterQuerySet":
        """Return the letter that this verify token opens, if any."""
        return self.filter(token_hash__in=Letter.hashes(token))


class Letter(models.Model):
    """One letter: what it says, who signs it, and the bytes that were fixed and signed.

    `signer` is the officer whose name stands on it, with the capacity printed there; both are
    checked again at the moment of signing.
    """

    ref = models.CharField(max_length=40, unique=True, default=_random_ref, editable=False)
    kind = models.CharField(max_length=80)
    title = models.CharField(max_length=160)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="+")
    sheet = models.ForeignKey("content.Version", on_delete=models.PROTECT, related_name="+")
    data = EncryptedJSON(data_class=DataClass.OTHER_PERSONAL)
    numbering = models.JSONField()
    subject = models.CharField(max_length=100)
    holder = models.CharField(max_length=100, blank=True)
    holder_masked = models.CharField(max_length=120, blank=True)
    agency = models.CharField(max_length=60)
    unit = models.CharField(max_length=255)
    permission = models.CharField(max_length=60, default="documents.sign")
    state = models.CharField(
        max_length=10, choices=LetterState.choices, default=LetterState.DRAFTED
    )
    document_date = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    token = EncryptedText(data_class=DataClass.DOCUMENT, default=_random_token)
    token_hash = LookupHash(of="token", purpose=HASHED_FOR, unique=True)
    signer = models.CharField(max_length=100)
    capacity = models.CharField(
        max_length=12,
        choices=[(c.value, c.value) for c in rules.Capacity],
        default=rules.Capacity.DEFINITIVE.value,
    )
    frozen_file = models.ForeignKey(
        "files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    frozen_sha256 = models.CharField(max_length=64, blank=True)
    signed_file = models.ForeignKey(
        "files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_sha256 = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    simulation = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=40, blank=True)
    ended_note = EncryptedText(data_class=DataClass.OTHER_PERSONAL, blank=True, default="")
    replaced_by = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        """A signed letter always has its signing moment; lists ask by unit, subject, signer."""

        indexes = [
            models.Index(fields=["state", "unit"], name="letter_state_unit"),
            models.Index(fields=["subject"], name="letter_subject"),
            models.Index(fields=["signer", "state"], name="letter_signer_state"),
        ]
        constraints = [
            models.CheckConstraint(
                name="letter_signed_has_time",
                condition=models.Q(state__in=["drafted", "frozen", "void"], signed_at=None)
                | models.Q(state__in=["signed", "revoked", "corrected"], signed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="letter_frozen_has_hash",
                condition=~models.Q(state="frozen")
                | (~models.Q(frozen_sha256="") & models.Q(frozen_file__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        """Never a name or number: this text ends up in logs."""
        return self.ref

    @property
    def number(self) -> str:
        """Return the number as it stands in the register."""
        return self.entry.number

    @property
    def pk_text(self) -> str:
        """Return the reference without its kind, as addresses carry it."""
        return self.ref.removeprefix("letter:")

    @staticmethod
    def hashes(token: str) -> list[str]:
        """Return the hashes under which a token may be stored while keys rotate."""
        return cipher.lookup_hashes(token, HASHED_FOR)


class EntryState(models.TextChoices):
    """Every number is one of these, for ever."""

    AWAITING = "awaiting_signature", "Menunggu tanda tangan"
    ISSUED = "issued", "Terbit"
    VOID = "void", "Batal"


class RegisterEntry(models.Model):
    """A number that was taken; it never disappears and is never given twice."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="entries")
    seq = models.PositiveIntegerField()
    number = models.CharField(max_length=80, db_index=True)
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="entry")
    state = models.CharField(max_length=20, choices=EntryState.choices, default=EntryState.AWAITING)
    reason = models.CharField(max_length=40, blank=True)
    document_date = models.DateField()
    number_issued_at = models.DateTimeField()

    class Meta:
        """No number twice in a series; a void one names its reason."""

        constraints = [
            models.UniqueConstraint(fields=["series", "seq"], name="register_number_once"),
            models.CheckConstraint(
                name="register_void_has_reason",
                condition=~models.Q(state="void") | ~models.Q(reason=""),
            ),
        ]
        indexes = [models.Index(fields=["state", "series", "seq"], name="register_state")]
