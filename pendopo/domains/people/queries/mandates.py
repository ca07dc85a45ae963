"""Who may act for whom."""

from datetime import date

from django.db.models import QuerySet

from pendopo.domains.people.models import Business, Mandate, Person
from pendopo.kernel.errors import NotFound


class NoSuchMandate(NotFound):
    """There is no such mandate here; the same answer for somebody else's."""

    sentence = "Kuasa yang dicari tidak ditemukan."


def mandates_of(holder: Person, *, on: date) -> QuerySet[Mandate]:
    """Return the mandates that work on a day: proof seen, dates honoured."""
    rows = Mandate.objects.filter(holder=holder).in_force(on)
    return rows.select_related("person", "business")


def own_mandates(holder: Person) -> QuerySet[Mandate]:
    """Return all mandates of a person, waiting and ended ones too, newest first."""
    rows = Mandate.objects.filter(holder=holder).order_by("-recorded_at", "-pk")
    return rows.select_related("person", "business")


def waiting_mandates(holder: Person, *, on: date) -> QuerySet[Mandate]:
    """Return the claims of a person whose proof an officer still has to see, oldest first."""
    rows = Mandate.objects.filter(holder=holder).waiting(on).order_by("recorded_at", "pk")
    return rows.select_related("person", "business")


def representatives_of(person: Person, *, on: date) -> QuerySet[Mandate]:
    """Return the mandates under which others may act for a person on a day."""
    rows = Mandate.objects.filter(person=person).in_force(on).order_by("starts_on", "pk")
    return rows.select_related("holder")


def mandate_of(person: Person, pk: int) -> Mandate:
    """Return a mandate that the person holds or stands under. Raises NoSuchMandate."""
    rows = Mandate.objects.select_related("holder", "person", "business")
    found = rows.filter(pk=pk).first()
    if found is None or person.pk not in {found.holder_id, found.person_id}:
        raise NoSuchMandate
    return found


def may_act_for(holder: Person, principal: Person | Business, *, on: date) -> bool:
    """Tell whether the holder may act for another person or a business on a day."""
    if isinstance(principal, Business):
        return mandates_of(holder, on=on).filter(business=principal).exists()
    return holder == principal or mandates_of(holder, on=on).filter(person=principal).exists()
