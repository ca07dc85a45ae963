"""The clock of a case, day by day, in words that an applicant can check with a calendar."""

from dataclasses import dataclass
from datetime import date, datetime

from pendopo.domains.cases.models import Case
from pendopo.kernel.calendar import queries as calendars
from pendopo.kernel.calendar import rules as clocks
from pendopo.shell import government


@dataclass(frozen=True)
class Clock:
    """Where a case stands in time."""

    days: tuple[clocks.Day, ...]
    counted: int
    promised: int
    due_on: date
    stands_still: bool
    is_late: bool
    finished: bool

    @property
    def left(self) -> int:
        """Return the working days that are left, never below zero."""
        return max(0, self.promised - self.counted)


def clock_of(case: Case, now: datetime) -> Clock:
    """Explain the clock of a case up to now, or up to its end."""
    deadline = case.package.deadline
    promised = deadline.working_days if deadline else 0
    calendar = calendars.load(deadline.calendar if deadline else "nasional")
    stops = [stop.as_rule() for stop in case.stops.all()]
    until = case.closed_at or now
    days = tuple(clocks.count(case.submitted_at, max(until, case.submitted_at), calendar, stops))
    return Clock(
        days=days,
        counted=sum(day.counted for day in days),
        promised=promised,
        due_on=government.local_date(case.due_at),
        stands_still=any(stop.end is None for stop in stops),
        is_late=until > case.due_at,
        finished=case.closed_at is not None,
    )
