"""Tables of cases. A case keeps the versions of service and workflow that it was filed under."""

from collections.abc import Collection
from functools import cached_property
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from pendopo.domains.cases.schema import ServicePackage, WorkflowPackage
from pendopo.kernel.calendar.rules import Stop
from pendopo.kernel.content import library
from pendopo.kernel.privacy.classes import DataClass
from pendopo.kernel.privacy.fields import EncryptedJSON, EncryptedText, LookupHash


class Channel(models.TextChoices):
    """How the case came in."""

    ONLINE = "online", "Daring"
    OFFLINE = "offline", "Daring, diisi tanpa sinyal"
    COUNTER = "counter", "Loket"


LINE = ("number", "service_version", "workflow_version", "state", "due_at", "closed_at")
"""What one line of a list shows of a case, beside the names of applicant and officer."""

ASKED = ["due_at", "id", "state", "assignee", "service", "district"]
"""What tabs and filters of the work list ask of an open case, in the order of the list."""
OPEN, CLOSED = Q(closed_at__isnull=True), Q(closed_at__isnull=False)


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases, filtered."""

    def open(self) -> "CaseQuerySet":
        """Keep what is not finished."""
        return self.filter(OPEN)

    def of_agencies(self, agencies: Collection[int] | None) -> "CaseQuerySet":
        """Keep the cases of these agencies (ids); None keeps all.

        A list of ids and not a path prefix: one agency then reads its own index in order.
        """
        return self if agencies is None else self.filter(agency__in=agencies)

    def with_relations(self) -> "CaseQuerySet":
        """Fetch in one query the people and the office that the page of a case names.

        Service and workflow are not joined: they lie in memory (see `package`), and PostgreSQL
        would plan seven tables for longer than it reads them (10 ms and 0.6 ms, measured).
        """
        return self.select_related("applicant", "business", "filed_by", "agency", "assignee")

    def as_lines(self) -> "CaseQuerySet":
        """Fetch what a list shows and no more: whatever is sealed stays in the database."""
        names = ("applicant__name", "business__name", "assignee__name")
        return self.select_related("applicant", "business", "assignee").only(*LINE, *names)


class Case(models.Model):
    """One request of one person, or of a business that the person acts for, for one service."""

    number = models.CharField(max_length=13, unique=True)
    service = models.CharField(max_length=60)
    # Without an index of their own: nobody asks by version, and agency and applicant begin others.
    service_version = models.ForeignKey(
        "content.Version", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    workflow_version = models.ForeignKey(
        "content.Version", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    agency = models.ForeignKey(
        "people.Agency", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    district = models.CharField(max_length=8, blank=True, default="")
    applicant = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """The person, or who stood for the business when it asked."""
    business = models.ForeignKey(
        "people.Business",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    """The applicant, where it is a business; whoever holds a mandate over it acts in the case."""
    filed_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    consent = models.CharField(max_length=40, blank=True, default="")
    """How the applicant agreed when an officer filed: "lisan-di-loket", "surat-kuasa"."""
    assignee = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    channel = models.CharField(max_length=8, choices=Channel.choices)
    state = models.CharField(max_length=40)
    answers = EncryptedJSON(data_class=DataClass.OTHER_PERSONAL, null=True)
    tracking = LookupHash(purpose="tracking", db_index=True, default="")
    submitted_at = models.DateTimeField()
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=40, blank=True, default="")
    net_days = models.PositiveSmallIntegerField(null=True, blank=True)
    gross_days = models.PositiveSmallIntegerField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    """Grows with every step; two officers who decide at once: the second one is told."""
    erase_on = models.DateField(null=True, blank=True)

    objects: ClassVar[models.Manager["Case"]] = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            # The work list: open cases of one office or of all, the most urgent first. They are
            # counted, by tab and by filter, from the index alone.
            models.Index(fields=["agency", *ASKED], condition=OPEN, name="case_open"),
            models.Index(fields=ASKED, condition=OPEN, name="case_open_due"),
            models.Index(fields=["applicant", "-submitted_at"], name="case_of_person"),
            # Few cases are a business's: no other row pays for this one.
            models.Index(
                fields=["business", "-submitted_at"],
                condition=Q(business__isnull=False),
                name="case_of_business",
            ),
            models.Index(fields=["agency", "-submitted_at"], name="case_agency_submitted"),
            models.Index(fields=["submitted_at"], name="case_submitted"),
            # Partial, or SQLite would look for open cases in them.
            models.Index(fields=["closed_at"], condition=CLOSED, name="case_closed"),
            models.Index(
                fields=["agency", "-closed_at"], condition=CLOSED, name="case_agency_closed"
            ),
            models.Index(
                fields=["service", "outcome", "closed_at", "net_days"],
                condition=CLOSED,
                name="case_service_days",
            ),
            models.Index(
                fields=["erase_on"], condition=Q(erase_on__isnull=False), name="case_erase"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("submitted_at")),
                name="case_closes_after_submission",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="")
                | Q(closed_at__isnull=False) & ~Q(outcome=""),
                name="case_closed_has_outcome",
            ),
        ]

    def __str__(self) -> str:
        """Return the number."""
        return self.number

    @property
    def ref(self) -> str:
        """Return what other domains call this case."""
        return f"case:{self.number}"

    @property
    def applicant_ref(self) -> str:
        """Return the reference of the applicant: of the business where there is one."""
        return self.business.ref if self.business else self.applicant.ref

    @property
    def applicant_name(self) -> str:
        """Return what lists and letters call the applicant."""
        return self.business.name if self.business else self.applicant.name

    @cached_property
    def package(self) -> ServicePackage:
        """Return the service as it was when the case was filed."""
        data = library.by_id("services", self.service_version_id).data
        if not isinstance(data, ServicePackage):
            raise TypeError(f"{self.number}: not a service")
        return data

    @cached_property
    def workflow(self) -> WorkflowPackage:
        """Return the workflow as it was when the case was filed."""
        data = library.by_id("workflows", self.workflow_version_id).data
        if not isinstance(data, WorkflowPackage):
            raise TypeError(f"{self.number}: not a workflow")
        return data


class ClockStop(models.Model):
    """The clock of a case stood from one moment to another."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="stops")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="case_one_open_stop"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="case_stop_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        """Return the case and the moment."""
        return f"{self.case_id} {self.started_at:%Y-%m-%d}"

    def as_rule(self) -> Stop:
        """Return the pure value that the calendar counts with."""
        return Stop(self.started_at, self.ended_at)


