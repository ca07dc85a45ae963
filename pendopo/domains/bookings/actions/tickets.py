"""What every step on a ticket shares: the lock, the move, the fact, the word to the person."""

from datetime import date, datetime

from pendopo.domains.bookings import access, queries, rules
from pendopo.domains.bookings.models import Session, Ticket
from pendopo.domains.bookings.schema import Site
from pendopo.domains.notices import actions as notices
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import DomainError, NotAllowed
from pendopo.kernel.events import Code, Event, Ref
from pendopo.kernel.ledger import book


class StepNotAllowed(DomainError):
    """The ticket stands elsewhere than the step needs; somebody was faster."""

    sentence = "Nomor ini sudah berubah keadaannya. Muat ulang antrean."


def lock(session_id: int) -> Session:
    """Return a session, its row held until the transaction ends. Raises NoSuchSession."""
    session = Session.objects.select_for_update().filter(pk=session_id).first()
    if session is None:
        raise queries.NoSuchSession
    return session


def move(ticket: Ticket, step: str, **times: datetime | None) -> None:
    """Take a step by conditional update, so that of two officers one succeeds."""
    sources, target = rules.STEPS[step]
    rows = Ticket.objects.filter(pk=ticket.pk, state__in=sources)
    if not rows.update(state=target.value, **times):
        raise StepNotAllowed
    ticket.refresh_from_db()


def managed_site(code: str, actor: Actor, now: datetime) -> Site:
    """Return a site whose queue the actor runs. Raises NotAllowed."""
    place = queries.site(code, queries.local_date(now))
    if not access.may_manage(actor, place):
        raise NotAllowed
    return place


def managed_ticket(ref: str, actor: Actor, now: datetime) -> Ticket:
    """Return a ticket of a queue that the actor runs. Raises NoSuchTicket, NotAllowed."""
    ticket = Ticket.objects.select_related("session").filter(ref=ref).first()
    if ticket is None:
        raise queries.NoSuchTicket
    managed_site(ticket.session.site, actor, now)
    return ticket


def record(
    event: type[Event], ticket: Ticket, actor: Actor, now: datetime, **more: int | bool
) -> None:
    """Write one fact about a ticket into the ledger."""
    facts: dict[str, Code | date | int | bool] = {
        "site": Code(ticket.session.site),
        "visit_on": ticket.session.visit_on,
        **more,
    }
    book.record(event(subject=Ref(ticket.ref), **facts), actor=actor, at=now)


def tell(ticket: Ticket, template: str, actor: Actor, now: datetime) -> None:
    """Leave a notice for the account that booked; a walk-in has none."""
    if ticket.booked_by:
        notices.notify(
            person_ref=ticket.booked_by,
            template=template,
            subject=ticket.ref,
            now=now,
            actor=actor,
            queue_number=ticket.code,
            starts_at=queries.turn_at(ticket),
        )
