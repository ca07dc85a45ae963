"""The tree of agencies as it stands on a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from pendopo.domains.people.models import Agency, Delegation, Holding, Post
from pendopo.domains.people.models.agencies import AgencyKind, effective_on
from pendopo.kernel.content import shelf
from pendopo.kernel.errors import NotFound


class NoSuchAgency(NotFound):
    """No agency has this code."""

    sentence = "Unit kerja yang dicari tidak ditemukan."


class NoSuchPost(NotFound):
    """The agency has no such post, or nobody sits on it any more."""

    sentence = "Jabatan yang dicari tidak ditemukan."


@dataclass(frozen=True)
class District:
    """A district (kecamatan) of this government."""

    code: str
    name: str
    agency: str


def agency(code: str) -> Agency:
    """Return one agency. Raises NoSuchAgency."""
    found = Agency.objects.filter(code=code).first()
    if found is None:
        raise NoSuchAgency
    return found


def every_agency() -> tuple[Agency, ...]:
    """Return all agencies, ended ones too, in the order of the tree; shared, not to be changed."""
    return shelf.keep(Agency, lambda: tuple(Agency.objects.order_by("path")))


def agencies(*, on: date | None = None, kind: str = "") -> list[Agency]:
    """Return the agencies in the order of the tree, as of a day and of one kind if named."""
    rows = Agency.objects.all() if on is None else Agency.objects.filter(effective_on(on))
    return list((rows.filter(kind=kind) if kind else rows).order_by("path"))


def agency_rows(on: date) -> Iterator[dict[str, Any]]:
    """Walk the agencies of a day for the lake: codes and counts, nobody's name."""
    seated = Q(posts__holdings__in=Holding.objects.filter(effective_on(on)))
    rows = Agency.objects.filter(effective_on(on)).annotate(
        posts_in_all=Count("posts", distinct=True),
        posts_filled=Count("posts", filter=seated, distinct=True),
    )
    for row in rows.select_related("parent").order_by("path"):
        yield {
            "agency": row.code,
            "kind": row.kind,
            "parent": row.parent.code if row.parent else None,
            "district": row.district or None,
            "posts": row.posts_in_all,
            "posts_filled": row.posts_filled,
            "starts_on": row.starts_on,
        }


def districts() -> list[District]:
    """Return the districts that have an office here, by Kemendagri code."""
    rows = Agency.objects.filter(kind=AgencyKind.KECAMATAN).order_by("district")
    return [District(row.district, row.name.removeprefix("Kecamatan "), row.code) for row in rows]


def leavers(*, since: date, until: date) -> list[str]:
    """Return who lost a post or a delegation on these last days, as references."""
    held = Holding.objects.filter(ends_on__range=(since, until))
    acted = Delegation.objects.filter(
        Q(ends_on__range=(since, until)) | Q(revoked_on__range=(since, until))
    )
    refs = held.values_list("person__ref", flat=True).union(
        acted.values_list("person__ref", flat=True)
    )
    return sorted(refs)


def posts_of(agency: Agency) -> list[Post]:
    """Return the posts of an agency, the head first."""
    return list(agency.posts.order_by("-is_head", "title"))


def post_of(agency: Agency, pk: int) -> Post:
    """Return a post of this agency. Raises NoSuchPost."""
    found = agency.posts.select_related("agency").filter(pk=pk).first()
    if found is None:
        raise NoSuchPost
    return found


def holding_of(agency: Agency, pk: int, *, on: date) -> Holding:
    """Return who sits on a post of this agency on a day or later. Raises NoSuchPost."""
    rows = Holding.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    rows = rows.select_related("person", "post__agency")
    found = rows.filter(pk=pk, post__agency=agency).first()
    if found is None:
        raise NoSuchPost
    return found


@dataclass(frozen=True)
class PostLine:
    """A post with who sits on it and who acts on it on a day."""

    post: Post
    holders: list[Holding]
    acting: list[Delegation]


def posts_with_people(agency: Agency, *, on: date) -> list[PostLine]:
    """Return the posts of an agency with the people of a day and those yet to come."""
    still = Q(revoked_on__isnull=True) | Q(revoked_on__gt=on)
    coming = Delegation.objects.filter(still, ends_on__gte=on).select_related("person")
    sitting = Holding.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    sitting = sitting.select_related("person").order_by("starts_on", "pk")
    return [
        PostLine(post, list(sitting.filter(post=post)), list(coming.filter(post=post)))
        for post in posts_of(agency)
    ]
