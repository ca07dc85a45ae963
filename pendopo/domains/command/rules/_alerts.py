"""When an alert is raised and when it is over. Pure: the moment is passed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class Step(StrEnum):
    """What happens to one alert at one look."""

    REST = "rest"
    """Nothing is wrong, and nothing was."""
    WAIT = "wait"
    """Beyond the threshold, but not yet long enough to speak of it."""
    FORGET = "forget"
    """It was beyond for a while only; nobody was told."""
    RAISE = "raise"
    STAND = "stand"
    """Raised and still wrong, or not yet well again."""
    CLEAR = "clear"


@dataclass(frozen=True)
class Watch:
    """The edges: beyond `value` it is wrong, on the safe side of `clears_at` it is well again."""

    is_above: bool
    value: Decimal
    clears_at: Decimal
    lasting: timedelta

    def is_wrong(self, number: Fraction) -> bool:
        """Tell whether the number is beyond the threshold; the threshold itself is allowed."""
        return number > self.value if self.is_above else number < self.value

    def is_well(self, number: Fraction) -> bool:
        """Tell whether the number is back on the safe side."""
        return number <= self.clears_at if self.is_above else number >= self.clears_at


@dataclass(frozen=True)
class Seen:
    """What is remembered of an alert: since when it is beyond, and whether somebody was told."""

    since: datetime
    is_raised: bool


def next_step(watch: Watch, number: Fraction | None, seen: Seen | None, now: datetime) -> Step:
    """Return what to do now. A number that is not known changes nothing."""
    if number is None:
        return Step.REST if seen is None else Step.STAND if seen.is_raised else Step.WAIT
    if seen is not None and seen.is_raised:
        return Step.CLEAR if watch.is_well(number) else Step.STAND
    if not watch.is_wrong(number):
        return Step.REST if seen is None else Step.FORGET
    since = now if seen is None else seen.since
    return Step.RAISE if now - since >= watch.lasting else Step.WAIT
