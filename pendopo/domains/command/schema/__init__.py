"""Shapes of the two kinds of content: boards of panels, and alerts."""

from pendopo.domains.command.schema._alerts import SEVERITY_WORDS, AlertPackage, Severity
from pendopo.domains.command.schema._panels import (
    AlertsPanel,
    Audience,
    BarsPanel,
    EventsPanel,
    IkmPanel,
    MapPanel,
    Panel,
    PanelPart,
    ScoresPanel,
    Slide,
    Source,
    Tile,
    TilesPanel,
    TrendPanel,
)

__all__ = [
    "SEVERITY_WORDS",
    "AlertPackage",
    "AlertsPanel",
    "Audience",
    "BarsPanel",
    "EventsPanel",
    "IkmPanel",
    "MapPanel",
    "Panel",
    "PanelPart",
    "ScoresPanel",
    "Severity",
    "Slide",
    "Source",
    "Tile",
    "TilesPanel",
    "TrendPanel",
]
