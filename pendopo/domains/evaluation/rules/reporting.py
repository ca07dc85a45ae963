"""Done but not reported: does a formal report lie there for what the engine counts, and is it fresh?

The live number is what the engine sees; an attached reading is the agency's report of it, which the
submission pack carries. A report ages only while its period runs: what was read after its last day stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Reported(StrEnum):
    """Where the report of one input stands."""

    MISSING = "missing"
    REFUSED = "refused"
    EXPIRED = "expired"
    CHANGED = "changed"
    OLD = "old"
    FRESH = "fresh"


@dataclass(frozen=True, kw_only=True)
class Report:
    """One attached reading: its number as it was shown, when it was read, until when it holds."""

    value: Decimal
    read_on: date
    expires_on: date | None = None
    is_refused: bool = False


def reported(
    reports: Iterable[Report], now: Decimal, *, today: date, end: date, stale_days: int
) -> Reported:
    """Return the state of the best of some reports, oldest first, of a number that is `now`.

    One fresh report is enough; without one the newest says what is wrong. `end` is the last day of
    the period. Both numbers are rounded as they are shown, so a change nobody sees is none.
    """
    states = [_state(one, now, today=today, end=end, stale_days=stale_days) for one in reports]
    if not states:
        return Reported.MISSING
    return Reported.FRESH if Reported.FRESH in states else states[-1]


def _state(one: Report, now: Decimal, *, today: date, end: date, stale_days: int) -> Reported:
    if one.is_refused:
        return Reported.REFUSED
    looked_at = min(today, end)
    if one.expires_on is not None and one.expires_on < looked_at:
        return Reported.EXPIRED
    if one.value != now:
        return Reported.CHANGED
    return Reported.OLD if (looked_at - one.read_on).days > stale_days else Reported.FRESH
