"""The shape of a panel: which figures the head's page shows, and how."""

from typing import Literal

from pydantic import Field

from pendopo.kernel.content.schema import Package, Part

Tone = Literal["", "negative", "warning", "positive"]
FigureCode = str


class Alarm(Part):
    """The figure that answers "is anything wrong now?"; `good` is said when it is zero."""

    figure: FigureCode
    thing: str = Field(min_length=3, max_length=40)
    good: str = Field(min_length=3, max_length=120)


class Tile(Part):
    """One large number. `compare` sets it beside the period before; `tone` colours it above zero."""

    figure: FigureCode
    compare: bool = False
    tone: Tone = ""


class Picture(Part):
    """One figure split into its parts, as a map of districts or as bars of agencies."""

    figure: FigureCode
    shape: Literal["map", "bars"]
    title: str = Field(min_length=3, max_length=80)
    tone: Tone = ""


class Panel(Package):
    """A page of figures."""

    alarm: Alarm
    tiles: tuple[Tile, ...] = Field(min_length=1, max_length=12)
    pictures: tuple[Picture, ...] = Field(max_length=12)
