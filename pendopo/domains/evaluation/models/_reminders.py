"""What the officers of an agency, and the coordinators, were reminded of."""

from django.db import models


class Reminder(models.Model):
    """What one agency (or, with no agency, the coordinators) was reminded of on a day, once."""

    key = models.CharField(max_length=22, unique=True)
    day = models.DateField()
    stage = models.CharField(max_length=12)
    agency = models.CharField(max_length=60, blank=True)
    count = models.PositiveIntegerField()
    due_on = models.DateField(null=True, blank=True)
    people = models.PositiveIntegerField()
    """How many persons a notice was left for; 0 where nobody sits on a post that answers."""
    sent_at = models.DateTimeField()

    class Meta:
        db_table = "evaluation_reminder"
        constraints = [
            models.UniqueConstraint(
                fields=["day", "stage", "agency"], name="evaluation_reminded_once"
            )
        ]
        indexes = [models.Index(fields=["agency", "-day"], name="evaluation_reminded")]

    def __str__(self) -> str:
        """Name day, stage and agency."""
        return f"{self.day} {self.stage} {self.agency}".rstrip()

    @property
    def ref(self) -> str:
        """Return how notices and the ledger name it."""
        return f"reminder:{self.key}"
