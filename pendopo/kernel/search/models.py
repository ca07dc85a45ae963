"""What can be found, and the words it is found by."""

from django.db import models

from pendopo.kernel.search.words import LONGEST


class SearchDocument(models.Model):
    """A subject that can be found, and the agency whose staff may find it."""

    subject = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=30)
    unit = models.CharField(max_length=250)

    class Meta:
        db_table = "search_document"

    def __str__(self) -> str:
        """Return the subject."""
        return self.subject


class SearchToken(models.Model):
    """One word of one document."""

    document = models.ForeignKey(
        SearchDocument, on_delete=models.CASCADE, related_name="tokens", db_index=False
    )
    token = models.CharField(max_length=LONGEST)

    class Meta:
        db_table = "search_token"
        constraints = [
            models.UniqueConstraint(fields=["document", "token"], name="search_token_once")
        ]
        indexes = [models.Index(fields=["token", "document"], name="search_token_by_word")]

    def __str__(self) -> str:
        """Return the word."""
        return self.token
