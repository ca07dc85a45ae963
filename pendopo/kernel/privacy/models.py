"""The log of revealed personal data: the person concerned can read who looked, when and why."""

from django.db import models


class Reveal(models.Model):
    """One look at something personal, by whom and for what reason. Rows are only added."""

    subject = models.CharField(max_length=60)
    by = models.CharField(max_length=60)
    data_class = models.CharField(max_length=30)
    reason = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject", "-at"], name="reveal_subject")]

    def __str__(self) -> str:
        """Name the look without saying what was seen."""
        return f"{self.data_class} {self.subject} {self.at:%Y-%m-%d}"
