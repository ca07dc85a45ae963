"""A line through periods as plain geometry, with a scale of round numbers. Knows no framework."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720.0, 320.0
LEFT, RIGHT, TOP, BOTTOM = 64.0, 24.0, 16.0, 36.0
LINES = 4
_SMALLEST = 0.0025
"""Numbers are shown with two decimals; what is smaller is nothing."""
LABELS = 6
"""So many words of the lower edge fit side by side."""


@dataclass(frozen=True, kw_only=True)
class Dot:
    """One period: its place, its words, its door.

    `mark` is the word below, empty where crowded; a narrow screen leaves out every second one.
    """

    x: float
    y: float
    label: str
    text: str
    mark: str = ""
    is_second: bool = False
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class Trend:
    """Everything that shell/components/trend.html draws; `key` keeps its ids apart on a page."""

    key: str
    title: str
    unit: str
    dots: tuple[Dot, ...]
    lines: tuple[tuple[float, str], ...]
    points: str
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    floor: float = HEIGHT - BOTTOM

    @property
    def last(self) -> Dot:
        """Return the newest period."""
        return self.dots[-1]


@dataclass(frozen=True, kw_only=True)
class Step:
    """What goes into one period: a number, how it is written, and where it leads."""

    label: str
    value: float
    text: str
    short: str = ""
    address: str = ""


def drawn(
    steps: Sequence[Step], *, key: str, title: str, unit: str, write: Callable[[float], str]
) -> Trend | None:
    """Draw at least two periods, oldest first, over a scale that begins at zero; else None."""
    if len(steps) < 2:
        return None
    edge = _round_up(max((*(step.value for step in steps), 0.0)) / LINES)
    top, low = edge * LINES, min((*(step.value for step in steps), 0.0))
    every = math.ceil(len(steps) / LABELS)
    dots = tuple(
        Dot(
            x=_x(place, len(steps)),
            y=_y(step.value, low, top),
            label=step.label,
            text=step.text,
            mark=(step.short or step.label) if (len(steps) - 1 - place) % every == 0 else "",
            is_second=(len(steps) - 1 - place) // every % 2 == 1,
            address=step.address,
        )
        for place, step in enumerate(steps)
    )
    return Trend(
        key=key,
        title=title,
        unit=unit,
        dots=dots,
        lines=tuple((_y(edge * n, low, top), write(edge * n)) for n in range(LINES + 1)),
        points=" ".join(f"{dot.x:g},{dot.y:g}" for dot in dots),
    )


def _x(place: int, number: int) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * place / (number - 1), 1)


def _y(value: float, low: float, top: float) -> float:
    share = (value - low) / (top - low)
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def _round_up(width: float) -> float:
    """Return the next of 1, 2, 2.5, 5, 10, 20, … that is not smaller; 1 for nothing."""
    if width < _SMALLEST:
        return 1.0
    power = 10.0 ** math.floor(math.log10(width))
    step = next(s for s in (1, 2, 2.5, 5, 10) if s * power >= width * (1 - 1e-9))
    return round(step * power, 10)
