"""Days off by decree, and a mark that is new whenever they change."""

from django.db import models

from pendopo.kernel.calendar.rules import KIND_WORDS

SEEDED_FROM = "pustaka holidays"
"""Source of days that came from the software library and not from a decree; a prefix."""


class CalendarDay(models.Model):
    """One day off of one calendar, with the decree it comes from."""

    class Confidence(models.TextChoices):
        """How sure we are; an estimated date waits for the decree."""

        OFFICIAL = "official", "resmi"
        SECONDARY = "secondary", "sumber kedua"
        ESTIMATED = "estimated", "perkiraan"

    calendar = models.CharField(max_length=60)
    date = models.DateField()
    kind = models.CharField(max_length=20, choices=[(k.value, w) for k, w in KIND_WORDS.items()])
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=160)
    confidence = models.CharField(max_length=10, choices=Confidence.choices)

    class Meta:
        db_table = "calendar_day"
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "date", "kind", "name"], name="calendar_day_once"
            )
        ]

    def __str__(self) -> str:
        """Return the date and the name."""
        return f"{self.date} {self.name}"
