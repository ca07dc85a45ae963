"""Alerts as they stand, and the weeks of the public feed as they were published."""

from django.db import models
from django.db.models import Q

from pendopo.kernel.privacy.classes import DataClass
from pendopo.kernel.privacy.fields import EncryptedText


class Alert(models.Model):
    """One alert of one part since it went beyond its threshold; history once it is cleared.

    Before `raised_at` nobody has been told: it may still be a passing peak.
    """

    code = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    part = models.CharField(max_length=60, blank=True)
    """The agency or district, empty for the whole government."""
    unit = models.CharField(max_length=255, default="/")
    """The path of the agency that acts."""
    severity = models.CharField(max_length=10)
    text = models.CharField(max_length=300)
    value = models.DecimalField(max_digits=18, decimal_places=4)
    since = models.DateTimeField()
    last_seen = models.DateTimeField()
    raised_at = models.DateTimeField(null=True, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    """When a screen last had to show something else."""
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.CharField(max_length=100, blank=True)
    note = EncryptedText(data_class=DataClass.OTHER_PERSONAL, blank=True, default="")

    class Meta:
        db_table = "command_alert"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "part"],
                condition=Q(cleared_at__isnull=True),
                name="command_alert_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True) | Q(raised_at__isnull=False),
                name="command_alert_cleared_after_raised",
            ),
        ]
        indexes = [models.Index(fields=["cleared_at", "raised_at"], name="command_alert_standing")]

    def __str__(self) -> str:
        """Name alert and part."""
        return f"{self.code} {self.part}".rstrip()

    @property
    def ref(self) -> str:
        """Return how the ledger names it."""
        return f"alert:{self.pk}"


class FeedWeek(models.Model):
    """A week that was published; what came later changes nothing, so nothing can be compared."""

    monday = models.DateField(primary_key=True)
    published_at = models.DateTimeField()

    class Meta:
        db_table = "command_feed_week"

    def __str__(self) -> str:
        """Name the week by its Monday."""
        return f"{self.monday:%Y-%m-%d}"


class FeedRow(models.Model):
    """A band of one kind of event in one district of a published week; never an exact number."""

    week = models.ForeignKey(FeedWeek, on_delete=models.CASCADE, related_name="rows")
    event = models.CharField(max_length=80)
    district = models.CharField(max_length=13, blank=True)
    low = models.PositiveIntegerField()
    high = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        db_table = "command_feed_row"
        constraints = [
            models.UniqueConstraint(
                fields=["week", "event", "district"], name="command_feed_row_once"
            ),
            models.CheckConstraint(condition=Q(low__gte=5), name="command_feed_nobody_few"),
        ]

    def __str__(self) -> str:
        """Name week, event and district."""
        return f"{self.week_id} {self.event} {self.district}".rstrip()
