"""Who may act for whom."""

from datetime import date

from django.db.models import Q, QuerySet

from pendopo.domains.people.models import Business, Mandate, Person


def mandates_of(holder: Person, *, on: date) -> QuerySet[Mandate]:
    """Return the mandates that work on a day: proof seen, dates honoured."""
    return Mandate.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on),
        holder=holder,
        starts_on__lte=on,
        seen_at__isnull=False,
    ).select_related("person", "business")


def may_act_for(holder: Person, principal: Person | Business, *, on: date) -> bool:
    """Tell whether the holder may act for another person or a business on a day."""
    if isinstance(principal, Business):
        return mandates_of(holder, on=on).filter(business=principal).exists()
    return holder == principal or mandates_of(holder, on=on).filter(person=principal).exists()
