"""Geometry of the radar: shares of a scale in, SVG coordinates out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pendopo.shell import charts

SIDE, RADIUS = 320.0, 112.0
RINGS = (0.25, 0.5, 0.75, 1.0)
FEWEST_AXES = 3
_LABEL = 1.14
_LEAN = 0.3


@dataclass(frozen=True)
class Axis:
    """One spoke: where it ends, and where and how its label stands."""

    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True)
class Radar:
    """Rings, spokes and the figure itself, as SVG writes points."""

    side: float
    centre: float
    rings: tuple[str, ...]
    axes: tuple[Axis, ...]
    figure: str


def radar(shares: Sequence[float]) -> Radar | None:
    """Return the radar of shares from 0 to 1, the first at the top; None below three axes."""
    number = len(shares)
    if number < FEWEST_AXES:
        return None
    return Radar(
        side=SIDE,
        centre=SIDE / 2,
        rings=tuple(
            charts.points([_point(i, number, ring) for i in range(number)]) for ring in RINGS
        ),
        axes=tuple(_axis(place, number) for place in range(number)),
        figure=charts.points(
            [_point(i, number, min(max(share, 0.0), 1.0)) for i, share in enumerate(shares)]
        ),
    )


def _axis(place: int, number: int) -> Axis:
    x, y = _point(place, number, 1.0)
    label_x, label_y = _point(place, number, _LABEL)
    lean = (label_x - SIDE / 2) / RADIUS
    anchor = "middle" if abs(lean) < _LEAN else ("start" if lean > 0 else "end")
    return Axis(x, y, label_x, label_y, anchor)


def _point(place: int, number: int, share: float) -> tuple[float, float]:
    angle = 2 * math.pi * place / number
    length = RADIUS * share
    x, y = SIDE / 2 + length * math.sin(angle), SIDE / 2 - length * math.cos(angle)
    return round(x, 1), round(y, 1)
