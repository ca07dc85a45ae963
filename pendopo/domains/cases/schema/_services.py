"""What a service is, as content: the shape of `content/services/<code>/service.yaml`.

Facts behind the fields: the 14 parts of the service standard (UU 25/2009, Permenpan RB 15/2014),
data classes (UU 27/2022), the baseline before digitalisation (asked by the TP2DD criteria).
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from pendopo.kernel.content import Package, Source
from pendopo.kernel.content.schema import CodeText, Part
from pendopo.kernel.privacy.classes import DataClass

Sentence = Annotated[str, Field(min_length=2, max_length=600)]
Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class FieldType(StrEnum):
    """What kind of answer a field takes; each has one widget and one reader."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NIK = "nik"
    FAMILY_CARD = "family_card"
    NIB = "nib"
    PHONE = "phone"
    EMAIL = "email"
    DATE = "date"
    NUMBER = "number"
    MONEY = "money"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    DISTRICT = "district"
    VILLAGE = "village"
    FILE = "file"
    DECLARATION = "declaration"


class Condition(Part):
    """When a field is asked: a closed list of operators over earlier answers, exactly one each."""

    all: tuple["Condition", ...] | None = None
    any: tuple["Condition", ...] | None = None
    none: tuple["Condition", ...] | None = None
    field: Word | None = None
    equals: str | bool | int | None = None
    one_of: tuple[str, ...] | None = None
    filled: bool | None = None

    @model_validator(mode="after")
    def _one_meaning(self) -> Self:
        groups = [g for g in (self.all, self.any, self.none) if g is not None]
        tests = [t for t in (self.equals, self.one_of, self.filled) if t is not None]
        if self.field is None and len(groups) == 1 and not tests:
            return self
        if self.field is not None and not groups and len(tests) == 1:
            return self
        raise ValueError("syarat memakai satu dari all/any/none, atau field dengan satu pembanding")

    def fields(self) -> set[str]:
        """Return every field that this condition looks at."""
        inner = (*(self.all or ()), *(self.any or ()), *(self.none or ()))
        own = {self.field} if self.field else set()
        return own.union(*(condition.fields() for condition in inner))


class Choice(Part):
    """One answer to pick."""

    value: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
    label: Sentence


class FormField(Part):
    """One question: what is asked, why, how it is read, and which class of data it is."""

    code: Word
    type: FieldType
    label: Sentence
    hint: str = ""
    why: str = ""
    required: bool = True
    data_class: DataClass | Literal["open"]
    when: Condition | None = None
    choices: tuple[Choice, ...] = ()
    min: int | None = None
    max: int | None = None
    prefill: Literal["", "name", "phone", "email", "district", "village", "address"] = ""

    @model_validator(mode="after")
    def _fits_its_type(self) -> Self:
        picks = self.type in {FieldType.CHOICE, FieldType.CHOICES}
        if picks != bool(self.choices):
            raise ValueError("pilihan (choices) hanya dan harus ada pada choice dan choices")
        return self


class FormPage(Part):
    """One page of the form: one question group."""

    code: Word
    title: Sentence
    text: str = ""
    fields: tuple[FormField, ...] = Field(min_length=1)


class StandardPart(Part):
    """One of the 14 parts. Unconfirmed parts are shown as "contoh, belum disahkan"."""

    text: Sentence | None = None
    items: tuple[Sentence, ...] = ()
    confirmed: bool = False
    source: Source | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.text and not self.items:
            raise ValueError("bagian standar pelayanan tidak boleh kosong")
        return self


class Standard(Part):
    """The service standard: six parts of delivery, eight of its making."""

    requirements: StandardPart
    procedure: StandardPart
    lead_time: StandardPart
    fee: StandardPart
    product: StandardPart
    complaint_channel: StandardPart
    legal_basis: StandardPart
    facilities: StandardPart
    competence: StandardPart
    supervision: StandardPart
    staffing: StandardPart
    service_guarantee: StandardPart
    safety_guarantee: StandardPart
    evaluation: StandardPart

    def parts(self) -> list[tuple[str, StandardPart]]:
        """Return (name, part) in the order of the regulation."""
        return [(name, getattr(self, name)) for name in type(self).model_fields]


