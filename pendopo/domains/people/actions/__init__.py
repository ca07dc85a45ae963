"""What people does: each action is one transaction and one ledger entry."""

from pendopo.domains.people.actions.identity import (
    NikBelongsToAnother,
    NikClosed,
    NoNik,
    UnknownReason,
    claim_nik,
    confirm_by_registry,
    confirm_seen,
    find_by_nik,
    reveal_nik,
)
from pendopo.domains.people.actions.mandates import (
    BadNib,
    claim_mandate,
    confirm_mandate,
    end_mandate,
    record_business,
)
from pendopo.domains.people.actions.organisation import (
    CodeTaken,
    PostAlreadyActed,
    WrongDates,
    appoint,
    create_post,
    delegate,
    end_holding,
    found_agency,
    revoke_delegation,
)
from pendopo.domains.people.actions.persons import change_profile, register_person

__all__ = [
    "BadNib",
    "CodeTaken",
    "NikBelongsToAnother",
    "NikClosed",
    "NoNik",
    "PostAlreadyActed",
    "UnknownReason",
    "WrongDates",
    "appoint",
    "change_profile",
    "claim_mandate",
    "claim_nik",
    "confirm_by_registry",
    "confirm_mandate",
    "confirm_seen",
    "create_post",
    "delegate",
    "end_holding",
    "end_mandate",
    "find_by_nik",
    "found_agency",
    "record_business",
    "register_person",
    "reveal_nik",
    "revoke_delegation",
]
