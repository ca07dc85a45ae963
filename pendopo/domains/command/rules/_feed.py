"""What the public feed may say: whole weeks, kinds of events, districts, and never anybody. Pure.

docs/explanation/public-feed.md argues why this gives nobody away.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from pendopo.kernel.lake import hiding

FEWEST = hiding.FEWEST
EDGES = (5, 10, 20, 50, 100, 200, 500, 1000)
"""Numbers are told as bands between these: exact ones could be subtracted from monthly tables."""
WEEK = timedelta(days=7)


@dataclass(frozen=True, order=True)
class Count:
    """How often a kind of event happened in a district within one week; district "" is unknown."""

    event: str
    district: str
    number: int


@dataclass(frozen=True, order=True)
class Band:
    """From `low` to `high`, both included; `high` None is no upper end."""

    low: int
    high: int | None


@dataclass(frozen=True, order=True)
class Batch:
    """One row of the feed; district "" is the whole government."""

    event: str
    district: str
    band: Band


def week_of(day: date) -> tuple[date, date]:
    """Return Monday and Sunday of the week that the day lies in."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def newest_week(today: date, delay_days: int) -> date:
    """Return the Monday of the newest week that ended at least so many whole days ago."""
    last = today - timedelta(days=max(delay_days, 1) + 1)
    monday, sunday = week_of(last)
    return monday if sunday <= last else monday - WEEK


def band_of(number: int) -> Band:
    """Return the band that a number lies in. Raises ValueError below the fewest that may be told."""
    if number < FEWEST:
        raise ValueError("a number this small is not told")
    low = max(edge for edge in EDGES if edge <= number)
    above = [edge for edge in EDGES if edge > number]
    return Band(low, above[0] - 1 if above else None)


def batches(counts: Iterable[Count]) -> list[Batch]:
    """Return what may be told of one week, by event: the total first, then the districts.

    What is hidden is left out, in the same way as what did not happen: silence says nothing.
    """
    tables: dict[str, dict[str, int]] = defaultdict(dict)
    for each in counts:
        table = tables[each.event]
        table[each.district] = table.get(each.district, 0) + each.number
    return [batch for event in sorted(tables) for batch in _told(event, tables[event])]


def _told(event: str, table: dict[str, int]) -> Iterable[Batch]:
    hidden = hiding.hide({key: (number,) for key, number in table.items()}, fewest=FEWEST)
    total = sum(table.values())
    if total >= FEWEST and not hidden.everything:
        yield Batch(event, "", band_of(total))
    for district, number in sorted(table.items()):
        # What belongs to no district is in the total and has no row of its own.
        if district and number >= FEWEST and district not in hidden.cells:
            yield Batch(event, district, band_of(number))
