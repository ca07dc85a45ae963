"""The small values that components draw; a view hands them over ready made."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Phase(StrEnum):
    """Where a line of a timeline stands."""

    DONE = "done"
    NOW = "now"
    NEXT = "next"


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One line of a timeline: what happened, is happening, or comes next."""

    title: str
    phase: Phase = Phase.DONE
    at: datetime | date | None = None
    text: str = ""
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class Link:
    """A word and where it leads: breadcrumbs, tabs, lists."""

    label: str
    address: str = ""
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One row of a definition list; `change` is where it can be corrected."""

    label: str
    value: object
    change: str = ""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar of a chart. `text` replaces the written number, `address` is its door."""

    label: str
    value: float
    address: str = ""
    text: str = ""
    tone: str = "brand"


@dataclass(frozen=True, kw_only=True)
class LetterSheet:
    """One sheet of a stack of letters that waits for a signature."""

    key: str
    title: str
    number: str
    address: str
    for_whom: str = ""
    changes: tuple[str, ...] = field(default=())
