"""Who was asked, and what was answered. No row leads from an answer back to a person or case."""

from django.db import models
from django.db.models import Q

from pendopo.domains.surveys.rules import ELEMENTS, HIGHEST, LOWEST
from pendopo.kernel.privacy.classes import DataClass
from pendopo.kernel.privacy.fields import EncryptedText


class Invitation(models.Model):
    """One closed case, one invitation, at most one answer."""

    token = models.CharField(max_length=32, unique=True)
    subject = models.CharField(max_length=120, unique=True)
    survey = models.CharField(max_length=60)
    service = models.CharField(max_length=60)
    agency = models.CharField(max_length=80)
    unit = models.CharField(max_length=250)
    person_ref = models.CharField(max_length=100, db_index=True)
    is_free = models.BooleanField()
    invited_on = models.DateField()
    answered_on = models.DateField(null=True)
    """A day and not a moment: a moment would join the answer to the case."""

    class Meta:
        db_table = "surveys_invitation"
        indexes = [models.Index(fields=["service", "invited_on"], name="surveys_invited")]

    def __str__(self) -> str:
        """Return the subject."""
        return self.subject


class Answer(models.Model):
    """The scores of one respondent, apart from who it was and which case it was about."""

    service = models.CharField(max_length=60)
    agency = models.CharField(max_length=80)
    unit = models.CharField(max_length=250)
    answered_on = models.DateField()
    u1 = models.PositiveSmallIntegerField()
    u2 = models.PositiveSmallIntegerField()
    u3 = models.PositiveSmallIntegerField()
    u4 = models.PositiveSmallIntegerField()
    u5 = models.PositiveSmallIntegerField()
    u6 = models.PositiveSmallIntegerField()
    u7 = models.PositiveSmallIntegerField()
    u8 = models.PositiveSmallIntegerField()
    u9 = models.PositiveSmallIntegerField()
    age_group = models.CharField(max_length=60, blank=True)
    sex = models.CharField(max_length=60, blank=True)
    education = models.CharField(max_length=60, blank=True)
    job = models.CharField(max_length=60, blank=True)
    comment = EncryptedText(data_class=DataClass.OTHER_PERSONAL, blank=True, default="")

    class Meta:
        db_table = "surveys_answer"
        indexes = [models.Index(fields=["service", "answered_on"], name="surveys_answered")]
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{element}__range": (LOWEST, HIGHEST)}),
                name=f"surveys_{element}_on_scale",
            )
            for element in ELEMENTS
        ]

    def __str__(self) -> str:
        """Return service and day; never the scores."""
        return f"{self.service} {self.answered_on}"
