"""Typed makers of test data for bookings."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from pendopo.domains.bookings import actions
from pendopo.domains.bookings.models import Payer, Priority, Ticket, VisitKind
from pendopo.domains.people.models import Account, Agency, Mandate, Person
from pendopo.kernel.actor import Actor, Assurance, Frame, Grant
from pendopo.kernel.content import checking, kind_of, library

WIB = ZoneInfo("Asia/Jakarta")
SITE = "pkm-contoh"
VISIT = actions.Visit(kind=VisitKind.NEW, payer=Payer.GENERAL)
FIRST = actions.Visit(priority=Priority.ELDERLY, kind=VisitKind.NEW, payer=Payer.JKN)

_SITE = """
code: pkm-contoh
version: 1
effective_from: 2024-01-01
title: Puskesmas Contoh
agency: puskesmas-contoh
district: "12.19.05"
address: Kecamatan Talawi
is_sample: true
days_ahead: 7
queue:
  regular_every: 3
  source: {text: proposal, confidence: reconstructed}
clinics:
  - code: umum
    name: Poli Umum
    letter: A
    sessions:
      - days: [senin, selasa, rabu, kamis, jumat]
        start: "13:00"
        end: "15:00"
        slot_minutes: 6
        quota_online: QUOTA
        quota_walk_in: QUOTA
"""


def load_site(now: datetime, *, quota: int = 10) -> None:
    """Load a schedule whose only session is every working day at 13.00."""
    Agency.objects.create(
        code="puskesmas-contoh",
        name="Puskesmas Contoh",
        kind="puskesmas",
        path="/puskesmas-contoh/",
        starts_on=date(2024, 1, 1),
    )
    texts = {"clinic.yaml": _SITE.replace("QUOTA", str(quota))}
    library.load(checking.check(kind_of("clinics"), SITE, texts), now=now)


def session_start(now: datetime) -> datetime:
    """Return the start of that day's session."""
    return datetime.combine(now.astimezone(WIB).date(), time(13), WIB)


def make_resident(number: int = 1) -> Actor:
    """Return a signed-in resident."""
    created = datetime(2026, 1, 1, tzinfo=WIB)
    person = Person.objects.create(name=f"Warga {number}", created_at=created)
    Account.objects.create(person=person, created_at=created)
    return Actor(
        ref=person.ref,
        name=person.name,
        person_id=person.pk,
        frame=Frame.RESIDENT,
        assurance=Assurance.CONTACT,
    )


def make_officer(unit: str = "/puskesmas-contoh/") -> Actor:
    """Return an officer who runs the queue of a unit."""
    return Actor(
        ref="person:petugas",
        name="Petugas",
        person_id=0,
        frame=Frame.OFFICER,
        grants=frozenset({Grant("bookings.manage", unit)}),
        strong=True,
    )


def make_child_of(actor: Actor, now: datetime) -> Person:
    """Return a child whose parent the actor is, proven."""
    child = Person.objects.create(name="Anak", created_at=now)
    Mandate.objects.create(
        holder=Person.objects.get(ref=actor.ref),
        person=child,
        kind="parent",
        starts_on=now.date(),
        seen_at=now,
        recorded_at=now,
    )
    return child


def book(actor: Actor, now: datetime, **changes: object) -> Ticket:
    """Book that day's session for the actor."""
    values: dict[str, object] = {
        "site": SITE,
        "clinic": "umum",
        "starts_at": session_start(now),
        "patient_ref": actor.ref,
        "visit": VISIT,
        "actor": actor,
        "now": now,
    }
    return actions.book_visit(**{**values, **changes})  # type: ignore[arg-type]


def walk_in(officer: Actor, now: datetime, visit: actions.Visit = VISIT) -> Ticket:
    """Give a number at the counter."""
    return actions.add_walk_in(
        site=SITE,
        clinic="umum",
        starts_at=session_start(now),
        visit=visit,
        actor=officer,
        now=now,
    )
