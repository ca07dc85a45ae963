"""Businesses, and mandates to act for a child, a ward, a business or somebody absent."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from pendopo.domains.people import access, events, queries, rules
from pendopo.domains.people.actions import persons
from pendopo.domains.people.models import Business, Mandate, Person
from pendopo.domains.people.models.businesses import MandateKind
from pendopo.kernel.access import limits
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import BadInput, DomainError, NotAllowed
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.ledger import book

CLAIMS_A_DAY = 10
"""Wards and businesses that one person may name in a day; an officer has to look at each."""

DAY = timedelta(days=1)


class ProofMissing(BadInput):
    """A mandate names what shows it."""

    sentence = "Tulis bukti kuasanya, misalnya nomor akta kelahiran atau surat kuasa."


class AlreadyListed(DomainError):
    """The same person or business stands in the holder's list and has not ended."""

    sentence = "Nama atau NIB ini sudah ada di daftar Anda."


class UnknownProof(BadInput):
    """What was seen is one of the list."""

    sentence = "Pilih bukti yang Anda lihat."


class MandateClosed(DomainError):
    """The proof was seen before, or the mandate has ended."""

    sentence = "Kuasa ini sudah tidak menunggu pemeriksaan. Muat ulang halaman."


class OwnProof(NotAllowed):
    """Nobody confirms a mandate of their own."""

    sentence = "Bukti kuasa ini harus dilihat petugas lain."


def record_business(
    *,
    owner: Person,
    name: str,
    nib: str = "",
    kbli: Sequence[str] = (),
    area: str = "",
    address: str = "",
    actor: Actor,
    now: datetime,
) -> Business:
    """Record a business of a person; the owner's mandate is a claim until proof is seen.

    `area` is a Kemendagri code of a village or district. The NIB stays OSS's: it is kept and
    linked, never judged here. Raises BadNib, BadKbli, AlreadyListed, TooMany.
    """
    _require_self_or_counter(actor, owner)
    nib, kbli = rules.clean_nib(nib), rules.clean_kbli(kbli)
    _spend(owner, now)
    with transaction.atomic():
        if nib and _open_of(owner, now, business__nib=nib):
            raise AlreadyListed
        business = Business.objects.create(
            name=name, nib=nib, kbli=kbli, district=area[:8],
            village=area if len(area) > 8 else "", address=address, created_at=now,
        )  # fmt: skip
        Mandate.objects.create(
            holder=owner, business=business, kind=MandateKind.OWNER, proof=nib and f"NIB {nib}",
            starts_on=timezone.localdate(now), recorded_at=now,
        )  # fmt: skip
        event = events.BusinessRecorded(
            subject=Ref(business.ref), has_nib=bool(nib), district=Code(area[:8]) if area else None
        )
        book.record(event, actor=actor, at=now)
    return business


def claim_ward(
    *, holder: Person, name: str, kind: str, proof: str, actor: Actor, now: datetime
) -> Mandate:
    """Make a child or ward known and say that one acts for them.

    Always a new person: to link somebody whom the house knows would tell that it knows them.
    Raises NameMissing, ProofMissing, AlreadyListed, TooMany.
    """
    _require_self_or_counter(actor, holder)
    _spend(holder, now)
    with transaction.atomic():
        if _open_of(holder, now, person__name__iexact=" ".join(name.split())):
            raise AlreadyListed
        return claim_mandate(
            holder=holder,
            principal=persons.create_person(name=name, now=now),
            kind=kind,
            proof=proof,
            starts_on=timezone.localdate(now),
            actor=actor,
            now=now,
        )


@transaction.atomic
def claim_mandate(
    *,
    holder: Person,
    principal: Person | Business,
    kind: str,
    proof: str,
    starts_on: date,
    ends_on: date | None = None,
    actor: Actor,
    now: datetime,
) -> Mandate:
    """Say that one acts for another; it works only after an officer saw the proof."""
    _require_self_or_counter(actor, holder)
    if not proof.strip():
        raise ProofMissing
    mandate = Mandate.objects.create(
        holder=holder,
        person=principal if isinstance(principal, Person) else None,
        business=principal if isinstance(principal, Business) else None,
        kind=MandateKind(kind),
        proof=proof.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_at=now,
    )
    event = events.MandateClaimed(
        subject=Ref(principal.ref), holder=Ref(holder.ref), kind=Code(kind)
    )
    book.record(event, actor=actor, at=now)
    return mandate


@transaction.atomic
def confirm_mandate(*, mandate: Mandate, proof: str, actor: Actor, now: datetime) -> Mandate:
    """Record that an officer saw this proof (rules.MANDATE_PROOFS); from now on it works.

    Raises OwnProof, UnknownProof, MandateClosed.
    """
    access.require(actor, "people.confirm")
    if actor.person_id in {mandate.holder_id, mandate.person_id}:
        raise OwnProof
    if proof not in rules.MANDATE_PROOFS:
        raise UnknownProof
    mandate = _locked(mandate)
    if mandate.seen_at is not None or mandate.is_over(timezone.localdate(now)):
        raise MandateClosed
    mandate.seen_by_id, mandate.seen_at = actor.person_id, now
    mandate.save(update_fields=["seen_by", "seen_at"])
    event = events.MandateSeen(
        subject=Ref(mandate.principal.ref), holder=Ref(mandate.holder.ref),
        kind=Code(mandate.kind), proof=Code(proof),
    )  # fmt: skip
    book.record(event, actor=actor, at=now)
    return mandate


@transaction.atomic
def end_mandate(*, mandate: Mandate, last_day: date, actor: Actor, now: datetime) -> Mandate:
    """End a mandate after a last day; yesterday ends it at once. Raises MandateClosed.

    The principal, the holder or an officer may.
    """
    if actor.person_id not in {mandate.holder_id, mandate.person_id}:
        access.require(actor, "people.confirm")
    mandate = _locked(mandate)
    if mandate.is_over(timezone.localdate(now)):
        raise MandateClosed
    mandate.revoked_on = last_day + DAY
    mandate.save(update_fields=["revoked_on"])
    event = events.MandateEnded(
        subject=Ref(mandate.principal.ref), holder=Ref(mandate.holder.ref),
        kind=Code(mandate.kind), last_day=last_day,
    )  # fmt: skip
    book.record(event, actor=actor, at=now)
    return mandate


def _open_of(holder: Person, now: datetime, **same: str) -> bool:
    # The holder's row is held, so that of two equal claims at once the second one is seen here.
    Person.objects.select_for_update().get(pk=holder.pk)
    today = timezone.localdate(now)
    rows = queries.own_mandates(holder).filter(**same)
    return any(not mandate.is_over(today) for mandate in rows)


def _locked(mandate: Mandate) -> Mandate:
    return Mandate.objects.select_for_update().get(pk=mandate.pk)


def _spend(holder: Person, now: datetime) -> None:
    limits.spend("people.mandate", holder.ref, limit=CLAIMS_A_DAY, window=DAY, now=now)


def _require_self_or_counter(actor: Actor, person: Person) -> None:
    if actor.person_id != person.pk:
        access.require(actor, "cases.file_for_others")
