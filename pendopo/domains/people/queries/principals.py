"""For whom somebody may act on a day: oneself, children, wards and businesses."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet

from pendopo.domains.people.models import Business, Mandate, Person
from pendopo.domains.people.queries.persons import find_by_name
from pendopo.kernel.errors import NotFound

_Named = TypeVar("_Named", Person, Business)


class NoSuchBusiness(NotFound):
    """No such business, or none that this person may act for: the same answer for both."""

    sentence = "Usaha yang dicari tidak ditemukan."


@dataclass(frozen=True)
class Principals:
    """For whom a person may act: ids of persons, the own one first, and of businesses."""

    persons: tuple[int, ...]
    businesses: tuple[int, ...]


@dataclass(frozen=True)
class Represented:
    """Others for whom a person may act, by name; `is_known` where any mandate was ever claimed."""

    persons: list[Person]
    businesses: list[Business]
    is_known: bool


def principals_of(person_id: int, *, on: date) -> Principals:
    """Return for whom this person may act on a day, in one query."""
    mandates = Mandate.objects.filter(holder=person_id).in_force(on)
    rows = list(mandates.values_list("person_id", "business_id"))
    return Principals(
        persons=(person_id, *(person for person, _ in rows if person)),
        businesses=tuple(business for _, business in rows if business),
    )


def represented_by(person_id: int, *, on: date) -> Represented:
    """Return the persons and businesses that somebody may file for on a day."""
    mandates = list(Mandate.objects.filter(holder=person_id).select_related("person", "business"))
    working = [mandate for mandate in mandates if mandate.works_on(on)]
    return Represented(
        persons=_by_name({one.person for one in working if one.person}),
        businesses=_by_name({one.business for one in working if one.business}),
        is_known=bool(mandates),
    )


def business_of(person_id: int, ref: str, *, on: date) -> Business:
    """Return a business that the person may act for on a day. Raises NoSuchBusiness."""
    held = Mandate.objects.filter(holder=person_id).in_force(on)
    found = Business.objects.filter(ref=ref, mandates_over__in=held).first()
    if found is None:
        raise NoSuchBusiness
    return found


def business_refs_of(person_id: int, *, on: date) -> "QuerySet[Business, str]":
    """Return the references of the businesses that a person acts for, as one part of a query."""
    held = Mandate.objects.filter(holder=person_id, business__isnull=False).in_force(on)
    return Business.objects.filter(mandates_over__in=held).values_list("ref", flat=True)


def representative_of(business_id: int, *, on: date, first: int) -> Person | None:
    """Return who acts for a business on a day, `first` (a person's id) if they still do, or None."""
    mandates = Mandate.objects.filter(business=business_id).in_force(on)
    found = list(mandates.select_related("holder").order_by("starts_on", "pk"))
    found.sort(key=lambda mandate: mandate.holder_id != first)
    return found[0].holder if found else None


def ever_acted_for(business_id: int) -> set[str]:
    """Return the references of all who hold or held a mandate over a business."""
    mandates = Mandate.objects.filter(business=business_id)
    return set(mandates.values_list("holder__ref", flat=True))


def find_representatives(text: str, *, on: date, limit: int = 10) -> list[Mandate]:
    """Return who acts for which business, by the name of either or the whole NIB, for a counter."""
    text = text.strip()
    if len(text) < 3:
        return []
    named = Q(business__name__icontains=text) | Q(business__nib=text)
    held = Q(holder__in=[person.pk for person in find_by_name(text)])
    mandates = Mandate.objects.filter(named | held, business__isnull=False).in_force(on)
    rows = mandates.select_related("holder", "business")
    return list(rows.order_by("business__name", "holder__name", "pk")[:limit])


def _by_name(found: set[_Named]) -> list[_Named]:
    return sorted(found, key=lambda one: (one.name, one.pk))
