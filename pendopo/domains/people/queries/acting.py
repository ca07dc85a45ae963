"""Turn a signed-in account into the actor that every part of the house understands."""

from collections.abc import MutableMapping
from dataclasses import asdict
from datetime import date
from typing import Any

from pendopo.domains.people.models import Account
from pendopo.domains.people.queries import capacity
from pendopo.kernel.actor import Actor, Assurance, Frame

SEATS = "people.seats"
METHODS = "account_authentication_methods"
"""Where allauth keeps how this session was authenticated."""


def actor_of(account: Account, session: MutableMapping[str, Any], *, on: date) -> Actor:
    """Return the actor of a session on a day.

    Seats are remembered in the session until the day or the account's revision changes, so a
    resident costs no query and an officer one (what the roles allow). Without a second factor in
    this session an officer holds no permission at all.
    """
    person = account.person
    seats = _remembered(account, session, on)
    strong = is_strong(session)
    return Actor(
        ref=person.ref,
        name=person.name,
        frame=Frame.OFFICER if seats else Frame.RESIDENT,
        assurance=Assurance(person.assurance),
        person_id=person.pk,
        grants=capacity.grants(seats, on=on) if seats and strong else frozenset(),
        strong=strong,
    )


def is_strong(session: MutableMapping[str, Any]) -> bool:
    """Tell whether a second factor (TOTP, passkey, recovery code) was used in this session."""
    return any(record.get("method") == "mfa" for record in session.get(METHODS) or ())


def _remembered(
    account: Account, session: MutableMapping[str, Any], on: date
) -> list[capacity.Seat]:
    key = [account.pk, account.revision, on.isoformat()]
    kept = session.get(SEATS)
    if not isinstance(kept, dict) or kept.get("key") != key:
        seats = capacity.seats_of(account.person, on=on)
        kept = {"key": key, "seats": [asdict(seat) for seat in seats]}
        session[SEATS] = kept
    return [capacity.Seat(**seat) for seat in kept["seats"]]
