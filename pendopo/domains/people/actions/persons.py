"""Make a person known, and let them keep their own particulars."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from pendopo.domains.people import access, events
from pendopo.domains.people.models import Person
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import BadInput
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.ledger import book

PROFILE = ("name", "birth_date", "address", "channel", "language", "district", "village")


class NameMissing(BadInput):
    """A person needs a name."""

    sentence = "Isi nama lengkap sesuai KTP."


@transaction.atomic
def register_person(
    *, name: str, how: str = "counter", contact: str = "", actor: Actor, now: datetime
) -> Person:
    """Record a person without an account: at a counter (how "counter") or from elsewhere."""
    access.require(actor, "cases.file_for_others")
    person = create_person(name=name, contact=contact, now=now)
    book.record(
        events.PersonRegistered(subject=Ref(person.ref), how=Code(how)), actor=actor, at=now
    )
    return person


@transaction.atomic
def change_profile(
    *, person: Person, changes: Mapping[str, object], actor: Actor, now: datetime
) -> Person:
    """Change one's own particulars; unknown fields are an error of the caller."""
    access.require_self(actor, person)
    for field, value in changes.items():
        if field not in PROFILE:
            raise ValueError(field)
        setattr(person, field, value)
    if not person.name.strip():
        raise NameMissing
    person.save(update_fields=list(changes))
    book.record(events.ProfileChanged(subject=Ref(person.ref)), actor=actor, at=now)
    return person


def create_person(*, name: str, contact: str = "", now: datetime) -> Person:
    """Insert a person; the caller records why. Raises NameMissing."""
    name = " ".join(name.split())
    if not name:
        raise NameMissing
    return Person.objects.create(name=name, contact=contact, created_at=now)
