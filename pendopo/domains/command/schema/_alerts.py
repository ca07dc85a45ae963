"""An alert: a number, its threshold, how long it may be beyond it, and who acts then."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from string import Formatter
from typing import Literal, Self

from pydantic import Field, model_validator

from pendopo.domains.command.schema._panels import Column, Source
from pendopo.kernel.content import Package
from pendopo.kernel.content import Source as Origin
from pendopo.kernel.content.schema import CodeText, Part

FIELDS = {"where", "value", "threshold"}


class Severity(StrEnum):
    """How bad it is; each has a word, a shape and a colour."""

    DANGER = "danger"
    WARNING = "warning"
    NOTICE = "notice"


SEVERITY_WORDS = {
    Severity.DANGER: "Bahaya",
    Severity.WARNING: "Waspada",
    Severity.NOTICE: "Perhatian",
}


class Threshold(Part):
    """From which number on it is wrong since a day; `clears_at` is where it is well again.

    Between the two nothing changes, so that a number that swings around one edge does not flap.
    """

    value: Decimal
    clears_at: Decimal
    since: date
    source: Origin


class AlertPackage(Package):
    """One alert, for the whole government or for each part of a breakdown.

    A figure brings its own parts; a measure is split by `breakdown`. `role` names who acts: in the
    agency that is named, else in the whole government. A measure of fewer than `fewest` rows is
    never wrong: one late case of one is no share worth an alarm.
    """

    watches: Source
    breakdown: Column | Literal[""] = ""
    per_part: bool = False
    comparison: Literal["above", "below"]
    thresholds: tuple[Threshold, ...] = Field(min_length=1, max_length=20)
    for_minutes: int = Field(default=0, ge=0, le=7 * 24 * 60)
    fewest: int = Field(default=1, ge=1, le=10_000)
    severity: Severity
    sentence: str = Field(min_length=10, max_length=200)
    role: CodeText

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        self._check_sentence()
        self._check_thresholds()
        if self.per_part and self.watches.measure and not self.breakdown:
            raise ValueError("rincian (breakdown) wajib diisi bila peringatan berlaku per bagian")
        return self

    def threshold(self, on: date) -> Threshold | None:
        """Return the threshold in force on a day, or None before the first."""
        past = [each for each in self.thresholds if each.since <= on]
        return max(past, key=lambda each: each.since, default=None)

    def _check_sentence(self) -> None:
        names = {name for _, name, _, _ in Formatter().parse(self.sentence) if name is not None}
        if names - FIELDS:
            raise ValueError("kalimat (sentence) hanya mengenal {where}, {value}, {threshold}")

    def _check_thresholds(self) -> None:
        if len({each.since for each in self.thresholds}) != len(self.thresholds):
            raise ValueError("dua ambang (thresholds) mulai berlaku pada hari yang sama")
        for each in self.thresholds:
            gap = each.value - each.clears_at
            if (gap if self.comparison == "above" else -gap) < 0:
                raise ValueError("clears_at harus di sisi aman dari ambangnya (value)")
