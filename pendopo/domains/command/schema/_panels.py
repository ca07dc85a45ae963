"""A board: slides of panels, each panel showing measures, figures, scores, events or alerts."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from pendopo.kernel.content import Package
from pendopo.kernel.content import Source as Origin
from pendopo.kernel.content.schema import CodeText, Part

Tone = Literal["", "negative", "warning", "positive"]
Title = Annotated[str, Field(min_length=3, max_length=80)]
Column = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
FigureCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.]{0,59}$")]


class Audience(StrEnum):
    """Who looks at a board: officers, who see figures of their agencies too, or everybody."""

    OFFICERS = "officers"
    PUBLIC = "public"


class Source(Part):
    """Where a number comes from: a measure of the lake, or a figure of the day."""

    measure: CodeText = ""
    figure: FigureCode = ""
    title: str = Field(default="", max_length=80)

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if bool(self.measure) == bool(self.figure):
            raise ValueError("sebutkan satu ukuran (measure) atau satu angka harian (figure)")
        return self


class Tile(Source):
    """One large number. `compare` sets it beside the time before; `tone` colours it above zero."""

    compare: bool = False
    tone: Tone = ""


class TilesPanel(Part):
    """Large numbers."""

    kind: Literal["tiles"]
    title: Title
    tiles: tuple[Tile, ...] = Field(min_length=1, max_length=12)


class MapPanel(Part):
    """A map of the districts; the reader may choose another measure."""

    kind: Literal["map"]
    title: Title
    choices: tuple[Source, ...] = Field(min_length=1, max_length=12)
    breakdown: Column = "district"


class BarsPanel(Part):
    """Agencies (or another part) side by side, the largest first."""

    kind: Literal["bars"]
    title: Title
    source: Source
    breakdown: Column = "agency"
    tone: Tone = ""


class TrendPanel(Part):
    """A measure of the last periods as a line with its table."""

    kind: Literal["trend"]
    title: Title
    measure: CodeText
    periods: int = Field(default=12, ge=2, le=13)


class Grade(Part):
    """A class of the satisfaction index and the lowest index that reaches it."""

    letter: str = Field(min_length=1, max_length=2)
    word: str = Field(min_length=3, max_length=40)
    lowest: Decimal


class IkmPanel(Part):
    """The satisfaction index with its class, and how many answered."""

    kind: Literal["ikm"]
    title: Title
    measure: CodeText
    respondents: CodeText
    grades: tuple[Grade, ...] = Field(min_length=1, max_length=8)
    source: Origin

    @model_validator(mode="after")
    def _falls(self) -> Self:
        edges = [grade.lowest for grade in self.grades]
        if edges != sorted(set(edges), reverse=True):
            raise ValueError("kelas ditulis dari yang tertinggi ke yang terendah")
        return self


class ScoresPanel(Part):
    """Scores against their targets; on a public board the signed ones only, unless told otherwise."""

    kind: Literal["scores"]
    title: Title
    unsigned: bool = False


class EventsPanel(Part):
    """The newest of the public feed."""

    kind: Literal["events"]
    title: Title
    rows: int = Field(default=8, ge=3, le=30)


class AlertsPanel(Part):
    """What is wrong now, the worst first; `good` is said when nothing is."""

    kind: Literal["alerts"]
    title: Title
    good: str = Field(min_length=3, max_length=120)


PanelPart = Annotated[
    TilesPanel
    | MapPanel
    | BarsPanel
    | TrendPanel
    | IkmPanel
    | ScoresPanel
    | EventsPanel
    | AlertsPanel,
    Field(discriminator="kind"),
]


class Slide(Part):
    """What stands on the wall at once; on a page, one section."""

    code: CodeText
    title: Title
    panels: tuple[PanelPart, ...] = Field(min_length=1, max_length=4)


class Panel(Package):
    """A board. Seconds say how long a slide stays, and how often a screen asks for news.

    `hold_on_danger` stops the rotation at the alerts while one of the highest severity stands.
    """

    audience: Audience = Audience.OFFICERS
    rotation_seconds: int = Field(default=20, ge=5, le=600)
    refresh_seconds: int = Field(default=15, ge=5, le=600)
    hold_on_danger: bool = False
    slides: tuple[Slide, ...] = Field(min_length=1, max_length=12)

    @model_validator(mode="after")
    def _fits_its_audience(self) -> Self:
        codes = [slide.code for slide in self.slides]
        if len(set(codes)) != len(codes):
            raise ValueError("kode slide (code) disebut dua kali")
        if self.audience is Audience.PUBLIC and any(map(_is_closed, self.panels)):
            raise ValueError(
                "papan terbuka hanya memuat ukuran (measure); angka harian (figure) dan "
                "peringatan (alerts) memuat hitungan kecil yang tidak disamarkan"
            )
        return self

    @property
    def panels(self) -> tuple[PanelPart, ...]:
        """Return every panel in order."""
        return tuple(panel for slide in self.slides for panel in slide.panels)

    def sources(self) -> tuple[Source, ...]:
        """Return where every number of the board comes from."""
        return tuple(source for panel in self.panels for source in _sources(panel))


def _sources(panel: PanelPart) -> tuple[Source, ...]:
    match panel:
        case TilesPanel(tiles=sources) | MapPanel(choices=sources):
            return sources
        case BarsPanel(source=source):
            return (source,)
        case TrendPanel(measure=measure):
            return (Source(measure=measure),)
        case IkmPanel(measure=measure, respondents=respondents):
            return (Source(measure=measure), Source(measure=respondents))
    return ()


def _is_closed(panel: PanelPart) -> bool:
    if isinstance(panel, AlertsPanel) or (isinstance(panel, ScoresPanel) and panel.unsigned):
        return True
    return any(source.figure for source in _sources(panel))
