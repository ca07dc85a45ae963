"""What comes after a case: the end is announced, people answer the survey, others see the doctor."""

import random
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from pendopo.domains.bookings import actions as bookings
from pendopo.domains.bookings import queries as schedule
from pendopo.domains.bookings.models import Ticket
from pendopo.domains.bookings.schema import Clinic, Site
from pendopo.domains.surveys import actions as surveys
from pendopo.domains.surveys.models import Invitation
from pendopo.domains.surveys.rules import ELEMENTS
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import DomainError
from pendopo.kernel.ledger import queries as ledger
from pendopo.kernel.ledger.worker import Worker
from pendopo.project.demo import cast
from pendopo.shell import government

ANSWERED = 0.45
DAYS_OF_VISITS = 20


def deliver() -> Iterator[int]:
    """Seal and deliver everything that the year announced; yields how many entries wait.

    The worker beside us does the same; both may, and each entry is still delivered once.
    """
    worker = Worker(timezone.now)
    while (waiting := ledger.waiting()) > 0:
        yield waiting
        if not worker.round():
            time.sleep(0.5)


def answer_surveys(rng: random.Random) -> int:
    """Let many of the invited answer, some days later; returns how many did."""
    answered = 0
    # All at once: SQLite cannot begin to write while rows of an older state are still read.
    for invitation in list(Invitation.objects.filter(answered_on=None).order_by("pk")):
        if rng.random() < ANSWERED:
            answered += _answer(invitation, rng)
    return answered


def _answer(invitation: Invitation, rng: random.Random) -> bool:
    mood = rng.choices((2, 3, 4), (1, 5, 6))[0]
    scores = {u: min(4, max(1, mood + rng.choice((-1, 0, 0, 0, 1)))) for u in ELEMENTS}
    day = invitation.invited_on + timedelta(days=rng.randint(0, 6))
    today = timezone.now()
    now = min(today, datetime(day.year, day.month, day.day, 5, tzinfo=today.tzinfo))
    try:
        surveys.answer(token=invitation.token, scores=scores, now=now)
    except DomainError:
        return False
    return True


def visit_clinics(players: cast.Cast, rng: random.Random, end: datetime) -> int:
    """Play some weeks of visits at the health centres, up to the coming days; returns how many."""
    made = 0
    for place in schedule.sites(government.local_date(end)):
        for back in range(DAYS_OF_VISITS, -2, -1):
            for poli in place.clinics:
                made += _day(players, place, poli, end - timedelta(days=back), rng, end)
    return made


def _day(
    players: cast.Cast, place: Site, poli: Clinic, day: datetime, rng: random.Random, end: datetime
) -> int:
    booked_at = min(day - timedelta(days=1), end)
    offered = [o for one in schedule.offers(place, poli, booked_at)[:1] for o in one.offers]
    tickets: list[Ticket] = []
    for offer in offered[:1]:
        for person in rng.sample(players.residents, rng.randint(1, 4)):
            actor = cast.actor_of(person)
            try:
                tickets.append(
                    bookings.book_visit(
                        site=place.code,
                        clinic=poli.code,
                        starts_at=offer.opening.starts_at,
                        patient_ref=person.ref,
                        visit=bookings.Visit(),
                        actor=actor,
                        now=booked_at,
                    )
                )
            except DomainError:
                continue
        if offer.opening.ends_at < end and tickets:
            _serve(tickets, players.checkers[place.agency], offer.opening.starts_at, rng)
    return len(tickets)


def _serve(tickets: list[Ticket], clerk: Actor, start: datetime, rng: random.Random) -> None:
    come = [ticket for ticket in tickets if rng.random() < 0.9]
    for ticket in come:
        bookings.check_in(ref=ticket.ref, actor=clerk, now=start - timedelta(minutes=10))
    now = start
    for _ in come:
        called, _reason = bookings.call_next(session_id=tickets[0].session_id, actor=clerk, now=now)
        bookings.start_service(ref=called.ref, actor=clerk, now=now + timedelta(minutes=1))
        now += timedelta(minutes=rng.randint(5, 12))
        bookings.finish_service(ref=called.ref, actor=clerk, now=now)
