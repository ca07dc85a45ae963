"""What command decides without Django or a clock: spans, alerts, what the public feed may say."""

from pendopo.domains.command.rules._alerts import Seen, Step, Watch, next_step
from pendopo.domains.command.rules._feed import (
    FEWEST,
    WEEK,
    Band,
    Batch,
    Count,
    band_of,
    batches,
    newest_week,
    week_of,
)
from pendopo.domains.command.rules._spans import (
    SPAN_WORDS,
    Period,
    Span,
    change_words,
    measure_words,
    period,
    span_of,
    span_words,
    value_words,
)

__all__ = [
    "FEWEST",
    "SPAN_WORDS",
    "WEEK",
    "Band",
    "Batch",
    "Count",
    "Period",
    "Seen",
    "Span",
    "Step",
    "Watch",
    "band_of",
    "batches",
    "change_words",
    "measure_words",
    "newest_week",
    "next_step",
    "period",
    "span_of",
    "span_words",
    "value_words",
    "week_of",
]
