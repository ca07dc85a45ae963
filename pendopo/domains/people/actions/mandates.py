"""Businesses, and mandates to act for a child, a ward, a business or somebody absent."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from pendopo.domains.people import access, events
from pendopo.domains.people.models import Business, Mandate, Person
from pendopo.domains.people.models.businesses import MandateKind
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import BadInput
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.ledger import book


class BadNib(BadInput):
    """OSS gives 13 digits."""

    sentence = "NIB harus 13 angka. Lihat NIB di akun OSS."


class ProofMissing(BadInput):
    """A mandate names what shows it."""

    sentence = "Tulis bukti kuasanya, misalnya nomor akta kelahiran atau surat kuasa."


@transaction.atomic
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

    `area` is a Kemendagri code of a village or district. Raises BadNib. The NIB stays OSS's: it
    is kept and linked, never judged here.
    """
    _require_self_or_counter(actor, owner)
    nib = nib.replace(" ", "")
    if nib and not (nib.isascii() and nib.isdigit() and len(nib) == 13):
        raise BadNib
    business = Business.objects.create(
        name=name, nib=nib, kbli=list(kbli), district=area[:8], village=area if len(area) > 8 else "", address=address,
        created_at=now,
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
def confirm_mandate(*, mandate: Mandate, actor: Actor, now: datetime) -> Mandate:
    """Record that an officer saw the proof; from now on the mandate works."""
    access.require(actor, "people.confirm")
    mandate.seen_by_id, mandate.seen_at = actor.person_id, now
    mandate.save(update_fields=["seen_by", "seen_at"])
    event = events.MandateSeen(
        subject=_principal(mandate), holder=Ref(mandate.holder.ref), kind=Code(mandate.kind)
    )
    book.record(event, actor=actor, at=now)
    return mandate


@transaction.atomic
def end_mandate(*, mandate: Mandate, last_day: date, actor: Actor, now: datetime) -> Mandate:
    """End a mandate after a last day; the principal, the holder or an officer may."""
    if actor.person_id not in {mandate.holder_id, mandate.person_id}:
        access.require(actor, "people.confirm")
    mandate.ends_on = max(last_day, mandate.starts_on)
    mandate.save(update_fields=["ends_on"])
    event = events.MandateEnded(
        subject=_principal(mandate), holder=Ref(mandate.holder.ref), kind=Code(mandate.kind),
        last_day=mandate.ends_on,
    )  # fmt: skip
    book.record(event, actor=actor, at=now)
    return mandate


def _principal(mandate: Mandate) -> Ref:
    # The constraint mandate_over_one leaves exactly one of the two.
    principal = mandate.person or mandate.business
    return Ref(principal.ref if principal else "")


def _require_self_or_counter(actor: Actor, person: Person) -> None:
    if actor.person_id != person.pk:
        access.require(actor, "cases.file_for_others")
