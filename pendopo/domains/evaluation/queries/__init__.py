"""What others and our own pages may ask evaluation."""

from pendopo.domains.evaluation.queries._assessments import (
    NoSuchAssessment,
    NoSuchEvidence,
    NoSuchIndicator,
    assessment,
    assessments,
    evidence,
    indicator,
    instrument,
    instrument_of,
    may_read_file,
    version_for,
    versions,
    waiting_for,
)
from pendopo.domains.evaluation.queries._detail import (
    Around,
    around,
    decision,
    history,
    meetings,
    open_decisions,
    owners,
)
from pendopo.domains.evaluation.queries._gauges import gauges, keep_gauges
from pendopo.domains.evaluation.queries._standing import (
    Standing,
    claimed_values,
    evidence_day,
    frozen,
    is_given,
    proven_values,
    score_of,
    standings,
)
from pendopo.domains.evaluation.queries.measuring import Reading
from pendopo.domains.evaluation.queries.measuring import read as read_measure

__all__ = [
    "Around",
    "NoSuchAssessment",
    "NoSuchEvidence",
    "NoSuchIndicator",
    "Reading",
    "Standing",
    "around",
    "assessment",
    "assessments",
    "claimed_values",
    "decision",
    "evidence",
    "evidence_day",
    "frozen",
    "gauges",
    "history",
    "indicator",
    "instrument",
    "instrument_of",
    "is_given",
    "keep_gauges",
    "may_read_file",
    "meetings",
    "open_decisions",
    "owners",
    "proven_values",
    "read_measure",
    "score_of",
    "standings",
    "version_for",
    "versions",
    "waiting_for",
]
