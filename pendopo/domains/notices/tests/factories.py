"""Typed makers of test data for notices."""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.crypto import get_random_string

from pendopo.domains.notices import actions
from pendopo.domains.notices.models import Notice, Preference
from pendopo.domains.people.models import Account, Person
from pendopo.kernel.actor import Actor, Assurance, Frame
from pendopo.kernel.content import library

CREATED = "2026-01-01T00:00:00+00:00"


def make_person(*, email: str = "", phone: str = "", name: str = "Siti Aminah") -> Person:
    """Return a person with an account."""
    created = datetime.fromisoformat(CREATED)
    person = Person.objects.create(name=name, created_at=created)
    Account.objects.create(
        person=person,
        email=email or f"{get_random_string(8)}@contoh.example",
        phone=phone,
        phone_proven_at=created if phone else None,
        created_at=created,
    )
    return person


def actor_for(person: Person) -> Actor:
    """Return the signed-in actor of a person."""
    return Actor(
        ref=person.ref,
        name=person.name,
        person_id=person.pk,
        frame=Frame.RESIDENT,
        assurance=Assurance.CONTACT,
    )


def load_templates(now: datetime) -> None:
    """Load the shipped notice templates."""
    from pendopo.kernel.content import checking, kind_of

    kind = kind_of("notices")
    for folder in sorted((Path(settings.CONTENT_DIR) / "notices").iterdir()):
        texts = checking.read_folder(folder, kind)
        library.load(checking.check(kind, folder.name, texts), now=now)


def make_notice(person: Person, now: datetime, template: str = "case-received") -> Notice:
    """Return a notice about a case."""
    return actions.notify(
        person_ref=person.ref,
        template=template,
        subject="case:2026-K7QM3F9T",
        now=now,
        number="2026-K7QM3F9T",
        due_on=now.date(),
    )


def want(person: Person, *channels: str) -> None:
    """Let the person want exactly these channels."""
    for channel in ("email", "whatsapp", "sms"):
        Preference.objects.create(
            person_ref=person.ref, channel=channel, wanted=channel in channels
        )
