"""Shapes of the content that cases reads: services, workflows, catalogue, information pages."""

from pendopo.domains.cases.schema._catalogue import (
    CatalogueEntry,
    CataloguePackage,
    PagePackage,
    PageSection,
)
from pendopo.domains.cases.schema._services import (
    Choice,
    Condition,
    Deadline,
    Fee,
    FieldType,
    FormField,
    FormPage,
    Handler,
    LetterSpec,
    ServicePackage,
    Standard,
    StandardPart,
)
from pendopo.domains.cases.schema._workflows import StateSpec, StepSpec, WorkflowPackage

__all__ = [
    "CatalogueEntry",
    "CataloguePackage",
    "Choice",
    "Condition",
    "Deadline",
    "Fee",
    "FieldType",
    "FormField",
    "FormPage",
    "Handler",
    "LetterSpec",
    "PagePackage",
    "PageSection",
    "ServicePackage",
    "Standard",
    "StandardPart",
    "StateSpec",
    "StepSpec",
    "WorkflowPackage",
]
