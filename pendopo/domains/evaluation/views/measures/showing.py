"""From measures to what templates draw: the trend with its axes, parts on a map or as bars, values in words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pendopo.domains.evaluation import queries, rules
from pendopo.domains.evaluation.rules import wording
from pendopo.kernel.lake import measures
from pendopo.kernel.lake.engine import Cell
from pendopo.kernel.lake.measures.evidence import EMPTY
from pendopo.kernel.lake.measures.schema import MeasurePackage
from pendopo.kernel.lake.tables import ColumnType
from pendopo.kernel.periods import Period
from pendopo.shell import atlas, formats, maps
from pendopo.shell.shapes import Bar

MOST_BARS = 30


@dataclass(frozen=True, kw_only=True)
class Point:
    """One period of a trend, on the picture and in the table."""

    words: str
    short: str
    text: str
    rows: int | None
    address: str
    is_hidden: bool = False


@dataclass(frozen=True, kw_only=True)
class Trend:
    """A picture of a trend (None without any number) and its table."""

    plot: rules.Plot | None
    ticks: tuple[tuple[float, str], ...]
    points: tuple[tuple[Point, object], ...]
    target: float | None = None


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One part of a number; `text` says it in words, `rows` is None where the part is hidden."""

    key: str
    name: str
    value: Decimal | None
    text: str
    rows: int | None
    address: str
    is_hidden: bool = False


@dataclass(frozen=True)
class Said:
    """One cell of a row: its words, and where it leads."""

    text: str
    address: str = ""
    is_number: bool = False


def trend(
    measure: MeasurePackage,
    values: Sequence[tuple[Period, Decimal | None, int | None]],
    address: Callable[[Period], str],
    language: str = "id",
) -> Trend:
    """Return the trend of values and row counts by period, oldest first."""
    target = None if measure.target is None else float(measure.target)
    drawn = rules.plot([None if v is None else float(v) for _, v, _ in values], target=target)
    points = [
        Point(
            words=wording.period(period, language),
            short=wording.short_period(period, language),
            text=wording.number(value, measure.unit, language),
            rows=rows,
            address=address(period),
            is_hidden=rows is None,
        )
        for period, value, rows in values
    ]
    dots: Sequence[object] = drawn.dots if drawn else [None] * len(points)
    return Trend(
        plot=drawn,
        ticks=tuple((tick.y, wording.tick(tick.value, language)) for tick in drawn.ticks)
        if drawn
        else (),
        points=tuple(zip(points, dots, strict=True)),
        target=rules.plotted_height(target, drawn) if drawn and target is not None else None,
    )


def pieces(
    measure: MeasurePackage,
    column: str,
    cells: Iterable[tuple[str | None, Decimal | None, int | None]],
    address: Callable[[str], str],
    *,
    on: date,
    language: str = "id",
) -> list[Piece]:
    """Return the parts of a number by name, the largest first and the hidden last."""
    names = queries.names_of(column, on=on)
    found = [
        Piece(
            key=key or EMPTY,
            name=name_of(column, key, names, language),
            value=value,
            text=wording.number(value, measure.unit, language),
            rows=rows,
            address=address(key or EMPTY),
            is_hidden=rows is None,
        )
        for key, value, rows in cells
    ]
    return sorted(found, key=lambda one: (one.value is None, -(one.value or 0), one.name))


def name_of(column: str, key: str | None, names: Mapping[str, str], language: str = "id") -> str:
    """Return what people call a code in a column."""
    if key is None:
        return wording.say(wording.NOTHING, language)
    if key in {"True", "False", "true", "false"}:
        return wording.say(wording.BOOLEANS[key.lower() == "true"], language)
    return names.get(key) or wording.code(column, key, language)


def district_map(measure: MeasurePackage, found: Iterable[Piece], words: str) -> maps.Map:
    """Return the map of the districts; one without a number is empty, a hidden one says so."""
    by_code = {piece.key: piece for piece in found}
    values = {
        code: float(piece.value) for code, piece in by_code.items() if piece.value is not None
    }
    drawn = maps.coloured(
        atlas.districts(),
        values,
        key=measure.code,
        title=measure.title,
        unit=words,
        addresses={code: piece.address for code, piece in by_code.items() if piece.address},
    )
    return replace(drawn, cells=tuple(_labelled(cell, by_code, measure) for cell in drawn.cells))


def bars(found: Iterable[Piece]) -> list[Bar]:
    """Return the largest parts as bars; the table below has them all."""
    shown = [piece for piece in found if piece.value is not None][:MOST_BARS]
    return [
        Bar(
            label=piece.name,
            value=max(float(piece.value or 0), 0.0),
            address=piece.address,
            text=piece.text,
        )
        for piece in shown
    ]


def said(
    column: str, kind: ColumnType, cell: Cell, names: Mapping[str, str], address: str = ""
) -> Said:
    """Return a cell of a row in words."""
    if cell is None:
        return Said("–")
    if kind is ColumnType.BOOLEAN:
        return Said(wording.say(wording.BOOLEANS[bool(cell)]))
    if kind is ColumnType.DATE:
        return Said(formats.day(date.fromisoformat(str(cell))))
    if kind is ColumnType.MONEY:
        return Said(formats.rupiah(int(cell)), is_number=True)
    if kind is ColumnType.INTEGER:
        return Said(formats.number(int(cell)), address, is_number=True)
    return Said(names.get(str(cell)) or wording.code(column, str(cell)), address)


def _labelled(cell: maps.Cell, by_code: Mapping[str, Piece], measure: MeasurePackage) -> maps.Cell:
    piece = by_code.get(cell.code)
    if piece is None:
        return replace(cell, text="–" if measure.unit != "count" else "0")
    if piece.value is None:
        return replace(cell, text="×" if piece.is_hidden else "–", step=0)
    return replace(cell, text=formats.short_number(piece.value))


def values_of(found: measures.Measured) -> tuple[Period, Decimal | None, int]:
    """Return what a trend draws of a measured period."""
    return found.period, found.value, found.rows_count
