"""Typed factories of people for every part's tests.

make_officer(grants={"cases.check"}, unit=agency) makes the role, the post and the holding that
give these permissions; `actor_for(person)` and `sign_in(client, person)` then act as that person.
"""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone

from pendopo.domains.people import queries
from pendopo.domains.people.models import (
    Account,
    Agency,
    Business,
    Delegation,
    Holding,
    Mandate,
    NikClaim,
    Person,
    Post,
)
from pendopo.domains.people.models.persons import ClaimState
from pendopo.kernel.actor import Actor, Assurance
from pendopo.kernel.content.models import Version

NOW = datetime(2026, 6, 4, 3, 0, tzinfo=UTC)
TODAY = date(2026, 6, 4)
LONG_AGO = date(2020, 1, 1)
_serial = count(1)


def make_person(**changes: Any) -> Person:
    """Return a resident without an account."""
    values = {"name": f"Siti Rahma {next(_serial)}", "created_at": NOW, "district": "12.19.05"}
    return Person.objects.create(**{**values, **changes})


def make_account(person: Person | None = None, **changes: Any) -> Account:
    """Return an account with a proven e-mail address."""
    person = person or make_person(assurance=Assurance.CONTACT)
    values = {"email": f"orang{next(_serial)}@contoh.id", "created_at": NOW}
    account = Account(person=person, **{**values, **changes})
    account.set_unusable_password()
    account.save()
    return account


def make_nik(person: Person, number: str = "1219054107900001", **changes: Any) -> NikClaim:
    """Return a NIK, believed unless `state` says otherwise."""
    values = {"state": ClaimState.SEEN, "claimed_at": NOW, "seen_at": NOW}
    return NikClaim.objects.create(person=person, number=number, **{**values, **changes})


def make_agency(code: str = "", parent: Agency | None = None, **changes: Any) -> Agency:
    """Return an office under `parent`, or under the whole government."""
    code = code or f"dinas-{next(_serial)}"
    path = f"{parent.path if parent else '/'}{code}/"
    values = {"name": f"Dinas {code}", "kind": "opd", "starts_on": LONG_AGO}
    return Agency.objects.create(code=code, parent=parent, path=path, **{**values, **changes})


def make_role(*permissions: str, code: str = "") -> str:
    """Return the code of a role with exactly these permissions."""
    code = code or f"peran-{next(_serial)}"
    Version.objects.create(
        kind="roles",
        code=code,
        version=1,
        effective_from=LONG_AGO,
        title=code,
        raw={"code": code, "permissions": list(permissions)},
        files={},
        sha256="0" * 64,
        loaded_at=NOW,
    )
    return code


def make_post(agency: Agency, *permissions: str, **changes: Any) -> Post:
    """Return a post whose role has these permissions."""
    values = {"title": f"Jabatan {next(_serial)}", "roles": [make_role(*permissions)]}
    return Post.objects.create(agency=agency, **{**values, **changes})


def make_holding(person: Person, post: Post, **changes: Any) -> Holding:
    """Seat a person on a post since long ago."""
    return Holding.objects.create(person=person, post=post, **{"starts_on": LONG_AGO, **changes})


def make_delegation(person: Person, post: Post, **changes: Any) -> Delegation:
    """Let a person act on a post as Plt. through June 2026."""
    values = {
        "kind": "plt",
        "letter_number": "800/1/2026",
        "starts_on": date(2026, 6, 1),
        "ends_on": date(2026, 6, 30),
        "recorded_at": NOW,
    }
    return Delegation.objects.create(person=person, post=post, **{**values, **changes})


def make_officer(*permissions: str, unit: Agency | None = None, **changes: Any) -> Person:
    """Return an officer with an account who holds the permissions in an agency."""
    person = make_person(**changes)
    make_account(person)
    make_holding(person, make_post(unit or make_agency(), *permissions))
    return person


def make_business(owner: Person | None = None, **changes: Any) -> Business:
    """Return a business; its owner's mandate is seen."""
    values = {"name": "Warung Melati", "nib": "1234567890123", "created_at": NOW}
    business = Business.objects.create(**{**values, **changes})
    if owner:
        make_mandate(owner, business=business, kind="owner")
    return business


def make_mandate(holder: Person, **changes: Any) -> Mandate:
    """Return a mandate whose proof was seen; name `person=` or `business=`."""
    values = {
        "kind": "parent",
        "proof": "Akta kelahiran 1219-LU-01012020-0001",
        "starts_on": LONG_AGO,
        "recorded_at": NOW,
        "seen_at": NOW,
    }
    return Mandate.objects.create(holder=holder, **{**values, **changes})


def actor_for(person: Person, *, on: date = TODAY, strong: bool = True) -> Actor:
    """Return the person as an actor, with the second factor used unless told otherwise."""
    account = Account.objects.filter(person=person).first()
    session: dict[str, Any] = {}
    if strong:
        session[queries.acting.METHODS] = [{"method": "mfa", "type": "totp"}]
    return queries.actor_of(account or Account(person=person), session, on=on)


def sign_in(client: Client, person: Person, *, strong: bool = True) -> Client:
    """Sign a client in as a person; officers with the second factor unless told otherwise."""
    account = Account.objects.filter(person=person).first() or make_account(person)
    client.force_login(account)
    if strong:
        session = client.session
        session[queries.acting.METHODS] = [{"method": "mfa", "type": "totp"}]
        session.save()
    return client


def today() -> date:
    """Return the day that a view would see."""
    return timezone.localdate()
