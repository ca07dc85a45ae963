"""Find persons, and read who looked at their number."""

from collections.abc import Iterable

from django.db.models import Q

from pendopo.domains.people.models import NikClaim, Person
from pendopo.domains.people.models.persons import ClaimState
from pendopo.kernel.errors import NotFound
from pendopo.kernel.privacy.models import Reveal


class NoSuchPerson(NotFound):
    """No person has this reference."""

    sentence = "Orang yang dicari tidak ditemukan."


def person(ref: str) -> Person:
    """Return a person with the account, if any, at hand. Raises NoSuchPerson."""
    found = Person.objects.select_related("account").filter(ref=ref).first()
    if found is None:
        raise NoSuchPerson
    return found


def persons(refs: Iterable[str]) -> list[Person]:
    """Return persons in one query; unknown references are left out."""
    return list(Person.objects.filter(ref__in=set(refs)))


def names(refs: Iterable[str]) -> dict[str, str]:
    """Return the names behind references in one query; unknown references are left out."""
    return dict(Person.objects.filter(ref__in=set(refs)).values_list("ref", "name"))


def find_by_name(text: str, *, limit: int = 10) -> list[Person]:
    """Return persons one of whose names begins with the text; nothing below three letters."""
    text = text.strip()
    if len(text) < 3:
        return []
    begins = Q(name__istartswith=text) | Q(name__icontains=f" {text}")
    return list(Person.objects.filter(begins).order_by("name", "pk")[:limit])


def known_nik(person: Person) -> str | None:
    """Return the NIK for prefilling the person's own form, or None until it is believed."""
    claim = NikClaim.objects.filter(person=person).exclude(state=ClaimState.CLAIMED).first()
    return claim.number if claim else None


def reveals_of(person: Person) -> list[Reveal]:
    """Return who looked at the person's data, newest first."""
    return list(Reveal.objects.filter(subject=person.ref).order_by("-at", "-pk")[:200])
