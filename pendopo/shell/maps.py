"""A map of districts as plain geometry: cells, classes and labels for a server-made SVG.

Without boundary data the cells are drawn around typed centres (a Voronoi diagram cut to a soft
outline), so neighbours lie where people expect them; such a map says that it is schematic. With
imported boundaries their outlines are drawn instead. Knows no framework.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pendopo.shell import formats, voronoi
from pendopo.shell.voronoi import Point, Ring

WIDTH = 480.0
EDGE = 10.0
STEPS = 5
SPREADING = 3
"""Rounds in which centres move to the middle of their cell, so that crowded names stay apart."""

_LINE = 14
_LARGE, _SMALL, _LONG = 17.0, 11.5, 8
"""Sizes of a value's letters; a text longer than so many characters is written small."""
_SMALLEST = 0.01
"""Numbers are shown with two decimals; what is smaller is nothing."""


@dataclass(frozen=True)
class Centre:
    """A district and its centre in degrees."""

    code: str
    name: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Outline:
    """A district as it is drawn: rings and the place of its label, in units of the picture."""

    code: str
    name: str
    rings: tuple[Ring, ...]
    label: Point


@dataclass(frozen=True)
class Sketch:
    """Outlines on a sheet of a given size; drawn once, coloured for each figure."""

    width: float
    height: float
    outlines: tuple[Outline, ...]
    is_schematic: bool


@dataclass(frozen=True)
class Cell:
    """One district with its value. `step` 0 is no value, 1 to 5 are the classes of the legend."""

    code: str
    name: str
    path: str
    x: float
    y: float
    lines: tuple[tuple[str, float], ...]
    value: float
    text: str
    size: float
    step: int
    address: str


@dataclass(frozen=True)
class Map:
    """Everything that shell/components/map.html draws; `key` keeps its ids apart on a page."""

    key: str
    title: str
    unit: str
    width: float
    height: float
    cells: tuple[Cell, ...]
    legend: tuple[tuple[int, str], ...]
    is_schematic: bool


def schematic(centres: Sequence[Centre]) -> Sketch:
    """Draw cells around centres. Raises ValueError without centres or with two in one place."""
    if not centres or len({(c.lon, c.lat) for c in centres}) < len(centres):
        raise ValueError("a map needs centres, each in its own place")
    sites = [_project(c.lon, c.lat, _middle_lat(centres)) for c in centres]
    outline = voronoi.soft_outline(sites)
    for _ in range(SPREADING):
        sites = [voronoi.centroid(cell) for cell in voronoi.cells(sites, outline)]
    rings = [(voronoi.shrunk(cell),) for cell in voronoi.cells(sites, outline)]
    return _sheet([(c.code, c.name) for c in centres], rings, is_schematic=True)


def from_rings(areas: Sequence[tuple[str, str, Sequence[Ring]]]) -> Sketch:
    """Draw real boundaries: (code, name, outer rings in degrees) for each district."""
    lats = [lat for _, _, rings in areas for ring in rings for _, lat in ring]
    middle = (min(lats) + max(lats)) / 2
    rings = [
        tuple(tuple(_project(lon, lat, middle) for lon, lat in ring) for ring in found)
        for _, _, found in areas
    ]
    return _sheet([(code, name) for code, name, _ in areas], rings, is_schematic=False)


def coloured(
    sketch: Sketch,
    values: Mapping[str, float],
    *,
    key: str,
    title: str,
    unit: str,
    addresses: Mapping[str, str] | None = None,
    texts: Mapping[str, str] | None = None,
) -> Map:
    """Put values on a sketch; a district without a value is drawn empty.

    `texts` are written instead of the bare numbers: "96,4%", or why there is none.
    """
    bounds = class_bounds(values.get(outline.code, 0) for outline in sketch.outlines)
    return Map(
        key=key,
        title=title,
        unit=unit,
        width=sketch.width,
        height=sketch.height,
        cells=tuple(
            _cell(outline, values.get(outline.code, 0), bounds, addresses or {}, texts or {})
            for outline in sketch.outlines
        ),
        legend=_legend(bounds),
        is_schematic=sketch.is_schematic,
    )


