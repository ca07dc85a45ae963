"""Geometry of server-made charts: numbers in, SVG coordinates out. Knows no framework."""

from collections.abc import Sequence

WIDTH, HEIGHT, EDGE = 160.0, 40.0, 3.0


def shares(values: Sequence[float]) -> list[float]:
    """Return each value as a percentage (0 to 100) of the largest; nothing is below zero."""
    top = max((*values, 0.0))
    return [round(100.0 * max(v, 0.0) / top, 2) if top > 0 else 0.0 for v in values]


def line(values: Sequence[float]) -> list[tuple[float, float]]:
    """Return the points of a line through the values, inside WIDTH x HEIGHT less the edge."""
    if not values:
        return []
    low, high = min(values), max(values)
    step = (WIDTH - 2 * EDGE) / max(len(values) - 1, 1)
    return [
        (round(EDGE + step * place, 2), _height_of(value, low, high))
        for place, value in enumerate(values)
    ]


def points(line_points: Sequence[tuple[float, float]]) -> str:
    """Return points as SVG writes them: "3,37 80,3"."""
    return " ".join(f"{x:g},{y:g}" for x, y in line_points)


def _height_of(value: float, low: float, high: float) -> float:
    if high <= low:
        return HEIGHT / 2
    # Divided first: high - low of two huge floats may overflow, the share may not.
    share = (value / 2 - low / 2) / (high / 2 - low / 2)
    return round(HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE), 2)
