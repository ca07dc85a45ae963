"""Pure scoring: exact weighted means, bands, honesty, what-if. No Django, no clock, no float."""

from pendopo.domains.evaluation.rules.confidence import WORDS as CONFIDENCE_WORDS
from pendopo.domains.evaluation.rules.confidence import Marks, marks, reasons, weakest
from pendopo.domains.evaluation.rules.drawing import Radar, history, radar
from pendopo.domains.evaluation.rules.figures import along, quantized, weighted_mean
from pendopo.domains.evaluation.rules.moving import (
    Difference,
    Step,
    compare,
    next_value,
    raises_most,
    what_if,
)
from pendopo.domains.evaluation.rules.opening import AGENCY, Opened, Where, narrowed, opened
from pendopo.domains.evaluation.rules.periods import (
    BadPeriod,
    check_period,
    expiry,
    in_words,
    looked_at_on,
    period,
)
from pendopo.domains.evaluation.rules.plotting import Plot, plot
from pendopo.domains.evaluation.rules.plotting import height as plotted_height
from pendopo.domains.evaluation.rules.reaching import Climb, Route, cheapest
from pendopo.domains.evaluation.rules.readings import (
    Proposal,
    checklist,
    converted,
    element_mean,
    level_of,
    level_reached,
    measured,
    proposal,
    proposed_value,
    read,
    spm,
    start_of,
)
from pendopo.domains.evaluation.rules.reminding import (
    DIGEST,
    DUE,
    OVERDUE,
    UNREPORTED,
    is_due_again,
    stage,
    working_days_left,
)
from pendopo.domains.evaluation.rules.reporting import Report, Reported, reported
from pendopo.domains.evaluation.rules.scoring import (
    NodeScore,
    NotOnScale,
    Score,
    UnknownIndicator,
    Value,
    predicate,
    score,
    shown,
)
from pendopo.kernel.periods import Period

__all__ = [
    "AGENCY",
    "CONFIDENCE_WORDS",
    "DIGEST",
    "DUE",
    "OVERDUE",
    "UNREPORTED",
    "BadPeriod",
    "Climb",
    "Difference",
    "Marks",
    "NodeScore",
    "NotOnScale",
    "Opened",
    "Period",
    "Plot",
    "Proposal",
    "Radar",
    "Report",
    "Reported",
    "Route",
    "Score",
    "Step",
    "UnknownIndicator",
    "Value",
    "Where",
    "along",
    "cheapest",
    "check_period",
    "checklist",
    "compare",
    "converted",
    "element_mean",
    "expiry",
    "history",
    "in_words",
    "is_due_again",
    "level_of",
    "level_reached",
    "looked_at_on",
    "marks",
    "measured",
    "narrowed",
    "next_value",
    "opened",
    "period",
    "plot",
    "plotted_height",
    "predicate",
    "proposal",
    "proposed_value",
    "quantized",
    "radar",
    "raises_most",
    "read",
    "reasons",
    "reported",
    "score",
    "shown",
    "spm",
    "stage",
    "start_of",
    "weakest",
    "weighted_mean",
    "what_if",
    "working_days_left",
]
