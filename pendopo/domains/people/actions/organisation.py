"""Agencies, posts, and who sits or acts on them from a day to a day."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from pendopo.domains.people import access, events, rules
from pendopo.domains.people.models import Account, Agency, Delegation, Holding, Person, Post
from pendopo.domains.people.models.agencies import DelegationKind
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import BadInput, DomainError, NotAllowed
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.ledger import book

ADMIN = "people.admin"
PATH_MOST = 255


class CodeTaken(DomainError):
    """Another agency has this code, or another post of the agency this title."""

    sentence = "Kode atau nama ini sudah dipakai."


class WrongDates(BadInput):
    """The last day lies before the first."""

    sentence = "Tanggal selesai tidak boleh sebelum tanggal mulai."


class NotYourself(NotAllowed):
    """Nobody gives a seat to themselves: who keeps the seats would hold every permission."""

    sentence = "Jabatan Anda sendiri harus diisi oleh pengelola lain."


class AlreadySeated(DomainError):
    """The person sits on this post in that time."""

    sentence = "Orang ini sudah duduk di jabatan itu pada tanggal tersebut."


class TreeTooDeep(BadInput):
    """The path of an agency has a limit."""

    sentence = "Susunan unit terlalu dalam. Pakai kode yang lebih pendek."


class LetterMissing(BadInput):
    """Acting for another needs an appointing letter."""

    sentence = "Isi nomor surat perintah atau surat kuasanya."


class PostAlreadyActed(DomainError):
    """Somebody else is Plt. or Plh. on this post in that time."""

    sentence = "Pada tanggal itu sudah ada Plt. atau Plh. di jabatan ini."


@transaction.atomic
def found_agency(
    *,
    code: str,
    name: str,
    kind: str,
    parent: Agency | None = None,
    district: str = "",
    starts_on: date,
    actor: Actor,
    now: datetime,
) -> Agency:
    """Add an office to the tree; without a parent it is the government itself.

    Raises CodeTaken, TreeTooDeep.
    """
    access.require(actor, ADMIN)
    path = rules.path_below(parent.path, code) if parent else "/"
    if len(path) > PATH_MOST:
        raise TreeTooDeep
    agency = Agency(
        code=code, name=name, kind=kind, parent=parent, path=path, district=district,
        starts_on=starts_on,
    )  # fmt: skip
    _insert(agency)
    event = events.AgencyFounded(
        subject=Ref(f"agency:{code}"), kind=Code(kind), starts_on=starts_on
    )
    book.record(event, actor=actor, at=now)
    return agency


@transaction.atomic
def create_post(
    *,
    agency: Agency,
    title: str,
    roles: Sequence[str] = (),
    is_head: bool = False,
    signs: bool = False,
    actor: Actor,
    now: datetime,
) -> Post:
    """Add a chair to an agency. Raises CodeTaken."""
    access.require(actor, ADMIN)
    post = Post(agency=agency, title=title, roles=list(roles), is_head=is_head, signs=signs)
    _insert(post)
    event = events.PostCreated(subject=Ref(f"agency:{agency.code}"), post=post.pk, signs=signs)
    book.record(event, actor=actor, at=now)
    return post


@transaction.atomic
def appoint(
    *,
    person: Person,
    post: Post,
    starts_on: date,
    ends_on: date | None = None,
    roles: Sequence[str] = (),
    actor: Actor,
    now: datetime,
) -> Holding:
    """Seat a person on a post; `roles` come on top of the post's.

    Raises WrongDates, NotYourself, AlreadySeated.
    """
    _require_admin_over(person, actor)
    if ends_on is not None and ends_on < starts_on:
        raise WrongDates
    Post.objects.select_for_update().get(pk=post.pk)
    if _sits(person, post, starts_on, ends_on):
        raise AlreadySeated
    holding = Holding.objects.create(
        person=person, post=post, roles=list(roles), starts_on=starts_on, ends_on=ends_on
    )
    _forget_seats(person)
    event = events.PostTaken(
        subject=Ref(person.ref), agency=Code(post.agency.code), post=post.pk, starts_on=starts_on
    )
    book.record(event, actor=actor, at=now)
    return holding


@transaction.atomic
def end_holding(*, holding: Holding, last_day: date, actor: Actor, now: datetime) -> Holding:
    """Let a person leave a post after this last day. Raises WrongDates."""
    access.require(actor, ADMIN)
    if last_day < holding.starts_on:
        raise WrongDates
    holding.ends_on = last_day
    holding.save(update_fields=["ends_on"])
    _forget_seats(holding.person)
    post = holding.post
    event = events.PostLeft(
        subject=Ref(holding.person.ref), agency=Code(post.agency.code), post=post.pk,
        last_day=last_day,
    )  # fmt: skip
    book.record(event, actor=actor, at=now)
    return holding


@transaction.atomic
def delegate(
    *,
    post: Post,
    person: Person,
    kind: str,
    letter_number: str,
    starts_on: date,
    ends_on: date,
    actor: Actor,
    now: datetime,
) -> Delegation:
    """Let a person act on a post: kind "plt" (vacant), "plh" (holder away) or "an" (signs for).

    Raises WrongDates, LetterMissing, PostAlreadyActed, NotYourself.
    """
    _require_admin_over(person, actor)
    if ends_on < starts_on:
        raise WrongDates
    if not letter_number.strip():
        raise LetterMissing
    Post.objects.select_for_update().get(pk=post.pk)
    if kind != DelegationKind.AN and _acted_on(post, starts_on, ends_on):
        raise PostAlreadyActed
    delegation = Delegation.objects.create(
        post=post, person=person, kind=DelegationKind(kind), letter_number=letter_number.strip(),
        starts_on=starts_on, ends_on=ends_on, recorded_at=now,
    )  # fmt: skip
    _forget_seats(person)
    event = events.AuthorityDelegated(
        subject=Ref(person.ref), agency=Code(post.agency.code), post=post.pk, kind=Code(kind),
        starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip
    book.record(event, actor=actor, at=now)
    return delegation


@transaction.atomic
def revoke_delegation(
    *, delegation: Delegation, from_day: date, actor: Actor, now: datetime
) -> Delegation:
    """End a delegation early; `from_day` is the first day without it."""
    access.require(actor, ADMIN)
    delegation.revoked_on = from_day
    delegation.save(update_fields=["revoked_on"])
    _forget_seats(delegation.person)
    post = delegation.post
    event = events.DelegationRevoked(
        subject=Ref(delegation.person.ref), agency=Code(post.agency.code), post=post.pk,
        from_day=from_day,
    )  # fmt: skip
    book.record(event, actor=actor, at=now)
    return delegation


def _require_admin_over(person: Person, actor: Actor) -> None:
    access.require(actor, ADMIN)
    if actor.person_id == person.pk:
        raise NotYourself


def _sits(person: Person, post: Post, starts_on: date, ends_on: date | None) -> bool:
    rows = post.holdings.filter(person=person)
    rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
    return (rows if ends_on is None else rows.filter(starts_on__lte=ends_on)).exists()


def _acted_on(post: Post, starts_on: date, ends_on: date) -> bool:
    still = Q(revoked_on__isnull=True) | Q(revoked_on__gt=starts_on)
    others = post.delegations.exclude(kind=DelegationKind.AN)
    return others.filter(still, starts_on__lte=ends_on, ends_on__gte=starts_on).exists()


def _insert(row: Agency | Post) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise CodeTaken from None


def _forget_seats(person: Person) -> None:
    # Sessions remember seats under the account's revision.
    Account.objects.filter(person=person).update(revision=F("revision") + 1)
