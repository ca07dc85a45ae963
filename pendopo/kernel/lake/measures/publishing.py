"""What the public may see of a measure: open ones only, and nobody few among the parts."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pendopo.kernel import periods
from pendopo.kernel.lake import hiding
from pendopo.kernel.lake.measures import keeping
from pendopo.kernel.lake.measures.schema import MeasurePackage
from pendopo.kernel.periods import Period


@dataclass(frozen=True)
class Cell:
    """One part as the public sees it; a hidden one has neither value nor count."""

    key: str | None
    value: Decimal | None
    rows_count: int | None
    is_hidden: bool


@dataclass(frozen=True)
class Published:
    """A measure as the public sees it."""

    measure: MeasurePackage
    period: Period
    total: Cell
    cells: tuple[Cell, ...]


def published(
    code: str, period: str | Period, *, today: date, breakdown: str | None = None
) -> Published:
    """Return an open measure with the small parts hidden.

    Only periods of the measure's own length: a year minus eleven months would show the twelfth.
    Only ended periods are split: from one day to the next, a part would give away single cases.
    Raises NoSuchMeasure for what is not open, and as keeping.value.
    """
    asked = periods.read(period) if isinstance(period, str) else period
    found = keeping.measure(code, asked)
    if not found.public or asked.span != found.period or (breakdown and asked.end >= today):
        raise keeping.NoSuchMeasure
    got = keeping.value(code, asked, breakdown=breakdown)
    hidden = hiding.hide({group.key: group.rows_count for group in got.groups})
    few = 0 < got.rows_count < hiding.FEWEST
    return Published(
        measure=found,
        period=asked,
        total=_cell(None, got.value, got.rows_count, is_hidden=few or hidden.total),
        cells=tuple(
            _cell(each.key, each.value, each.rows_count, is_hidden=each.key in hidden.cells)
            for each in got.groups
        ),
    )


def _cell(key: str | None, value: Decimal | None, rows: int, *, is_hidden: bool) -> Cell:
    if is_hidden:
        return Cell(key, None, None, is_hidden=True)
    return Cell(key, value, rows, is_hidden=False)
