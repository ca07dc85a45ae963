"""Working days, clocks and deadlines that explain themselves.

    calendar = kernel_calendar.load("nasional")
    due = rules.due_at(received_at, 3, calendar)
    days = rules.count(received_at, now, calendar, stops)

`rules` is pure; days are imported into the database once a year (`pendopo calendar`).
"""

from pendopo.kernel.calendar.rules import Stop, WorkCalendar, missing_years

__all__ = ["NATIONAL", "Stop", "WorkCalendar", "load", "missing_years"]

NATIONAL = "nasional"


def load(code: str = NATIONAL) -> WorkCalendar:
    """Return a calendar; raises UnknownCalendar. Cached until its days change."""
    # Imported late: an app's package is imported before its models may be.
    from pendopo.kernel.calendar import queries

    return queries.load(code)
