"""The log of revealed personal data, and the prints by which the database knows its keys."""

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


class KeyPrint(models.Model):
    """The fingerprint of a key that seals or hashes data of this database."""

    ring = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64)
    retired = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ring", "version"], name="key_print_once"),
        ]

    def __str__(self) -> str:
        """Name the key."""
        return f"{self.ring} {self.version}"
