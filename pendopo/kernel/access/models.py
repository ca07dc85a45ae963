"""Counters of limits."""

from django.db import models


class Spending(models.Model):
    """How often one key of one bucket was used in its current window.

    `key` is a keyed hash: the table tells neither a phone number nor an address.
    """

    key = models.CharField(max_length=64, primary_key=True)
    spent = models.PositiveIntegerField()
    ends = models.BigIntegerField()
    """When the window ends, in seconds since 1970: an integer is the same on both databases."""

    class Meta:
        db_table = "access_spending"
        indexes = [models.Index(fields=["ends"], name="access_spending_ends")]

    def __str__(self) -> str:
        """Return the hash; there is nothing else to show."""
        return self.key