def class_bounds(values: Iterable[float]) -> tuple[float, ...]:
    """Return the upper bounds of five equal classes with round numbers; none if all is zero."""
    known = list(values)
    top = max(known, default=0)
    if top < _SMALLEST:
        return ()
    is_count = all(value == int(value) for value in known)
    width = max(_round_up(top / STEPS), 1 if is_count else 0)
    return tuple(width * step for step in range(1, STEPS + 1))


def step_of(value: float, bounds: Sequence[float]) -> int:
    """Return the class of a value, 0 for nothing."""
    if value <= 0 or not bounds:
        return 0
    return next((i for i, bound in enumerate(bounds, 1) if value <= bound), len(bounds))


def _cell(
    outline: Outline,
    value: float,
    bounds: Sequence[float],
    addresses: Mapping[str, str],
    texts: Mapping[str, str],
) -> Cell:
    x, y = outline.label
    text = texts.get(outline.code, formats.short_number(value))
    words = _wrap(outline.name)
    top = y - _LINE * len(words) / 2
    return Cell(
        code=outline.code,
        name=outline.name,
        path=_path(outline.rings),
        x=round(x, 1),
        y=round(top + _LINE * len(words) + 6, 1),
        lines=tuple((word, round(top + _LINE * i, 1)) for i, word in enumerate(words)),
        value=value,
        text=text,
        size=_LARGE if len(text) < _LONG else _SMALL,
        step=step_of(value, bounds),
        address=addresses.get(outline.code, ""),
    )


def _legend(bounds: Sequence[float]) -> tuple[tuple[int, str], ...]:
    if not bounds:
        return ()
    lows = (0.0, *bounds[:-1])
    return tuple(
        (step, _range_words(_after(low, bounds[0]), formats.short_number(high)))
        for step, (low, high) in enumerate(zip(lows, bounds, strict=True), 1)
    )


def _range_words(low: str, high: str) -> str:
    return low if low == high else f"{low}–{high}"


def _after(low: float, width: float) -> str:
    # Counts begin at the next whole number; measures share the bound with the class below.
    return formats.short_number(low + 1 if width >= 1 and width == int(width) else low)


def _round_up(width: float) -> float:
    """Return the next of 1, 2, 3, 4, 5, 6, 8, 10, 20, … (or a tenth of it) that is not smaller."""
    power = 10.0 ** math.floor(math.log10(width))
    step = next(s for s in (1, 2, 3, 4, 5, 6, 8, 10) if s * power >= width * (1 - 1e-9))
    return round(step * power, 10)


def _middle_lat(centres: Sequence[Centre]) -> float:
    return sum(centre.lat for centre in centres) / len(centres)


def _project(lon: float, lat: float, middle_lat: float) -> Point:
    return lon * math.cos(math.radians(middle_lat)), -lat


def _sheet(
    names: Sequence[tuple[str, str]], areas: Sequence[Sequence[Ring]], *, is_schematic: bool
) -> Sketch:
    xs = [x for rings in areas for ring in rings for x, _ in ring]
    ys = [y for rings in areas for ring in rings for _, y in ring]
    scale = (WIDTH - 2 * EDGE) / max(max(xs) - min(xs), 1e-9)
    placed = [tuple(_placed(ring, min(xs), min(ys), scale) for ring in rings) for rings in areas]
    outlines = tuple(
        Outline(code, name, rings, voronoi.centroid(max(rings, key=voronoi.area)))
        for (code, name), rings in zip(names, placed, strict=True)
    )
    height = (max(ys) - min(ys)) * scale + 2 * EDGE
    return Sketch(WIDTH, round(height, 1), outlines, is_schematic)


def _placed(ring: Ring, left: float, top: float, scale: float) -> Ring:
    return tuple((EDGE + (x - left) * scale, EDGE + (y - top) * scale) for x, y in ring)


def _wrap(name: str) -> list[str]:
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + len(word) < 12:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _path(rings: Iterable[Ring]) -> str:
    return "".join("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in ring) + "Z" for ring in rings)
