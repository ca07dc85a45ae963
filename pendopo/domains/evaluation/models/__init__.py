"""Tables of evaluation: assessments with what stands around them, snapshots and their packs."""

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
    "Side",
    "Snapshot",
    "SnapshotIsImmutable",
    "State",
    "Statement",
    "Verdict",
]
