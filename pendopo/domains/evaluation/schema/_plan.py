"""When agencies are reminded of what they still have to fill, and when a report has grown old."""

from typing import Annotated

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from pendopo.kernel.content.schema import CodeText, Package, Source

WorkingDays = Annotated[int, Field(ge=1, le=60)]


class ReminderPlan(Package):
    """Content of `content/reminders/penilaian/reminder.yaml`; days are working days of `calendar`.

    A deadline is told `before` it, on its day, and every `overdue_every` days after it; the list
    of what was done but not reported every `unreported_every` days. `stale_days` are calendar days.
    """

    calendar: CodeText
    before: tuple[WorkingDays, ...] = Field(max_length=6)
    overdue_every: WorkingDays
    unreported_every: WorkingDays
    stale_days: int = Field(ge=1, le=366)
    source: Source

    @field_validator("before")
    @classmethod
    def _falls(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        if list(days) != sorted(set(days), reverse=True):
            raise PydanticCustomError("plan", "Hari sebelum tenggat ditulis dari yang terjauh.")
        return days
