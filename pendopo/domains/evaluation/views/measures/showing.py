"""From measures to what templates draw: the trend with its axes, parts on a map or as bars, values in words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from pendopo.domains.evaluation import queries
from pendopo.domains.evaluation.rules import wording
from pendopo.kernel.content.words import say
from pendopo.kernel.lake import measures
from pendopo.kernel.lake.engine import Cell
from pendopo.kernel.lake.measures.evidence import EMPTY
from pendopo.kernel.lake.measures.schema import MeasurePackage
from pendopo.kernel.lake.tables import ColumnType
from pendopo.kernel.periods import Period
from pendopo.shell import atlas, formats, maps, trends
from pendopo.shell.shapes import Bar

MOST_BARS = 30


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
    *,
    today: date,
    language: str = "id",
) -> trends.Trend | None:
    """Return the trend of values and row counts by period, oldest first; no count means hidden."""
    target = measure.target
    return trends.drawn(
        [
            trends.Step(
                label=wording.period(period, language),
                short=trends.short_period(period, language),
                value=None if value is None else float(value),
                text=_("disembunyikan")
                if rows is None
                else wording.number(value, measure.unit, language),
                address=address(period),
                is_simulation=bool(measure.simulation),
                is_provisional=period.end >= today,
                cells=((_("Baris"), "–" if rows is None else formats.number(rows, 0, language)),),
            )
            for period, value, rows in values
        ],
        key=measure.code,
        title=say(measure.title),
        unit=wording.say(wording.UNITS[measure.unit], language),
        language=language,
        target=None
        if target is None
        else trends.Target(
            value=float(target), text=wording.number(target, measure.unit, language)
        ),
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