class CaseNote(models.Model):
    """Why a step was taken, or a remark among officers. Kept apart from the ledger: it is text."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=40, blank=True, default="")
    text = EncryptedText(data_class=DataClass.OTHER_PERSONAL)
    shown_to_applicant = models.BooleanField()
    written_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "written_at"], name="case_notes")]

    def __str__(self) -> str:
        """Never the text."""
        return f"{self.case_id} {self.step}"


class CaseFile(models.Model):
    """A document that belongs to an answer."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="files")
    field = models.CharField(max_length=40)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    replaced = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "field"],
                condition=Q(replaced=False),
                name="case_one_file_per_field",
            )
        ]

    def __str__(self) -> str:
        """Return case and field."""
        return f"{self.case_id} {self.field}"


class CaseReference(models.Model):
    """A number of another system: the NIB, the SIAK registration, the certificate."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="references")
    step = models.CharField(max_length=40)
    number = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the number."""
        return self.number


class FeeReceipt(models.Model):
    """A fee paid at the counter, once per case, in rupiah."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="fee_receipt")
    amount = models.PositiveBigIntegerField()
    receipt_number = models.CharField(max_length=60)
    received_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    paid_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="fee_is_positive"),
        ]

    def __str__(self) -> str:
        """Return the receipt's number."""
        return self.receipt_number
