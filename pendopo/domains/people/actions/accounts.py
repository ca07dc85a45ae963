"""Accounts: made after a contact answered a code, kept by their owner, reopened at a counter."""

import secrets
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.db.models import F

from pendopo.domains.people import access, events, rules
from pendopo.domains.people.actions.persons import create_person
from pendopo.domains.people.models import Account, KnownDevice, Person
from pendopo.kernel.actor import Actor, Assurance
from pendopo.kernel.errors import BadInput, DomainError
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.ledger import book
from pendopo.kernel.privacy import cipher


class ContactTaken(DomainError):
    """Another account has this contact; said only to whoever just answered a code sent to it."""

    sentence = "E-mail atau nomor ini sudah dipakai akun lain. Keluar, lalu masuk dengannya."


class LastContact(BadInput):
    """An account needs a way to sign in."""

    sentence = "Ini satu-satunya cara masuk ke akun ini. Tambahkan yang lain lebih dahulu."


class CardNotSeen(DomainError):
    """An account is reopened only for a person whose card was compared."""

    sentence = "Cocokkan KTP orang ini lebih dahulu."


@transaction.atomic
def register_account(*, name: str, contact: rules.Contact, how: str, now: datetime) -> Account:
    """Make person and account for a contact that answered a code. Raises ContactTaken."""
    person = create_person(name=name, now=now)
    account = open_account(person=person, contact=contact, now=now)
    event = events.PersonRegistered(subject=Ref(person.ref), how=Code(how))
    book.record(event, actor=_self(person), at=now)
    return account


@transaction.atomic
def attach_contact(
    *, account: Account, contact: rules.Contact, actor: Actor, now: datetime
) -> None:
    """Give one's account an e-mail address or phone number that just answered a code.

    A number that belonged to another account leaves it: numbers are recycled, and who holds it
    now has just shown it. Raises ContactTaken for an e-mail address.
    """
    access.require_self(actor, account.person)
    if contact.kind == "phone":
        _release_phone(contact.value, keep=account, now=now)
    _set_contact(account, contact, now)
    event = events.ContactChanged(subject=Ref(account.person.ref), kind=Code(contact.kind))
    book.record(event, actor=actor, at=now)


@transaction.atomic
def detach_contact(*, account: Account, kind: str, actor: Actor, now: datetime) -> None:
    """Take the phone number or the e-mail address off one's account. Raises LastContact."""
    access.require_self(actor, account.person)
    if not (account.email and account.phone):
        raise LastContact
    if kind == "phone":
        account.phone, account.phone_proven_at = "", None
    else:
        EmailAddress.objects.filter(user=account).delete()
        account.email = None
    account.save()
    event = events.ContactChanged(subject=Ref(account.person.ref), kind=Code(kind))
    book.record(event, actor=actor, at=now)


@transaction.atomic
def release_phone(*, phone: str, now: datetime) -> None:
    """Take a number off the account that had it: its holder today begins an account of their own.

    The old account stays, to be opened by e-mail, recovery code or at a counter.
    """
    _release_phone(phone, keep=None, now=now)


@transaction.atomic
def reopen_at_counter(*, person: Person, phone: str, actor: Actor, now: datetime) -> Account:
    """Let a person whose card an officer holds sign in with a new phone number.

    Whoever has a post is reopened by an administrator only: a clerk must not become the head.
    Raises CardNotSeen, BadPhone.
    """
    has_post = person.holdings.exists() or person.delegations.exists()
    access.require(actor, "people.admin" if has_post else "people.confirm")
    if person.assurance < Assurance.SEEN:
        raise CardNotSeen
    contact = rules.Contact("phone", rules.clean_phone(phone))
    _release_phone(contact.value, keep=None, now=now)
    account = Account.objects.filter(person=person).first()
    if account is None:
        account = open_account(person=person, contact=contact, now=now)
    else:
        _set_contact(account, contact, now)
        # Whoever still sits in an old session is not the person at the counter.
        account.revision = F("revision") + 1
        account.save(update_fields=["revision"])
        _end_sessions(account)
    event = events.AccountReopened(subject=Ref(person.ref))
    book.record(event, actor=actor, at=now)
    return account


def open_account(*, person: Person, contact: rules.Contact, now: datetime) -> Account:
    """Insert an account for a person; the caller records why. Raises ContactTaken."""
    account = Account(person=person, created_at=now)
    account.set_unusable_password()
    _set_contact(account, contact, now)
    person.assurance = max(person.assurance, Assurance.CONTACT)
    person.save(update_fields=["assurance"])
    return account


def fill_from_sso(*, account: Account, name: str, now: datetime) -> None:
    """Give an account that the SSO begins its person; the caller saves the account."""
    person = create_person(name=name, now=now)
    person.assurance = Assurance.CONTACT
    person.save(update_fields=["assurance"])
    account.person, account.created_at = person, now
    event = events.PersonRegistered(subject=Ref(person.ref), how=Code("sso"))
    book.record(event, actor=_self(person), at=now)


def account_with(contact: rules.Contact) -> Account | None:
    """Return the account that a contact opens, or None."""
    rows = Account.objects.select_related("person")
    if contact.kind == "email":
        return rows.filter(email=contact.value).first()
    return rows.filter(phone_hash__in=cipher.lookup_hashes(contact.value, "phone")).first()


def prove_phone(*, account: Account, now: datetime) -> None:
    """Note that the number answered and the account was opened with it."""
    Account.objects.filter(pk=account.pk).update(phone_proven_at=now)


def remember_device(*, account: Account, token: str, now: datetime) -> str:
    """Remember a browser on which the account was opened; returns the token for its cookie."""
    token = token or secrets.token_urlsafe(32)
    KnownDevice.objects.update_or_create(
        account=account,
        token_hash=cipher.lookup_hash(token, "device"),
        defaults={"seen_at": now},
    )
    return token


def is_known_device(*, account: Account, token: str) -> bool:
    """Tell whether the account was opened on this browser before."""
    hashes = cipher.lookup_hashes(token, "device")
    return bool(hashes) and account.devices.filter(token_hash__in=hashes).exists()


def _set_contact(account: Account, contact: rules.Contact, now: datetime) -> None:
    if contact.kind == "phone":
        account.phone, account.phone_proven_at = contact.value, now
    else:
        account.email = contact.value
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:
        raise ContactTaken from None
    if contact.kind == "email":
        # allauth keeps its own list of addresses; ours are proven by the code.
        EmailAddress.objects.filter(user=account).delete()
        EmailAddress.objects.create(user=account, email=contact.value, verified=True, primary=True)


def _release_phone(phone: str, *, keep: Account | None, now: datetime) -> None:
    account = account_with(rules.Contact("phone", phone))
    if account is None or (keep is not None and account.pk == keep.pk):
        return
    account.phone, account.phone_proven_at = "", None
    account.save()
    event = events.PhoneReleased(subject=Ref(account.person.ref))
    book.record(event, actor=_self(account.person), at=now)


def _self(person: Person) -> Actor:
    return Actor(ref=person.ref, person_id=person.pk)


def _end_sessions(account: Account) -> None:
    KnownDevice.objects.filter(account=account).delete()
    for session in UserSession.objects.filter(user=account):
        session.end()
