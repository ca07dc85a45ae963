"""The shape of a site's schedule: its clinics, their sessions of the week, and the queue's rule."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from itertools import pairwise
from typing import Literal

from pydantic import Field, model_validator

from pendopo.kernel.content.schema import CodeText, Package, Part, Source

Weekday = Literal["senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"]
WEEKDAYS: tuple[Weekday, ...] = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")


class WeeklySession(Part):
    """A session that returns every week, in the government's local time."""

    days: tuple[Weekday, ...] = Field(min_length=1)
    start: time
    end: time
    slot_minutes: int = Field(ge=3, le=60)
    quota_online: int = Field(ge=0, le=200)
    quota_walk_in: int = Field(ge=0, le=200)

    @model_validator(mode="after")
    def end_after_start(self) -> "WeeklySession":
        """Refuse a session that ends before it begins."""
        if self.end <= self.start:
            raise ValueError("Jam selesai harus sesudah jam mulai")
        return self


class Clinic(Part):
    """A poli; `letter` begins its queue numbers."""

    code: CodeText
    name: str = Field(min_length=3, max_length=60)
    letter: str = Field(pattern=r"^[A-Z]$")
    room: str = Field(default="", max_length=30)
    sessions: tuple[WeeklySession, ...] = Field(min_length=1)


class QueueRule(Part):
    """How the next number is chosen: every n-th call is a regular one while both wait."""

    regular_every: int = Field(ge=2, le=10)
    source: Source


class Site(Package):
    """A puskesmas where visits can be booked; `title` is its name."""

    agency: CodeText
    district: str = Field(pattern=r"^\d{2}\.\d{2}\.\d{2}$")
    address: str = Field(min_length=3, max_length=160)
    is_sample: bool
    days_ahead: int = Field(ge=1, le=30)
    queue: QueueRule
    closed_on: tuple[date, ...] = ()
    clinics: tuple[Clinic, ...] = Field(min_length=1)

    def clinic(self, code: str) -> Clinic | None:
        """Return a clinic by code, or None."""
        return next((clinic for clinic in self.clinics if clinic.code == code), None)


def check_package(data: Package, files: Mapping[str, str]) -> Iterable[str]:
    """Yield what does not fit between the clinics of a site."""
    if not isinstance(data, Site):
        raise TypeError(type(data))
    for name in ("code", "letter"):
        values = [getattr(clinic, name) for clinic in data.clinics]
        if len(set(values)) < len(values):
            yield f"Dua poli memakai {name} yang sama."
    for clinic in data.clinics:
        yield from _overlaps(clinic)


def _overlaps(clinic: Clinic) -> Iterable[str]:
    for day in WEEKDAYS:
        times = sorted((s.start, s.end) for s in clinic.sessions if day in s.days)
        if any(later[0] < earlier[1] for earlier, later in pairwise(times)):
            yield f"Sesi {clinic.name} hari {day} saling tumpang tindih."
