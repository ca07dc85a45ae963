"""The mark of a database that was created as a demo."""

from django.db import models


class DemoStamp(models.Model):
    """One row where `pendopo demo` began with an empty database; demo sign-in needs it.

    It cannot be added later: a database with real people never becomes a demo.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    made_at = models.DateTimeField()
    seeded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="demo_stamp_once")]

    def __str__(self) -> str:
        """Say what it is."""
        return "demo"