class Handler(Part):
    """Which agency handles a case: one by its code, or the one of a kind in the answered area."""

    agency: CodeText | None = None
    kind: Literal["kecamatan", "kelurahan", "puskesmas"] | None = None
    by: Word | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.agency) == bool(self.kind) or bool(self.kind) != bool(self.by):
            raise ValueError("isi agency saja, atau kind bersama by")
        return self


class Deadline(Part):
    """The promise: working days of a calendar after the day of receipt."""

    working_days: int = Field(ge=0, le=250)
    calendar: CodeText = "nasional"
    source: Source


class Fee(Part):
    """What it costs, in rupiah; 0 is free of charge. Paid at the counter until Bara Bayar exists."""

    amount: int = Field(ge=0)
    source: Source


class Numbering(Part):
    """How the letter is numbered: archive class and family of the series."""

    classification: Annotated[str, Field(pattern=r"^[0-9]{3}(\.[0-9]{1,3})*$")]
    family: CodeText = "surat-keterangan"
    pattern: str = "{class}/{seq:04}/{unit}/{year}"
    source: Source


class LetterSpec(Part):
    """The letter a decision produces; `template` is a Typst file of this package."""

    title: Sentence
    template: Annotated[str, Field(pattern=r"^[a-z0-9-]+\.typ$")] = "letter.typ"
    numbering: Numbering
    valid_months: int | None = Field(default=None, ge=1, le=120)


class Baseline(Part):
    """How it was before digitalisation; measured or estimated, says its source."""

    working_days: float = Field(ge=0)
    sheets: int = Field(ge=0)
    visits: int = Field(ge=0)
    unit_cost: int = Field(ge=0)
    measured_on: date
    source: Source


class Retention(Part):
    """How long the case's personal data stays after closing."""

    months: int = Field(ge=1, le=1200)
    source: Source


class OnlineLevel(StrEnum):
    """How far the service goes online."""

    INFO = "info"
    DOWNLOAD = "download"
    APPLY = "apply"
    FULL = "full"


class ServicePackage(Package):
    """One public service."""

    summary: Sentence
    keywords: tuple[str, ...] = ()
    life_events: tuple[CodeText, ...] = ()
    group: CodeText
    popular: bool = False
    channel: Literal["case", "booking", "external", "info"] = "case"
    external_address: str = ""
    applicants: tuple[Literal["citizen", "business", "agency"], ...] = ("citizen",)
    assurance: Literal["none", "contact", "seen", "confirmed"] = "contact"
    online_level: OnlineLevel
    sippn_id: str = ""
    handled_by: Handler
    standard: Standard
    form: tuple[FormPage, ...] = ()
    workflow: CodeText | None = None
    deadline: Deadline | None = None
    fee: Fee
    letter: LetterSpec | None = None
    survey: CodeText | None = "skm"
    retention: Retention
    baseline: Baseline | None = None

    @property
    def takes_businesses(self) -> bool:
        """Tell whether a business may apply in its own name."""
        return "business" in self.applicants

    @property
    def takes_persons(self) -> bool:
        """Tell whether a person may apply without a business."""
        return set(self.applicants) != {"business"}

    def fields(self) -> list[FormField]:
        """Return all fields in the order in which they are asked."""
        return [field for page in self.form for field in page.fields]

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.channel == "case" and not (self.form and self.workflow and self.deadline):
            raise ValueError("layanan dengan permohonan perlu form, workflow, dan deadline")
        self._check_form()
        return self

    def _check_form(self) -> None:
        seen: set[str] = set()
        for field in self.fields():
            if field.code in seen:
                raise ValueError(f"isian “{field.code}” ada dua kali")
            unknown = (field.when.fields() if field.when else set()) - seen
            if unknown:
                raise ValueError(f"syarat “{field.code}” memakai isian yang belum ditanyakan")
            seen.add(field.code)
        if self.form and self.handled_by.by and self.handled_by.by not in seen:
            raise ValueError(f"handled_by.by “{self.handled_by.by}” bukan isian formulir")
