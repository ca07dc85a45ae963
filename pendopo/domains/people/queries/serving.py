"""Which office serves whom: by area, by tree, and who signs for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from pendopo.domains.people.models import Agency, Person
from pendopo.domains.people.queries import capacity
from pendopo.domains.people.queries.agencies import every_agency
from pendopo.domains.people.queries.persons import NoSuchPerson


@dataclass(frozen=True)
class Signatory:
    """Who signs for an agency: the person, and prefix and title as letters print them.

    `own_title` is the signer's own post, which letters print below a title signed "a.n.".
    """

    person: Person
    prefix: str
    title: str
    own_title: str = ""


def person_by_id(pk: int) -> Person:
    """Return a person by database id. Raises NoSuchPerson."""
    found = Person.objects.filter(pk=pk).first()
    if found is None:
        raise NoSuchPerson
    return found


def agency_ids_below(units: Iterable[str]) -> list[int]:
    """Return the ids of the agencies at and below these places of the tree."""
    inside = Q(pk__in=[])
    for unit in units:
        inside |= Q(path__startswith=unit)
    return list(Agency.objects.filter(inside).values_list("pk", flat=True))


def agency_serving(kind: str, area: str) -> Agency | None:
    """Return the office of a kind in an area, or None.

    For a village code without an office of its own, the office of its district serves.
    """
    there = (row for row in every_agency() if row.kind == kind and row.ends_on is None)
    serving = {row.district: row for row in there}
    return serving.get(area) or serving.get(area[:8])


def signatory_of(agency: Agency, *, on: date) -> Signatory | None:
    """Return who signs for an agency on a day; its head, or who acts for the head, goes first."""
    for person in capacity.holders(capacity.SIGN, agency.path, on):
        found = capacity.signing_capacity(person, agency.path, on)
        if found is not None:
            return Signatory(person, found.prefix, found.title, found.own_title)
    return None
