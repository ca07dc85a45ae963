"""The NIK: claimed by its owner, seen on the card by an officer, confirmed by the registry."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from pendopo.domains.people import access, events, rules
from pendopo.domains.people.models import NikClaim, Person
from pendopo.domains.people.models.persons import ClaimState
from pendopo.domains.people.ports import registry
from pendopo.kernel.access import limits
from pendopo.kernel.actor import Actor, Assurance
from pendopo.kernel.errors import BadInput, DomainError, NotFound
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.ledger import book
from pendopo.kernel.privacy import cipher
from pendopo.kernel.privacy.classes import DataClass
from pendopo.kernel.privacy.models import Reveal

REVEALS_AN_HOUR = 30
SEARCHES_AN_HOUR = 60
HOUR = timedelta(hours=1)


class NikClosed(DomainError):
    """The NIK was compared with the card; only an officer can correct it now."""

    sentence = "NIK sudah dicocokkan petugas. Untuk memperbaikinya, datang ke loket."


class NikBelongsToAnother(DomainError):
    """Another person's record already holds this NIK, believed; shown to officers only."""

    sentence = "NIK ini sudah dipastikan pada catatan orang lain. Periksa kembali kartunya."


class NoNik(NotFound):
    """The person has not given a NIK."""

    sentence = "Orang ini belum mengisi NIK."


class UnknownReason(BadInput):
    """A look needs a reason from the list."""

    sentence = "Pilih alasan membuka NIK."


@transaction.atomic
def claim_nik(*, person: Person, number: str, actor: Actor, now: datetime) -> NikClaim:
    """Keep the NIK that a person says is theirs; says nothing about whether it is known elsewhere.

    Raises BadNik, NikClosed.
    """
    if actor.person_id != person.pk:
        access.require(actor, "cases.file_for_others")
    number = rules.clean_nik(number)
    claim = _locked(person) or NikClaim(person=person)
    if claim.state != ClaimState.CLAIMED:
        if claim.number == number:
            return claim
        raise NikClosed
    claim.number, claim.claimed_at = number, now
    claim.save()
    book.record(events.NikClaimed(subject=Ref(person.ref)), actor=actor, at=now)
    return claim


@transaction.atomic
def confirm_seen(*, person: Person, number: str, actor: Actor, now: datetime) -> NikClaim:
    """Record that an officer read this NIK on the person's card; the card's number stands.

    Raises BadNik, NikBelongsToAnother, access.NotYourOwnPapers.
    """
    access.require(actor, "people.confirm")
    access.require_another(actor, person)
    number = rules.clean_nik(number)
    claim = _locked(person) or NikClaim(person=person, claimed_at=now)
    claim.number, claim.state = number, ClaimState.SEEN
    claim.seen_by_id, claim.seen_at, claim.confirmed_at = actor.person_id, now, None
    _save_believed(claim)
    _raise_assurance(person, Assurance.SEEN)
    book.record(events.NikSeen(subject=Ref(person.ref)), actor=actor, at=now)
    return claim


def confirm_by_registry(*, person: Person, actor: Actor, now: datetime) -> NikClaim:
    """Ask the civil registry whether NIK, name and birth date belong together.

    Raises NoNik, registry.RegistryUnreachable, registry.NoMatch, NikBelongsToAnother.
    """
    access.require(actor, "people.confirm")
    claim = NikClaim.objects.filter(person=person).first()
    if claim is None:
        raise NoNik
    # The registry answers over a network, so it is asked before the transaction begins.
    gateway = registry.gateway()
    gateway.check(nik=claim.number, name=person.name, birth_date=person.birth_date)
    return _keep_confirmation(person, claim.number, Code(gateway.code), actor, now)


def reveal_nik(*, person: Person, reason: str, actor: Actor, now: datetime) -> str:
    """Return the whole NIK to a named role; the person can see who looked, when and why.

    Raises NoNik, UnknownReason, limits.TooMany.
    """
    access.require(actor, "people.reveal_nik")
    if reason not in rules.REVEAL_REASONS:
        raise UnknownReason
    claim = NikClaim.objects.filter(person=person).first()
    if claim is None:
        raise NoNik
    limits.spend("people.reveal_nik", actor.ref, limit=REVEALS_AN_HOUR, window=HOUR, now=now)
    with transaction.atomic():
        Reveal.objects.create(
            subject=person.ref, by=actor.ref, data_class=DataClass.NIK, reason=reason, at=now
        )
        event = events.NikRevealed(subject=Ref(person.ref), reason=Code(reason))
        book.record(event, actor=actor, at=now)
    return str(claim.number)


def find_by_nik(*, number: str, actor: Actor, now: datetime) -> list[Person]:
    """Return the persons with exactly this NIK, believed ones first. Raises BadNik, TooMany."""
    access.require(actor, "people.find_by_nik")
    number = rules.clean_nik(number)
    limits.spend("people.find_by_nik", actor.ref, limit=SEARCHES_AN_HOUR, window=HOUR, now=now)
    claims = _claims_of(number).select_related("person")
    found = sorted(claims, key=lambda claim: (claim.state == ClaimState.CLAIMED, claim.pk))
    with transaction.atomic():
        event = events.NikSearched(subject=Ref(actor.ref), found=bool(found))
        book.record(event, actor=actor, at=now)
    return [claim.person for claim in found]


@transaction.atomic
def _keep_confirmation(
    person: Person, number: str, source: Code, actor: Actor, now: datetime
) -> NikClaim:
    claim = _locked(person)
    if claim is None or claim.number != number:
        raise NoNik
    claim.state, claim.confirmed_at = ClaimState.CONFIRMED, now
    _save_believed(claim)
    _raise_assurance(person, Assurance.CONFIRMED)
    event = events.NikConfirmed(subject=Ref(person.ref), source=source)
    book.record(event, actor=actor, at=now)
    return claim


def _locked(person: Person) -> NikClaim | None:
    return NikClaim.objects.select_for_update().filter(person=person).first()


def _claims_of(number: str) -> QuerySet[NikClaim]:
    return NikClaim.objects.filter(number_hash__in=cipher.lookup_hashes(number, "nik"))


def _save_believed(claim: NikClaim) -> None:
    others = _claims_of(claim.number).exclude(state=ClaimState.CLAIMED)
    if others.exclude(person_id=claim.person_id).exists():
        raise NikBelongsToAnother
    try:
        with transaction.atomic():
            claim.save()
    except IntegrityError:
        # Two counters at the same moment; the constraint decides who was first.
        raise NikBelongsToAnother from None


def _raise_assurance(person: Person, level: Assurance) -> None:
    person.assurance = max(person.assurance, level)
    person.save(update_fields=["assurance"])
