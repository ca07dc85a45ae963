"""What the lake keeps in the database: results of measures, so that pages never compute."""

from django.db import models


class KeptResult(models.Model):
    """Sums and counts of one measure version in one period, whole or by one breakdown.

    `parts` holds what was counted (keeping.py writes and reads it); `fingerprint` names the files
    that it was made of.
    Where the engine had to stop, `trouble` says why, so that nobody waits for it a second time.
    A row can be deleted at any time: it is computed again.
    """

    code = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    period = models.CharField(max_length=10)
    breakdown = models.CharField(max_length=60, blank=True)
    fingerprint = models.CharField(max_length=64)
    watermark = models.BigIntegerField()
    parts = models.JSONField()
    trouble = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        db_table = "lake_kept_result"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version", "period", "breakdown"], name="lake_kept_once"
            )
        ]

    def __str__(self) -> str:
        """Name measure, period and breakdown."""
        return f"{self.code} {self.period} {self.breakdown}".rstrip()
