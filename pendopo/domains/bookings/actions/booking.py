"""Give a number for a coming session, online or at the counter, and call a visit off."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from pendopo.domains.bookings import events, queries, rules
from pendopo.domains.bookings.actions import tickets
from pendopo.domains.bookings.models import Payer, Priority, Session, Ticket, VisitKind
from pendopo.domains.bookings.rules import State
from pendopo.domains.bookings.schema import Clinic, Site
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import DomainError, NotAllowed

MAX_ACTIVE = 5
"""Visits that one account may hold at a time, for a family; more would be hoarding."""


class SessionFull(DomainError):
    """Every place of this session is taken."""

    sentence = "Tempat pada jadwal ini sudah habis. Pilih jadwal lain."


class SessionNotOpen(DomainError):
    """The session has begun or lies too far ahead."""

    sentence = "Jadwal ini tidak dapat didaftar lagi. Pilih jadwal lain."


class AlreadyBooked(DomainError):
    """The patient has a number in this session."""

    sentence = "Pasien ini sudah punya nomor pada jadwal yang sama."


class TooManyVisits(DomainError):
    """The account holds as many visits as a family needs."""

    sentence = f"Anda sudah punya {MAX_ACTIVE} kunjungan. Batalkan salah satu lebih dahulu."


class NotYourPatient(NotAllowed):
    """The actor has no mandate for this patient."""

    sentence = "Anda belum tercatat sebagai orang tua, wali, atau kuasa pasien ini."


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What the desk needs to know of a visit; no complaint, no card number."""

    priority: Priority = Priority.NONE
    kind: VisitKind = VisitKind.NEW
    payer: Payer = Payer.GENERAL


def book_visit(
    *,
    site: str,
    clinic: str,
    starts_at: datetime,
    patient_ref: str,
    visit: Visit,
    actor: Actor,
    now: datetime,
) -> Ticket:
    """Give the patient a number in a coming session.

    Raises SessionFull, SessionNotOpen, AlreadyBooked, TooManyVisits, NotYourPatient.
    """
    today = queries.local_date(now)
    if patient_ref not in dict(queries.patients(actor, today)):
        raise NotYourPatient
    place = queries.site(site, today)
    poli = queries.clinic(place, clinic)
    planned = queries.opening(place, poli, starts_at)
    latest = today + timedelta(days=place.days_ahead)
    if starts_at <= now or queries.local_date(starts_at) > latest:
        raise SessionNotOpen
    return _give_number(place, poli, planned, patient_ref, visit, actor, now)


@transaction.atomic
def add_walk_in(
    *, site: str, clinic: str, starts_at: datetime, visit: Visit, actor: Actor, now: datetime
) -> Ticket:
    """Give a number at the counter to somebody who is there. Raises SessionFull, NotAllowed."""
    place = tickets.managed_site(site, actor, now)
    poli = queries.clinic(place, clinic)
    planned = queries.opening(place, poli, starts_at)
    session = _take_place(place, poli, planned, online=False)
    ticket = _new_ticket(session, poli, visit, now, is_online=False, state=State.WAITING)
    ticket.arrived_at = now
    ticket.save()
    tickets.record(events.BookingMade, ticket, actor, now, online=False)
    return ticket


@transaction.atomic
def cancel_visit(*, ref: str, actor: Actor, now: datetime) -> Ticket:
    """Call a visit off before its session begins; the place is free again, the number is not."""
    ticket = queries.ticket(ref, actor)
    if ticket.session.starts_at <= now:
        raise tickets.StepNotAllowed("Jadwal sudah dimulai; kunjungan tidak dapat dibatalkan lagi.")
    tickets.lock(ticket.session_id)
    tickets.move(ticket, "cancel", closed_at=now)
    Session.objects.filter(pk=ticket.session_id).update(taken_online=F("taken_online") - 1)
    tickets.record(events.BookingCancelled, ticket, actor, now)
    tickets.tell(ticket, "booking-cancelled", actor, now)
    return ticket


@transaction.atomic
def _give_number(
    place: Site,
    poli: Clinic,
    planned: rules.Opening,
    patient_ref: str,
    visit: Visit,
    actor: Actor,
    now: datetime,
) -> Ticket:
    session = _take_place(place, poli, planned, online=True)
    # Taking the place locked the session's row, so what is read now cannot change before commit;
    # the constraint bookings_one_active says the same to whoever writes past this function.
    if Ticket.objects.active().filter(session=session, patient_ref=patient_ref).exists():
        raise AlreadyBooked
    if Ticket.objects.active().filter(booked_by=actor.ref).count() >= MAX_ACTIVE:
        raise TooManyVisits
    ticket = _new_ticket(session, poli, visit, now, is_online=True, state=State.BOOKED)
    ticket.booked_by, ticket.patient_ref = actor.ref, patient_ref
    ticket.save()
    tickets.record(events.BookingMade, ticket, actor, now, online=True)
    tickets.tell(ticket, "booking-made", actor, now)
    return ticket


def _take_place(place: Site, poli: Clinic, planned: rules.Opening, *, online: bool) -> Session:
    """Count one place and one number up, in one statement that the quota guards."""
    session, _ = Session.objects.get_or_create(
        site=place.code,
        clinic=poli.code,
        starts_at=planned.starts_at,
        defaults={
            "visit_on": queries.local_date(planned.starts_at),
            "ends_at": planned.ends_at,
            "slot_minutes": planned.slot_minutes,
            "quota_online": planned.quota_online,
            "quota_walk_in": planned.quota_walk_in,
        },
    )
    taken, quota = (
        ("taken_online", "quota_online") if online else ("taken_walk_in", "quota_walk_in")
    )
    room = Session.objects.filter(pk=session.pk, **{f"{taken}__lt": F(quota)})
    if not room.update(**{taken: F(taken) + 1, "last_number": F("last_number") + 1}):
        raise SessionFull
    session.refresh_from_db()
    return session


def _new_ticket(
    session: Session, poli: Clinic, visit: Visit, now: datetime, *, is_online: bool, state: State
) -> Ticket:
    return Ticket(
        session=session,
        number=session.last_number,
        code=rules.queue_code(poli.letter, session.last_number),
        is_online=is_online,
        is_priority=visit.priority != Priority.NONE,
        priority=visit.priority.value,
        visit_kind=visit.kind,
        payer=visit.payer,
        state=state.value,
        booked_at=now,
    )
