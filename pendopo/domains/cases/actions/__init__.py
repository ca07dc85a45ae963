"""What can be done to a case: file it, move it, assign it, record its fee, erase its data."""

from pendopo.domains.cases.actions._completion import resubmit
from pendopo.domains.cases.actions._desk import (
    FeeDiffers,
    FeeRecordedBefore,
    Payment,
    assign,
    record_fee,
    reveal_numbers,
    write_note,
)
from pendopo.domains.cases.actions._filing import (
    AssuranceTooLow,
    BusinessMissing,
    Filed,
    Filing,
    FormVersionGone,
    InvalidAnswers,
    NobodyHandles,
    NotApplicable,
    NotForBusinesses,
    file_case,
)
from pendopo.domains.cases.actions._handover import release_cases_of
from pendopo.domains.cases.actions._retention import erase_personal_data
from pendopo.domains.cases.actions._steps import (
    CaseChanged,
    FeeUnpaid,
    ReasonMissing,
    ReferenceMissing,
    Step,
    complete,
    take_step,
)

__all__ = [
    "AssuranceTooLow",
    "BusinessMissing",
    "CaseChanged",
    "FeeDiffers",
    "FeeRecordedBefore",
    "FeeUnpaid",
    "Filed",
    "Filing",
    "FormVersionGone",
    "InvalidAnswers",
    "NobodyHandles",
    "NotApplicable",
    "NotForBusinesses",
    "Payment",
    "ReasonMissing",
    "ReferenceMissing",
    "Step",
    "assign",
    "complete",
    "erase_personal_data",
    "file_case",
    "record_fee",
    "release_cases_of",
    "resubmit",
    "reveal_numbers",
    "take_step",
    "write_note",
]
