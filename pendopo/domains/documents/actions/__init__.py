"""What documents can do: draft, freeze, sign, revoke, correct, void."""

from pendopo.domains.documents.actions._draft import NumberWouldGoBack, draft
from pendopo.domains.documents.actions._end import (
    AlreadyBeingCorrected,
    NotInForce,
    OtherFields,
    correct,
    revoke,
    void,
)
from pendopo.domains.documents.actions._freeze import (
    LetterIsClosed,
    freeze,
    freeze_drafted,
    pdf_of,
    readdress,
    render,
)
from pendopo.domains.documents.actions._rehearse import enrol_in_sandbox, remember_signed
from pendopo.domains.documents.actions._sign import (
    MAX_BATCH,
    LetterChanged,
    OtherService,
    Outcome,
    Pick,
    TooManyLetters,
    sign_many,
)
from pendopo.domains.documents.ports.signing import Passphrase
from pendopo.domains.documents.rules import (
    Letterhead,
    LetterOrder,
    Numbering,
    RevocationReason,
    Signatory,
    VoidReason,
    capacity,
)

__all__ = [
    "MAX_BATCH",
    "AlreadyBeingCorrected",
    "LetterChanged",
    "LetterIsClosed",
    "LetterOrder",
    "Letterhead",
    "NotInForce",
    "NumberWouldGoBack",
    "Numbering",
    "OtherFields",
    "OtherService",
    "Outcome",
    "Passphrase",
    "Pick",
    "RevocationReason",
    "Signatory",
    "TooManyLetters",
    "VoidReason",
    "capacity",
    "correct",
    "draft",
    "enrol_in_sandbox",
    "freeze",
    "freeze_drafted",
    "pdf_of",
    "readdress",
    "remember_signed",
    "render",
    "revoke",
    "sign_many",
    "void",
]
