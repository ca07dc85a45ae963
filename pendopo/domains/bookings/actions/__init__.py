"""Writes: give a number, call it, close it. Each is one transaction and one ledger entry."""

from pendopo.domains.bookings.actions.booking import (
    AlreadyBooked,
    NotYourPatient,
    SessionFull,
    SessionNotOpen,
    TooManyVisits,
    Visit,
    add_walk_in,
    book_visit,
    cancel_visit,
)
from pendopo.domains.bookings.actions.queue import (
    NobodyWaits,
    call_next,
    check_in,
    close_past_sessions,
    finish_service,
    mark_missed,
    start_service,
)
from pendopo.domains.bookings.actions.tickets import StepNotAllowed

__all__ = [
    "AlreadyBooked",
    "NobodyWaits",
    "NotYourPatient",
    "SessionFull",
    "SessionNotOpen",
    "StepNotAllowed",
    "TooManyVisits",
    "Visit",
    "add_walk_in",
    "book_visit",
    "call_next",
    "cancel_visit",
    "check_in",
    "close_past_sessions",
    "finish_service",
    "mark_missed",
    "start_service",
]
