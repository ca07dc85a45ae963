"""What evaluation can do: open, assign, claim, prove, verify, meet, submit, sign."""

from pendopo.domains.evaluation.actions._assessments import (
    NoPostToSign,
    OpenedBefore,
    TargetOutsideScale,
    open_assessment,
    return_for_work,
    set_target,
    sign,
    submit,
)
from pendopo.domains.evaluation.actions._evidence import (
    AlreadyJudged,
    Document,
    NoSuchInput,
    NothingMeasured,
    WrongDates,
    attach_document,
    attach_reading,
    judge_evidence,
    report_agency,
    withdraw_evidence,
)
from pendopo.domains.evaluation.actions._packing import build_packs
from pendopo.domains.evaluation.actions._reminding import remind
from pendopo.domains.evaluation.actions._snapshots import (
    PackNotReady,
    download_pack,
    retry_pack,
    take_snapshot,
)
from pendopo.domains.evaluation.actions._values import (
    ReasonMissing,
    add_comment,
    claim_value,
    verify_value,
)
from pendopo.domains.evaluation.actions._work import (
    Decided,
    DoneBefore,
    MeetingInFuture,
    NothingChosen,
    assign_indicators,
    deadline,
    finish_decision,
    record_meeting,
)

__all__ = [
    "AlreadyJudged",
    "Decided",
    "Document",
    "DoneBefore",
    "MeetingInFuture",
    "NoPostToSign",
    "NoSuchInput",
    "NothingChosen",
    "NothingMeasured",
    "OpenedBefore",
    "PackNotReady",
    "ReasonMissing",
    "TargetOutsideScale",
    "WrongDates",
    "add_comment",
    "assign_indicators",
    "attach_document",
    "attach_reading",
    "build_packs",
    "claim_value",
    "deadline",
    "download_pack",
    "finish_decision",
    "judge_evidence",
    "open_assessment",
    "record_meeting",
    "remind",
    "report_agency",
    "retry_pack",
    "return_for_work",
    "set_target",
    "sign",
    "submit",
    "take_snapshot",
    "verify_value",
    "withdraw_evidence",
]
