"""Reads: sites and their sessions, a person's tickets, the queue of a day, the public board."""

from pendopo.domains.bookings.queries.person import (
    NoSuchTicket,
    next_visits,
    patients,
    sheet,
    state_word,
    ticket,
    turn_at,
)
from pendopo.domains.bookings.queries.queue import (
    board,
    desk,
    managed_sites,
    tickets_by_code,
    visits_by_site,
)
from pendopo.domains.bookings.queries.schedule import (
    NoSuchClinic,
    NoSuchSession,
    NoSuchSite,
    clinic,
    local_date,
    offers,
    opening,
    site,
    sites,
    zone,
)

__all__ = [
    "NoSuchClinic",
    "NoSuchSession",
    "NoSuchSite",
    "NoSuchTicket",
    "board",
    "clinic",
    "desk",
    "local_date",
    "managed_sites",
    "next_visits",
    "offers",
    "opening",
    "patients",
    "sheet",
    "site",
    "sites",
    "state_word",
    "ticket",
    "tickets_by_code",
    "turn_at",
    "visits_by_site",
    "zone",
]
