"""What the public may see of a measure: open ones only, and nobody few among the parts.

Measures over the same table are looked at together, because one can be taken from another. Which
rows are some of which others is read from their conditions (evidence.Shape.is_within), so nobody
has to declare it, and nobody can forget to. Rows are split by district and by nothing else, so
there is no second split to compare with. Which measures may be open at all says relating.py.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import chain, permutations

from pendopo.kernel import periods
from pendopo.kernel.lake import hiding
from pendopo.kernel.lake.measures import keeping
from pendopo.kernel.lake.measures.evidence import Part
from pendopo.kernel.lake.measures.measured import Measured
from pendopo.kernel.lake.measures.schema import MeasurePackage
from pendopo.kernel.periods import Period

NOBODY = Part(None, 0)
DISTRICT = "district"
"""The one column by which everybody sees rows split: what a map shows, and what the feed tells."""
MOST_HIDDEN = Fraction(1, 3)
"""The share of the cells that may be hidden for the sake of a narrower measure."""

Key = str | None


@dataclass(frozen=True)
class Cell:
    """One part as the public sees it; a hidden one has neither value nor count."""

    key: str | None
    value: Decimal | None
    rows_count: int | None
    is_hidden: bool


@dataclass(frozen=True)
class Published:
    """A measure as the public sees it; `is_withheld` where this period of it may not be split.

    `breakdowns` are those by which everybody may see it split at all.
    """

    measure: MeasurePackage
    period: Period
    breakdowns: tuple[str, ...]
    total: Cell
    cells: tuple[Cell, ...] = ()
    is_withheld: bool = False


def published(
    code: str, period: str | Period, *, today: date, breakdown: str | None = None
) -> Published:
    """Return an open measure with the small parts hidden.

    Only periods of the measure's own length: a year minus eleven months would show the twelfth.
    Only ended periods: from one day to the next, a number would give away single cases.
    Raises NoSuchMeasure for what is not open, NoSuchBreakdown, and as keeping.value.
    """
    asked = periods.read(period) if isinstance(period, str) else period
    found = keeping.measure(code, asked)
    if not found.public or asked.span != found.period or asked.end >= today:
        raise keeping.NoSuchMeasure
    got = keeping.value(code, asked)
    splits = _breakdowns(got)
    if breakdown and breakdown not in splits:
        raise keeping.NoSuchBreakdown
    family = _family(got)
    if found not in [each.measure for each in family]:
        total = _cell(None, None, 0, is_hidden=True)
        return Published(found, asked, splits, total, is_withheld=bool(breakdown))
    total = _cell(None, got.value, got.rows_count, is_hidden=False)
    if not breakdown:
        return Published(found, asked, splits, total)
    split, hidden = _split(family, breakdown)
    mine = next((each for each in split if each.measure == found), None)
    cells = tuple(_cells(mine, hidden)) if mine else ()
    return Published(found, asked, splits, total, cells, is_withheld=mine is None)


def open_measures(*, on: date) -> list[MeasurePackage]:
    """Return the measures that everybody may see, by code."""
    return [each for each in keeping.all_measures(on=on) if each.public]


def _breakdowns(got: Measured) -> tuple[str, ...]:
    """Return how everybody sees a measure split: numbers of rows only, and by district only.

    A sum of what each kind of row is known to weigh (sheets, rupiah) names the kinds again, and
    whoever is counted once in each of two districts is the difference between whole and parts.
    """
    named = got.measure.breakdowns
    if got.shape.is_open:
        return named
    return tuple(name for name in named if name == DISTRICT and got.shape.is_counted)


def _family(got: Measured) -> list[Measured]:
    """Return what is published of the same table in this period, this one too if it may be.

    What few stand behind as a whole is published neither whole nor in parts, and so is what few
    are left of in a larger measure, whether its rows are said to be some of those or not: who
    knows the services knows more of that than the conditions say.
    """
    every = [each for each in _relatives(got) if not _is_few(each)]
    return [each for each in every if not any(_leaves_few(larger, each) for larger in every)]


def _relatives(got: Measured) -> list[Measured]:
    alike = [each for each in open_measures(on=got.period.end) if each.period == got.period.span]
    others = [each for each in alike if each.code != got.measure.code]
    found = keeping.together([*others, got.measure], got.period, "")
    return [each for each in found if each.shape.table == got.shape.table]


def _is_few(found: Measured) -> bool:
    return not found.shape.is_open and any(map(hiding.is_few, _counts(found.whole)))


def _leaves_few(larger: Measured, smaller: Measured) -> bool:
    if larger.shape.is_open or larger.rows_count < smaller.rows_count:
        return False
    if smaller.shape.is_within(larger.shape):
        return any(map(hiding.is_few, _left(larger.whole, smaller.whole)))
    return hiding.is_few(larger.rows_count - smaller.rows_count)


def _split(family: list[Measured], breakdown: str) -> tuple[list[Measured], hiding.Hidden[Key]]:
    """Return which measures of a family are split, and what is hidden in all of them.

    The widest comes first and hides what it must. Another joins where few cells more have to be
    hidden for its sake: a map of what ended is worth more than one of what ended too late.
    """
    asked = [each.measure for each in family if breakdown in _breakdowns(each)]
    every = keeping.together(asked, family[0].period, breakdown)
    keys = {part.key for each in every for part in each.parts}
    split: list[Measured] = []
    hidden = hiding.Hidden[Key]()
    for each in sorted(every, key=lambda one: (-one.rows_count, one.measure.code)):
        more = hiding.hide(_columns([*split, each], keys))
        bearable = max(len(hidden.cells), len(keys) * MOST_HIDDEN if split else len(keys))
        if not more.everything and len(more.cells) <= bearable:
            split, hidden = [*split, each], more
    return split, hidden


def _columns(split: list[Measured], keys: Iterable[Key]) -> dict[Key, hiding.Column]:
    """Return for every cell all that can be counted in it from what these measures publish."""
    if split[0].shape.is_open:
        return dict.fromkeys(keys, ())
    parts = [{part.key: part for part in each.parts} for each in split]
    return {key: _column(split, [found.get(key, NOBODY) for found in parts]) for key in keys}


def _column(split: list[Measured], here: list[Part]) -> hiding.Column:
    own = [_counts(part) for part in here]
    left = [
        _left(here[wide], here[narrow])
        if split[narrow].shape.is_within(split[wide].shape)
        # As for the whole: who knows the services knows more than the conditions say.
        else [abs(here[wide].rows - here[narrow].rows)]
        for wide, narrow in permutations(range(len(split)), 2)
    ]
    return tuple(chain(*own, *left))


def _cells(found: Measured, hidden: hiding.Hidden[Key]) -> Iterator[Cell]:
    """Yield the cells of one measure; one that is hidden for another's sake may be empty here."""
    for each in found.groups:
        yield _cell(each.key, each.value, each.rows_count, is_hidden=each.key in hidden.cells)
    for key in sorted(hidden.cells - {each.key for each in found.groups}, key=str):
        yield _cell(key, None, 0, is_hidden=True)


def _counts(part: Part) -> list[int]:
    """Return how many rows there are, how many of a kind, how many persons, and what each leaves."""
    some = [*part.shares, *part.distinct]
    return [part.rows, *some, *(part.rows - count for count in some)]


def _left(wider: Part, narrower: Part) -> list[int]:
    return [abs(wider.rows - count) for count in (narrower.rows, *narrower.shares)]


def _cell(key: str | None, value: Decimal | None, rows: int, *, is_hidden: bool) -> Cell:
    if is_hidden:
        return Cell(key, None, None, is_hidden=True)
    return Cell(key, value, rows, is_hidden=False)
