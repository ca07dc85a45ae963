"""The shape of an instrument: a tree of weighted indicators, its scale, bands and sources.

Every weight and threshold has a source with a confidence, its own or that of the nearest ancestor.
Faults are found where they stand, so that the author is told the line.
"""

from pendopo.domains.evaluation.schema._instrument import (
    WHOLE,
    Benchmark,
    Beside,
    Bridge,
    BridgeRow,
    Instrument,
    Method,
)
from pendopo.domains.evaluation.schema._parts import (
    Band,
    Conversion,
    Feed,
    Indicator,
    Input,
    InputKind,
    Node,
    Pattern,
    Question,
    Scale,
    walk,
)
from pendopo.domains.evaluation.schema._plan import ReminderPlan

KIND = "instruments"
PLANS = "reminders"

__all__ = [
    "KIND",
    "PLANS",
    "WHOLE",
    "Band",
    "Benchmark",
    "Beside",
    "Bridge",
    "BridgeRow",
    "Conversion",
    "Feed",
    "Indicator",
    "Input",
    "InputKind",
    "Instrument",
    "Method",
    "Node",
    "Pattern",
    "Question",
    "ReminderPlan",
    "Scale",
    "walk",
]
