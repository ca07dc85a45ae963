"""Tables of stored files and of uploads that are still on their way."""

import secrets

from django.db import models


def _random_id() -> str:
    return secrets.token_urlsafe(16)


class StoredFile(models.Model):
    """A file that passed every check; its bytes lie encrypted under FILES_DIR."""

    id = models.CharField(primary_key=True, max_length=22, default=_random_id, editable=False)
    owner = models.CharField(max_length=100)
    subject = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    data_class = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    keep_until = models.DateField(null=True, blank=True)

    class Meta:
        """Lists ask by subject, clean-up asks by date."""

        indexes = [
            models.Index(fields=["subject"], name="file_subject"),
            models.Index(fields=["keep_until"], name="file_keep_until"),
        ]

    @property
    def path(self) -> str:
        """Return where the sealed bytes lie below FILES_DIR, spread over small folders."""
        return f"{self.id[:2]}/{self.id}"


class Upload(models.Model):
    """A file arriving in pieces over a bad connection; `owner` is a person."""

    id = models.CharField(primary_key=True, max_length=22, default=_random_id, editable=False)
    owner = models.CharField(max_length=100)
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    received = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.CASCADE)

    class Meta:
        """What arrived never exceeds what was announced."""

        indexes = [models.Index(fields=["owner", "created_at"], name="upload_owner")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(received__lte=models.F("size")), name="upload_within_size"
            )
        ]
