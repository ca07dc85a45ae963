"""Content of a calendar: desk hours and weekly days off; its holidays are imported apart."""

from datetime import time
from typing import Literal, Self

from pydantic import Field, model_validator

from pendopo.kernel.content.schema import Package, Source

Weekday = Literal["senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu"]
WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")


class CalendarPackage(Package):
    """Metadata of one calendar, `content/calendars/<code>/calendar.yaml`."""

    zone: Literal["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"] = "Asia/Jakarta"
    weekly_off: tuple[Weekday, ...] = Field(default=("sabtu", "minggu"), max_length=6)
    opens: time = time(8)
    closes: time = time(16)
    cut_off: time | None = None
    counts_collective_leave: bool = False
    source: Source

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("jam buka harus sebelum jam tutup")
        return self
