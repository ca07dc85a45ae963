"""The public feed: weeks as they were published, and the counts a new week is made of."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Min
from django.utils.translation import gettext as _

from pendopo.domains.command import rules
from pendopo.domains.command.models import FeedRow, FeedWeek
from pendopo.domains.people import queries as people
from pendopo.kernel import events
from pendopo.kernel.ledger.models import Entry
from pendopo.shell import formats, government

WEEKS_A_PAGE = 10


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row as people read it. `district` is empty for the whole government."""

    event: str
    label: str
    district: str
    place: str
    low: int
    high: int | None
    number: str


@dataclass(frozen=True, kw_only=True)
class Week:
    """A published week; without lines nothing in it could be told."""

    monday: date
    sunday: date
    words: str
    lines: tuple[Line, ...]


def newest(rows: int, language: str) -> tuple[Week, ...]:
    """Return the newest rows, the newest week first; totals of the government before districts."""
    found = FeedRow.objects.select_related("week").order_by("-week_id", "event", "district")
    return _weeks(found[:rows], language)


def page(number: int, language: str) -> tuple[Page[FeedWeek], tuple[Week, ...]]:
    """Return one page of weeks with all their rows, the newest first."""
    shown = Paginator(FeedWeek.objects.order_by("-monday"), WEEKS_A_PAGE).get_page(number)
    days = [week.monday for week in shown]
    rows = FeedRow.objects.filter(week__in=days).select_related("week")
    lines = {
        week.monday: week.lines
        for week in _weeks(rows.order_by("-week_id", "event", "district"), language)
    }
    return shown, tuple(_week(day, lines.get(day, ()), language) for day in days)


def newest_monday() -> date | None:
    """Return the Monday of the newest published week."""
    row = FeedWeek.objects.order_by("-monday").first()
    return row.monday if row else None


def open_weeks(today: date, most: int) -> list[date]:
    """Return the Mondays that are due for publication, oldest first, at most so many."""
    last = rules.newest_week(today, settings.FEED_DELAY_DAYS)
    newest_one = newest_monday()
    first = newest_one + rules.WEEK if newest_one else _first_week()
    found: list[date] = []
    while first is not None and first <= last and len(found) < most:
        found.append(first)
        first += rules.WEEK
    return found


def counts(monday: date) -> list[rules.Count]:
    """Return how often each public kind of event happened in each district in a week."""
    since = government.midnight(monday)
    until = government.midnight(monday + rules.WEEK)
    rows = Entry.objects.filter(
        name__in=public_names(), occurred_at__gte=since, occurred_at__lt=until
    )
    offices = {agency.code: agency.district for agency in people.every_agency()}
    known = {district.code for district in government.current().districts}
    counted = Counter(
        (entry.name, _district(entry.fact["payload"], offices, known)) for entry in rows.iterator()
    )
    return [rules.Count(name, place, number) for (name, place), number in counted.items()]


def public_names() -> list[str]:
    """Return the kinds of events that are marked public."""
    return sorted(name for name, cls in events.type_of.items() if cls.public)


def _first_week() -> date | None:
    first = Entry.objects.filter(name__in=public_names()).aggregate(first=Min("occurred_at"))
    moment = first["first"]
    return rules.week_of(government.local_date(moment))[0] if moment else None


def _district(payload: dict[str, object], offices: dict[str, str], known: set[str]) -> str:
    """Return the district that an entry names, or the one of its agency; "" where neither does."""
    named = payload.get("district") or offices.get(str(payload.get("agency")), "")
    # A village lies in the district that its code begins with: nothing below it is told.
    district = ".".join(str(named).split(".")[:3])
    return district if district in known else ""


def _weeks(rows: Iterable[FeedRow], language: str) -> tuple[Week, ...]:
    names = {district.code: district.name for district in government.current().districts}
    grouped = groupby(rows, key=lambda row: row.week_id)
    return tuple(
        _week(monday, tuple(_line(row, names, language) for row in group), language)
        for monday, group in grouped
    )


def _week(monday: date, lines: Sequence[Line], language: str) -> Week:
    sunday = monday + timedelta(days=6)
    return Week(
        monday=monday,
        sunday=sunday,
        words=f"{formats.day(monday, language)} – {formats.day(sunday, language)}",
        lines=tuple(lines),
    )


def _line(row: FeedRow, names: dict[str, str], language: str) -> Line:
    cls = events.type_of.get(row.event)
    whole = _("Seluruh daerah")
    return Line(
        event=row.event,
        label=_(cls.label) if cls else row.event,
        district=row.district,
        place=names.get(row.district, row.district) if row.district else whole,
        low=row.low,
        high=row.high,
        number=_band_words(row, language),
    )


def _band_words(row: FeedRow, language: str) -> str:
    low = formats.number(row.low, 0, language)
    if row.high is None:
        return _("{number} atau lebih").format(number=low)
    return f"{low}–{formats.number(row.high, 0, language)}"
