"""What the calendar announces."""

from dataclasses import dataclass

from pendopo.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class CalendarChanged(
    Event, name="calendar.days_changed", label="Hari libur kalender kerja diperbarui", public=True
):
    """Days off were added to or removed from a calendar (`calendar:nasional`)."""

    added: int
    removed: int
