"""A line through periods as plain geometry, with a scale of round numbers. Knows no framework."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pendopo.kernel.periods import Period, Span
from pendopo.shell import formats

WIDTH, HEIGHT = 720.0, 320.0
RIGHT, TOP, BOTTOM = 12.0, 44.0, 40.0
"""Above the highest line there is room for the newest number."""
LINES = 4
LABELS = 6
"""So many periods of the lower edge fit side by side, on a phone too."""
_SMALLEST = 0.0025
"""Numbers are shown with two decimals; what is smaller is nothing."""
_ABOVE, _MARGIN = 18.0, 24.0
_ABOVE, _MARGIN = 18.0, 24.0
_NARROWEST, _GAP, _LETTER = 64.0, 20.0, 14.0
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_LARGE = ((1e12, ("T", "tn")), (1e9, ("M", "bn")), (1e6, ("jt", "m")))
_SPANS = {Span.QUARTER: ("T", "Q"), Span.HALF: ("S", "H")}


@dataclass(frozen=True, kw_only=True)
class Step:
    """What goes into one period: a number, how it is written, and where it leads.

    Without a `value` the line is interrupted; `text` says why. `is_provisional` is a number that may
    still change. `cells` are further columns of the table: heading and words.
    """

    label: str
    value: float | None
    text: str
    short: str = ""
    address: str = ""
    is_simulation: bool = False
    is_provisional: bool = False
    cells: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Dot:
    """One period: where it stands (`y` None without a number), and the word below where it fits.

    Whoever touches between `start` and the dot of the next period means this one.
    """

    x: float
    y: float | None
    start: float
    step: Step
    mark: str = ""


@dataclass(frozen=True, kw_only=True)
class Target:
    """What the numbers should reach, and how it is written."""

    value: float
    text: str
    y: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Trend:
    """Everything that shell/components/trend.html draws; `key` keeps its ids apart on a page.

    `line` and `dashed` are paths: from number to number, and to those that may still change.
    `begins` is where a scale begins that does not begin at zero, otherwise empty.
    """

    key: str
    title: str
    unit: str
    dots: tuple[Dot, ...]
    lines: tuple[tuple[float, str], ...]
    line: str
    dashed: str
    left: float
    band: float
    target: Target | None = None
    begins: str = ""
    width: float = WIDTH
    height: float = HEIGHT
    floor: float = HEIGHT - BOTTOM
    right: float = WIDTH - RIGHT

    @property
    def known(self) -> tuple[Dot, ...]:
        """Return the periods that have a number."""
        return tuple(dot for dot in self.dots if dot.y is not None)

    @property
    def last(self) -> Dot:
        """Return the newest period that has a number."""
        return self.known[-1]

    @property
    def value_place(self) -> tuple[float, float, str]:
        """Return where the newest number is written: x, y, and towards which side it is aligned."""
        x, y = self.last.x, self.last.y or 0.0
        if x < self.width / 2:
            return x - _MARGIN, y - _ABOVE, "start"
        return min(x + _MARGIN, self.right), y - _ABOVE, "end"

    @property
    def has_simulation(self) -> bool:
        """Tell whether a number rests on something unsourced."""
        return any(dot.step.is_simulation for dot in self.known)

    @property
    def has_provisional(self) -> bool:
        """Tell whether a number may still change."""
        return any(dot.step.is_provisional for dot in self.known)


def drawn(
    steps: Sequence[Step],
    *,
    key: str,
    title: str,
    unit: str = "",
    language: str = "id",
    target: Target | None = None,
    scale: tuple[float, float] | None = None,
) -> Trend | None:
    """Draw periods, oldest first; None where there are none.

    The scale is the one that is given, for an index that has one, or it begins at zero.
    """
    if not steps:
        return None
    edges = ticks(*_ends(steps, target, scale))
    words = [tick(edge, language) for edge in edges]
    left = max(_NARROWEST, _GAP + _LETTER * max(map(len, words)))
    dots = _dots(steps, left, edges)
    return Trend(
        key=key,
        title=title,
        unit=unit,
        dots=tuple(dots),
        lines=tuple((_y(edge, edges), word) for edge, word in zip(edges, words, strict=True)),
        line=_path(dots, is_provisional=False),
        dashed=_path(dots, is_provisional=True),
        left=left,
        band=round((WIDTH - RIGHT - left) / len(steps), 1),
        target=target and Target(value=target.value, text=target.text, y=_y(target.value, edges)),
        begins=words[0] if edges[0] > 0 else "",
    )


def ticks(low: float, high: float) -> list[float]:
    """Return round values from at or below `low` to at or above `high`, at most seven."""
    width = _round_up((high - low) / LINES)
    first, last = math.floor(low / width + 1e-9), math.ceil(high / width - 1e-9)
    return [round(width * place, 10) for place in range(first, max(last, first + 1) + 1)]


def tick(value: float, language: str = "id") -> str:
    """Return a value in the few letters that fit beside an axis: "75", "2,5 jt", "1,2 M"."""
    for size, marks in _LARGE:
        if abs(value) >= size:
            return f"{formats.short_number(value / size, language)} {marks[language == 'en']}"
    return formats.short_number(value, language)


def short_period(asked: Period, language: str = "id") -> str:
    """Return a period in the few letters that fit below an axis: "Jun 26", "T2 26", "2026"."""
    if asked.span is Span.YEAR:
        return str(asked.year)
    year = f"{asked.year % 100:02}"
    if asked.span is Span.MONTH:
        return f"{formats.MONTHS[language][asked.place - 1][:3]} {year}"
    return f"{_SPANS[asked.span][language == 'en']}{asked.place} {year}"


def _dots(steps: Sequence[Step], left: float, edges: Sequence[float]) -> list[Dot]:
    band = (WIDTH - RIGHT - left) / len(steps)
    every = math.ceil(len(steps) / LABELS)
    return [
        Dot(
            x=round(left + band * (place + 0.5), 1),
            y=None if step.value is None else _y(step.value, edges),
            start=round(left + band * place, 1),
            step=step,
            # Counted from the newest, whose word is always there.
            mark="" if (len(steps) - 1 - place) % every else step.short or step.label,
        )
        for place, step in enumerate(steps)
    ]


def _ends(
    steps: Sequence[Step], target: Target | None, scale: tuple[float, float] | None
) -> tuple[float, float]:
    known = [step.value for step in steps if step.value is not None]
    known += [target.value] if target else []
    low, high = scale or (0.0, 0.0)
    return min(low, *known, low), max(high, *known, high)


def _y(value: float, edges: Sequence[float]) -> float:
    share = (value - edges[0]) / (edges[-1] - edges[0])
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def _path(dots: Sequence[Dot], *, is_provisional: bool) -> str:
    """Return the stretches between neighbours that both have a number."""
    return " ".join(
        f"M{one.x:g},{one.y:g}L{two.x:g},{two.y:g}"
        for one, two in pairwise(dots)
        if one.y is not None and two.y is not None
        if (one.step.is_provisional or two.step.is_provisional) == is_provisional
    )


def _round_up(width: float) -> float:
    """Return the next of 1, 2, 2.5, 5, 10, 20, … that is not smaller; 1 for nothing."""
    if width < _SMALLEST:
        return 1.0
    power = 10.0 ** math.floor(math.log10(width))
    return round(next(step for step in _STEPS if step * power >= width * (1 - 1e-9)) * power, 10)
