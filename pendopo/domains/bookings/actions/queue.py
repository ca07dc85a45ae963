"""Run a queue: who is there, who is called, served, done or missing."""

from datetime import datetime

from django.db import transaction

from pendopo.domains.bookings import events, rules
from pendopo.domains.bookings.actions import tickets
from pendopo.domains.bookings.models import Session, Ticket
from pendopo.domains.bookings.rules import State
from pendopo.kernel import actor as actors
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import DomainError

SWEEP_CHUNK = 200
CLOSER = actors.system("bookings")


class NobodyWaits(DomainError):
    """There is no number to call."""

    sentence = "Belum ada yang menunggu pada jadwal ini."


@transaction.atomic
def check_in(*, ref: str, actor: Actor, now: datetime) -> Ticket:
    """Note that the visitor is there; from now on the number can be called."""
    ticket = tickets.managed_ticket(ref, actor, now)
    if _has_another(ticket):
        raise tickets.StepNotAllowed("Pasien ini sudah punya nomor lain pada jadwal yang sama.")
    tickets.move(ticket, "check_in", arrived_at=now, called_at=None, closed_at=None)
    tickets.record(events.VisitorArrived, ticket, actor, now)
    return ticket


@transaction.atomic
def call_next(*, session_id: int, actor: Actor, now: datetime) -> tuple[Ticket, str]:
    """Call the next number by the queue's rule; returns it with the reason. Raises NobodyWaits.

    The session's row is the lock: two officers who press at once call two different numbers.
    """
    session = tickets.lock(session_id)
    place = tickets.managed_site(session.site, actor, now)
    waiting = Ticket.objects.filter(session=session, state=State.WAITING)
    choice = rules.next_call(
        [rules.Waiting(t.number, t.is_priority) for t in waiting],
        priority_run=session.priority_run,
        regular_every=place.queue.regular_every,
    )
    if choice is None:
        raise NobodyWaits
    ticket = waiting.select_related("session").get(number=choice.number)
    tickets.move(ticket, "call", called_at=now)
    run = rules.run_after(session.priority_run, is_priority=ticket.is_priority)
    Session.objects.filter(pk=session.pk).update(priority_run=run)
    tickets.record(
        events.NumberCalled, ticket, actor, now, waited_minutes=_minutes_waited(ticket, now)
    )
    return ticket, choice.reason


@transaction.atomic
def start_service(*, ref: str, actor: Actor, now: datetime) -> Ticket:
    """Note that the visitor entered the room."""
    ticket = tickets.managed_ticket(ref, actor, now)
    tickets.move(ticket, "serve", served_at=now)
    tickets.record(events.VisitStarted, ticket, actor, now)
    return ticket


@transaction.atomic
def finish_service(*, ref: str, actor: Actor, now: datetime) -> Ticket:
    """Note that the visit is over."""
    ticket = tickets.managed_ticket(ref, actor, now)
    tickets.move(ticket, "finish", closed_at=now)
    tickets.record(events.VisitServed, ticket, actor, now, online=ticket.is_online)
    return ticket


@transaction.atomic
def mark_missed(*, ref: str, actor: Actor, now: datetime) -> Ticket:
    """Note that nobody came; who comes after all is checked in again."""
    ticket = tickets.managed_ticket(ref, actor, now)
    tickets.move(ticket, "miss", closed_at=now)
    tickets.record(events.VisitMissed, ticket, actor, now)
    return ticket


def close_past_sessions(*, now: datetime) -> int:
    """Mark booked visits whose session is over as missed, one transaction each."""
    late = Ticket.objects.filter(state=State.BOOKED, session__ends_at__lt=now)
    rows = list(late.select_related("session").order_by("pk")[:SWEEP_CHUNK])
    for ticket in rows:
        _close_missed(ticket, now)
    return len(rows)


@transaction.atomic
def _close_missed(ticket: Ticket, now: datetime) -> None:
    tickets.move(ticket, "miss", closed_at=now)
    tickets.record(events.VisitMissed, ticket, CLOSER, now)


def _minutes_waited(ticket: Ticket, now: datetime) -> int:
    return int((now - (ticket.arrived_at or now)).total_seconds() // 60)


def _has_another(ticket: Ticket) -> bool:
    # Who missed a number may have booked anew; the missed one must not come back beside it.
    others = Ticket.objects.active().filter(session=ticket.session_id).exclude(pk=ticket.pk)
    return bool(ticket.patient_ref) and others.filter(patient_ref=ticket.patient_ref).exists()
