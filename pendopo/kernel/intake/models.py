"""What was received, and the receipt that was given for it."""

from django.db import models

from pendopo.kernel.privacy.classes import DataClass
from pendopo.kernel.privacy.fields import EncryptedJSON


class Submission(models.Model):
    """One thing sent once. The receipt is sealed: it may hold a tracking code."""

    id = models.UUIDField(primary_key=True)
    owner = models.CharField(max_length=100)
    """`person:…`, or `device:` and a keyed hash for somebody without an account."""
    form = models.CharField(max_length=100)
    key = models.UUIDField()
    body_sha256 = models.CharField(max_length=64)
    """HMAC-SHA-256: tells whether two bodies are the same, and nothing about them."""
    receipt = EncryptedJSON(data_class=DataClass.OTHER_PERSONAL, null=True)
    received_at = models.DateTimeField()

    class Meta:
        db_table = "intake_submission"
        constraints = [
            models.UniqueConstraint(fields=["owner", "form", "key"], name="intake_submission_once")
        ]

    def __str__(self) -> str:
        """Return form and key."""
        return f"{self.form} {self.key}"
