"""Assessments, and everything that is stated, proven, said and decided about their indicators."""

from django.db import models
from django.db.models import Q

from pendopo.kernel.privacy.classes import DataClass
from pendopo.kernel.privacy.fields import EncryptedText


class State(models.TextChoices):
    """Where an assessment stands."""

    OPEN = "open", "Diisi perangkat daerah"
    REVIEW = "review", "Menunggu penetapan Sekda"
    SIGNED = "signed", "Ditetapkan"


class Assessment(models.Model):
    """One instrument version, filled for one period."""

    key = models.SlugField(max_length=70, unique=True)
    """Instrument and period, as the address says it: `pemdi-2026-2027`."""
    version = models.ForeignKey("content.Version", on_delete=models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=60)
    period = models.CharField(max_length=7)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    target = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)
    opened_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.CharField(max_length=100, blank=True)
    signed_as = models.CharField(max_length=160, blank=True)
    frozen = models.JSONField(default=dict, blank=True)
    """The inputs at the signature: code → exact number, whether it applies, doubts."""

    class Meta:
        db_table = "evaluation_assessment"
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "period"], name="evaluation_once_per_period"
            ),
            models.CheckConstraint(
                condition=Q(state="signed", signed_at__isnull=False)
                | Q(signed_at__isnull=True, signed_by="", signed_as="") & ~Q(state="signed"),
                name="evaluation_signed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        """Return the key."""
        return self.key

    @property
    def ref(self) -> str:
        """Return how other parts name it."""
        return f"assessment:{self.key}"


class Assignment(models.Model):
    """An agency fills an indicator until a day."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="assignments")
    indicator = models.CharField(max_length=20)
    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    assigned_at = models.DateTimeField()

    class Meta:
        db_table = "evaluation_assignment"
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "indicator", "agency"], name="evaluation_assigned_once"
            )
        ]
        indexes = [models.Index(fields=["agency", "due_on"], name="evaluation_due")]

    def __str__(self) -> str:
        """Name indicator and agency."""
        return f"{self.indicator} @ {self.agency_id}"


class Side(models.TextChoices):
    """Who states a value. What the engine measures is never stated: it is read again each time."""

    CLAIMED = "claimed", "Diusulkan perangkat daerah"
    VERIFIED = "verified", "Diperiksa asesor"


class Statement(models.Model):
    """A value somebody stands for. Rows are never changed: the newest of each side counts."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="statements")
    indicator = models.CharField(max_length=20)
    side = models.CharField(max_length=8, choices=Side.choices)
    parts = models.JSONField()
    """What was typed, so that the exact value can be computed again: {"value": "2.8"}."""
    value = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)
    reason = EncryptedText(data_class=DataClass.OTHER_PERSONAL)
    by = models.CharField(max_length=100)
    agency = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "evaluation_statement"
        indexes = [
            models.Index(fields=["assessment", "indicator", "side"], name="evaluation_stated")
        ]

    def __str__(self) -> str:
        """Name indicator and side."""
        return f"{self.indicator} {self.side}"


class EvidenceKind(models.TextChoices):
    """What stands behind a value. Checklists and judgements are parts of statements."""

    DOCUMENT = "document", "Dokumen"
    MEASURE = "measure", "Ukuran"


class Verdict(models.TextChoices):
    """What an assessor made of a piece of evidence."""

    WAITING = "waiting", "Belum diperiksa"
    ACCEPTED = "accepted", "Diterima"
    REFUSED = "refused", "Ditolak"


class Evidence(models.Model):
    """A document or a reading that proves one input of one indicator."""

    key = models.CharField(max_length=22, unique=True)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="evidence")
    indicator = models.CharField(max_length=20)
    input = models.CharField(max_length=60)
    kind = models.CharField(max_length=8, choices=EvidenceKind.choices)
    title = models.CharField(max_length=160)
    file = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sha256 = models.CharField(max_length=64, blank=True)
    reading = models.JSONField(null=True, blank=True)
    """Of a measure: value, rows, version and watermark as they were when it was attached."""
    effective_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    agency = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=255)
    attached_by = models.CharField(max_length=100)
    attached_at = models.DateTimeField()
    verdict = models.CharField(max_length=8, choices=Verdict.choices, default=Verdict.WAITING)
    judged_by = models.CharField(max_length=100, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    reason = EncryptedText(data_class=DataClass.OTHER_PERSONAL, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "evaluation_evidence"
        verbose_name_plural = "evidence"
        indexes = [models.Index(fields=["assessment", "indicator"], name="evaluation_proof")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="document", file__isnull=False)
                | Q(kind="measure", reading__isnull=False),
                name="evaluation_proof_has_body",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=models.F("effective_on")),
                name="evaluation_proof_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        """Name indicator and input."""
        return f"{self.indicator} {self.input}"

    @property
    def ref(self) -> str:
        """Return how files and the ledger name it."""
        return f"evidence:{self.key}"


class Comment(models.Model):
    """A note between agency, assessor and coordinator."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="comments")
    indicator = models.CharField(max_length=20)
    text = EncryptedText(data_class=DataClass.OTHER_PERSONAL)
    by = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        db_table = "evaluation_comment"
        indexes = [models.Index(fields=["assessment", "indicator"], name="evaluation_said")]

    def __str__(self) -> str:
        """Name the indicator; never the text."""
        return self.indicator


class Meeting(models.Model):
    """A meeting of the team, with its minutes."""

    key = models.CharField(max_length=22, unique=True)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="meetings")
    title = models.CharField(max_length=160)
    held_on = models.DateField()
    minutes = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "evaluation_meeting"

    def __str__(self) -> str:
        """Return the title."""
        return self.title

    @property
    def ref(self) -> str:
        """Return how files and the ledger name it."""
        return f"meeting:{self.key}"


class Decision(models.Model):
    """What a meeting decided about an indicator, and who does it until when."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    indicator = models.CharField(max_length=20)
    text = models.CharField(max_length=400)
    agency = models.ForeignKey(
        "people.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "evaluation_decision"
        indexes = [models.Index(fields=["indicator", "done_on"], name="evaluation_decided")]

    def __str__(self) -> str:
        """Name the indicator."""
        return self.indicator
