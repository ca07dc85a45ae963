"""The government's clocks: in which zone an entry's day and a register's day are counted."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from pendopo.kernel import hooks


def zone() -> str:
    """Return the name of the zone: "Asia/Jakarta"."""
    return next(iter(hooks.zone))()


def today(now: datetime) -> date:
    """Return the day that the clocks show."""
    return now.astimezone(ZoneInfo(zone())).date()


def hour(now: datetime) -> int:
    """Return the hour that the clocks show."""
    return now.astimezone(ZoneInfo(zone())).hour
