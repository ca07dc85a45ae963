"""Who may do what, where, on which day: from posts, delegations and the roles of content."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from pendopo.domains.people import rules
from pendopo.domains.people.models import Delegation, Holding, Person, Post
from pendopo.domains.people.models.agencies import DelegationKind, effective_on
from pendopo.kernel.actor import Grant
from pendopo.kernel.content import library

SIGN = "documents.sign"
_PREFIX = {DelegationKind.PLT: "Plt.", DelegationKind.PLH: "Plh.", DelegationKind.AN: "a.n."}


@dataclass(frozen=True)
class Seat:
    """A role in an agency; `only_signs` for who acts "a.n."."""

    role: str
    unit: str
    only_signs: bool = False


@dataclass(frozen=True)
class SigningCapacity:
    """How a person signs for an agency: prefix "", "Plt.", "Plh." or "a.n." and the post's title."""

    prefix: str
    title: str
    unit: str
    own_title: str = ""
    """The signer's own post, written below the line when signing "a.n."."""

    def __str__(self) -> str:
        """Write it as letters do: "Plt. Camat Talawi"."""
        return f"{self.prefix} {self.title}".strip()


def seats_of(person: Person, *, on: date) -> list[Seat]:
    """Return the roles that a person has on a day, by own post and by delegation."""
    seats = [
        Seat(role, holding.post.agency.path)
        for holding in _holdings(on).filter(person=person)
        for role in (*holding.post.roles, *holding.roles)
    ]
    seats += [
        Seat(role, delegation.post.agency.path, delegation.kind == DelegationKind.AN)
        for delegation in _delegations(on).filter(person=person)
        for role in delegation.post.roles
    ]
    return seats


def permissions_of(roles: Iterable[str], *, on: date) -> dict[str, frozenset[str]]:
    """Return what each role allows, as content says on this day; an unknown role allows nothing."""
    wanted = set(roles)
    if not wanted:
        return {}
    return {
        version.code: frozenset(version.raw.get("permissions", ()))
        for version in library.versions("roles", on=on)
        if version.code in wanted
    }


def roles(*, on: date) -> list[tuple[str, str]]:
    """Return (code, title) of the roles that content knows on a day, by title."""
    known = library.versions("roles", on=on)
    return sorted(((one.code, one.title) for one in known), key=lambda role: role[1])


def grants(seats: Iterable[Seat], *, on: date) -> frozenset[Grant]:
    """Return the permissions of seats as the kernel's actor carries them."""
    seats = list(seats)
    allowed = permissions_of((seat.role for seat in seats), on=on)
    return frozenset(
        Grant(permission, seat.unit)
        for seat in seats
        for permission in allowed.get(seat.role, frozenset())
        if not seat.only_signs or permission in rules.AN_PERMISSIONS
    )


def holders(permission: str, unit: str, on: date) -> list[Person]:
    """Return who holds a permission over an agency on a day, the nearest office first."""
    nearest_first = rules.upwards(unit)
    roles = {
        version.code
        for version in library.versions("roles", on=on)
        if permission in version.raw.get("permissions", ())
    }
    found: dict[Person, int] = {}
    for person, path, has in _sitting(nearest_first, permission, on):
        if roles & has:
            distance = nearest_first.index(path)
            found[person] = min(distance, found.get(person, distance))
    return sorted(found, key=lambda one: (found[one], one.name, one.pk))


def signing_capacity(person: Person | int, unit: str, on: date) -> SigningCapacity | None:
    """Return in which capacity the person (or who has this id) signs for an agency, or None.

    The nearest office counts; there, an own post goes before a delegation.
    """
    nearest_first = rules.upwards(unit)
    own = [row.post for row in _holdings(on).filter(person=person).order_by("pk")]
    found = [SigningCapacity("", post.title, post.agency.path) for post in own if post.signs]
    for row in _delegations(on).filter(person=person, post__signs=True).order_by("pk"):
        below = _own_title(own, row.post) if row.kind == DelegationKind.AN else ""
        prefix = _PREFIX[DelegationKind(row.kind)]
        found.append(SigningCapacity(prefix, row.post.title, row.post.agency.path, below))
    fitting = [capacity for capacity in found if capacity.unit in nearest_first]
    return min(fitting, key=lambda one: nearest_first.index(one.unit), default=None)


def _own_title(own: Sequence[Post], signed_for: Post) -> str:
    """Return the post from which somebody signs a.n. another: one in that office goes first."""
    inside = [post for post in own if post.agency.path.startswith(signed_for.agency.path)]
    return next((post.title for post in (*inside, *own)), "")


def may_sign(person: Person, unit: str, on: date) -> bool:
    """Tell whether the person may sign letters of an agency on a day."""
    if signing_capacity(person, unit, on) is None:
        return False
    held = grants(seats_of(person, on=on), on=on)
    return any(grant.permission == SIGN and unit.startswith(grant.unit) for grant in held)


def _sitting(paths: list[str], permission: str, on: date) -> Iterable[tuple[Person, str, set[str]]]:
    seated = _holdings(on).select_related("person")
    for holding in seated.filter(post__agency__path__in=paths):
        yield holding.person, holding.post.agency.path, {*holding.post.roles, *holding.roles}
    acting = _delegations(on).select_related("person")
    for row in acting.filter(post__agency__path__in=paths):
        if row.kind != DelegationKind.AN or permission in rules.AN_PERMISSIONS:
            yield row.person, row.post.agency.path, set(row.post.roles)


def _holdings(on: date) -> QuerySet[Holding]:
    return Holding.objects.filter(effective_on(on)).select_related("post__agency")


def _delegations(on: date) -> QuerySet[Delegation]:
    still = Q(revoked_on__isnull=True) | Q(revoked_on__gt=on)
    rows = Delegation.objects.filter(still, effective_on(on))
    return rows.select_related("post__agency")
