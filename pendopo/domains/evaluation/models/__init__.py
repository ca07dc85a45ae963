"""Tables of evaluation: assessments with what stands around them, reminders, snapshots."""

from pendopo.domains.evaluation.models._assessments import (
    Assessment,
    Assignment,
    Comment,
    Decision,
    Evidence,
    EvidenceKind,
    Meeting,
    Side,
    State,
    Statement,
    Verdict,
)
from pendopo.domains.evaluation.models._reminders import Reminder
from pendopo.domains.evaluation.models._snapshots import (
    Pack,
    PackState,
    Snapshot,
    SnapshotIsImmutable,
)

__all__ = [
    "Assessment",
    "Assignment",
    "Comment",
    "Decision",
    "Evidence",
    "EvidenceKind",
    "Meeting",
    "Pack",
    "PackState",
    "Reminder",
    "Side",
    "Snapshot",
    "SnapshotIsImmutable",
    "State",
    "Statement",
    "Verdict",
]
