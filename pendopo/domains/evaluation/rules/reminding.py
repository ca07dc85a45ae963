"""When an agency is reminded: counted in working days, never on a day off. Pure: no clock."""

from collections.abc import Collection
from datetime import date, timedelta

from pendopo.kernel.calendar.rules import WorkCalendar

DUE, OVERDUE, UNREPORTED, DIGEST = "due", "overdue", "unreported", "digest"
_ONE_DAY = timedelta(days=1)


def working_days_left(today: date, due_on: date, calendar: WorkCalendar) -> int:
    """Return the working days after today up to a deadline; below zero those that have passed it."""
    if due_on >= today:
        return _between(today, due_on, calendar)
    return -_between(due_on, today, calendar)


def stage(left: int, *, before: Collection[int], overdue_every: int) -> str:
    """Return the stage of a deadline on a working day ("before-5", "due", "overdue") or ""."""
    if left > 0:
        return f"before-{left}" if left in before else ""
    if left == 0:
        return DUE
    return OVERDUE if -left % overdue_every == 0 else ""


def is_due_again(last: date | None, today: date, every: int, calendar: WorkCalendar) -> bool:
    """Tell whether so many working days have passed since something was last said."""
    return last is None or _between(last, today, calendar) >= every


def _between(first: date, last: date, calendar: WorkCalendar) -> int:
    days = ((first + _ONE_DAY * number) for number in range(1, (last - first).days + 1))
    return sum(1 for day in days if calendar.is_working_day(day))
