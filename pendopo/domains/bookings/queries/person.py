"""A person's own tickets, and for whom the person may book."""

from dataclasses import dataclass
from datetime import date, datetime

from pendopo.domains.bookings import access, rules
from pendopo.domains.bookings.models import Payer, Ticket, VisitKind
from pendopo.domains.bookings.queries import schedule
from pendopo.domains.bookings.rules import State
from pendopo.domains.bookings.schema import Clinic, Site
from pendopo.domains.people import queries as people
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import NotFound
from pendopo.kernel.sentences import Filled


class NoSuchTicket(NotFound):
    """The ticket does not exist or belongs to somebody else."""

    sentence = "Tiket ini tidak ditemukan."


@dataclass(frozen=True)
class Sheet:
    """A ticket as its page and its print show it."""

    ticket: Ticket
    site: Site
    clinic: Clinic
    turn_at: datetime
    patient: str
    state: str
    kind: str
    payer: str
    ahead: int
    is_active: bool
    may_cancel: bool


def patients(actor: Actor, on: date) -> list[tuple[str, str]]:
    """Return (reference, label) of everyone the actor may book for, the actor first."""
    mandates = people.mandates_of(people.person(actor.ref), on=on).filter(person__isnull=False)
    others = [(m.person.ref, m.person.name) for m in mandates if m.person]
    return [(actor.ref, Filled("Saya sendiri ({name})", name=actor.name)), *others]


def ticket(ref: str, actor: Actor) -> Ticket:
    """Return a ticket that the actor may see. Raises NoSuchTicket."""
    found = access.visible_to(actor).filter(ref=ref).first()
    if found is None:
        raise NoSuchTicket
    return found


def next_visits(actor: Actor, now: datetime) -> list[Ticket]:
    """Return the actor's visits that are not over, the nearest first, at most three."""
    coming = access.visible_to(actor).active().filter(session__ends_at__gt=now)
    return list(coming.order_by("session__starts_at", "number")[:3])


def turn_at(found: Ticket) -> datetime:
    """Return the estimated time of this ticket's turn."""
    session = found.session
    return rules.turn_at(session.starts_at, found.number, session.slot_minutes)


def state_word(found: Ticket) -> str:
    """Return where the ticket stands, in a word."""
    return rules.STATE_WORDS[State(found.state)]


def ahead_of(found: Ticket) -> int:
    """Return how many hold an earlier number of this session that was not called yet."""
    before = Ticket.objects.filter(session=found.session_id, number__lt=found.number)
    return before.filter(state__in=[State.BOOKED.value, State.WAITING.value]).count()


def sheet(found: Ticket, now: datetime) -> Sheet:
    """Gather what the ticket's page says."""
    place = schedule.site(found.session.site, schedule.local_date(found.booked_at))
    return Sheet(
        ticket=found,
        site=place,
        clinic=schedule.clinic(place, found.session.clinic),
        turn_at=turn_at(found),
        patient=people.names([found.patient_ref]).get(found.patient_ref, ""),
        state=state_word(found),
        kind=VisitKind(found.visit_kind).label,
        payer=Payer(found.payer).label,
        ahead=ahead_of(found),
        is_active=found.state in rules.ACTIVE,
        may_cancel=found.state == State.BOOKED and now < found.session.starts_at,
    )
