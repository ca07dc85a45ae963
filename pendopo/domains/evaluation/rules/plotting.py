"""Geometry of a trend: numbers of periods in, a line with its axes out, in units of an SVG. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 560.0, 220.0
LEFT, RIGHT, TOP, BOTTOM = 76.0, 12.0, 12.0, 28.0
TICKS = 4
MOST_LABELS = 5
_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Tick:
    """A line across the picture at a value."""

    value: float
    y: float


@dataclass(frozen=True)
class Dot:
    """Where a period stands; `y` is None where it has no number. `is_labelled` where its name fits."""

    x: float
    y: float | None
    is_labelled: bool


@dataclass(frozen=True)
class Plot:
    """A picture: ticks from below, dots from the oldest period, and the stretches of the line."""

    ticks: tuple[Tick, ...]
    dots: tuple[Dot, ...]
    lines: tuple[str, ...]
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    bottom: float = HEIGHT - BOTTOM


def plot(values: Sequence[float | None], *, target: float | None = None) -> Plot | None:
    """Return the picture of values by period, zero always in it; None without any value.

    A period without a number interrupts the line: nothing is drawn where nothing is known.
    """
    known = [value for value in values if value is not None]
    if not known:
        return None
    steps = ticks(min(0.0, *known), max(0.0, *known, target or 0.0))
    low, high = steps[0], steps[-1]
    dots = [_dot(place, len(values), value, low, high) for place, value in enumerate(values)]
    return Plot(
        ticks=tuple(Tick(value, _height(value, low, high)) for value in steps),
        dots=tuple(dots),
        lines=tuple(_stretches(dots)),
    )


def ticks(low: float, high: float) -> list[float]:
    """Return round values from at or below `low` to at or above `high`, at most six."""
    width = _round_up((high - low) / TICKS) if high > low else 1.0
    first, last = math.floor(low / width + 1e-9), math.ceil(high / width - 1e-9)
    return [round(width * place, 10) for place in range(first, max(last, first + 1) + 1)]


def height(value: float, found: Plot) -> float:
    """Return where a value stands in a picture: the target of a measure."""
    return _height(value, found.ticks[0].value, found.ticks[-1].value)


def _round_up(width: float) -> float:
    power = 10.0 ** math.floor(math.log10(width))
    return next(step for step in _ROUND if step * power >= width * (1 - 1e-9)) * power


def _dot(place: int, number: int, value: float | None, low: float, high: float) -> Dot:
    step = (WIDTH - LEFT - RIGHT) / number
    every = math.ceil(number / MOST_LABELS)
    # Counted from the newest, whose name is always there.
    is_labelled = (number - 1 - place) % every == 0
    y = None if value is None else _height(value, low, high)
    return Dot(round(LEFT + step * (place + 0.5), 1), y, is_labelled)


def _height(value: float, low: float, high: float) -> float:
    share = (value - low) / (high - low)
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def _stretches(dots: Sequence[Dot]) -> list[str]:
    found: list[list[str]] = [[]]
    for dot in dots:
        if dot.y is None:
            found.append([])
        else:
            found[-1].append(f"{dot.x:g},{dot.y:g}")
    return [" ".join(points) for points in found if len(points) > 1]
