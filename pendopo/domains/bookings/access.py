"""Who may see a ticket and run a queue."""

from pendopo.domains.bookings.models import Ticket, TicketQuerySet
from pendopo.domains.bookings.schema import Site
from pendopo.domains.people import queries as people
from pendopo.kernel.actor import Actor

MANAGE = "bookings.manage"


def visible_to(actor: Actor) -> TicketQuerySet:
    """Return the tickets that the actor booked or that were booked for the actor."""
    tickets = Ticket.objects.select_related("session")
    if not actor.is_signed_in:
        return tickets.none()
    return tickets.filter(booked_by=actor.ref) | tickets.filter(patient_ref=actor.ref)


def may_manage(actor: Actor, site: Site) -> bool:
    """Tell whether the actor runs the queue of this site."""
    try:
        return actor.may(MANAGE, people.agency(site.agency).path)
    except people.NoSuchAgency:
        return False
