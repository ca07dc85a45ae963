"""Put subjects into the search box, take them out, and find them."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from pendopo.kernel.search.models import SearchDocument, SearchToken
from pendopo.kernel.search.words import after, tokens, words

MOST_TERMS = 8
SHORTEST_PREFIX = 3
"""A shorter term must equal a whole word; as a prefix it would match half the archive."""
COMMON = 1000
"""A term with this many matches is not counted further."""


def put(subject: str, *, kind: str, text: str, unit: str) -> None:
    """Make a subject findable by the words of `text`; a second call replaces the first."""
    with transaction.atomic():
        document, is_new = SearchDocument.objects.update_or_create(
            subject=subject, defaults={"kind": kind, "unit": unit}
        )
        wanted = tokens(text)
        held = set() if is_new else set(document.tokens.values_list("token", flat=True))
        if gone := held - wanted:
            document.tokens.filter(token__in=gone).delete()
        new = [SearchToken(document=document, token=token) for token in sorted(wanted - held)]
        SearchToken.objects.bulk_create(new)


def remove(subject: str) -> None:
    """Make a subject unfindable."""
    SearchDocument.objects.filter(subject=subject).delete()


def find(
    text: str, *, kinds: Collection[str], units: Collection[str], limit: int = 10
) -> list[str]:
    """Return subjects that have every word of `text`, or a word that begins with it.

    `units` are the agency paths whose subjects the actor may see, "/" for all; without a unit
    nothing is found. Newest first, unless every word is so common that the order would cost
    more than it tells.
    """
    terms = words(text)[:MOST_TERMS]
    paths = [unit for unit in units if unit.startswith("/")]
    if not (terms and paths and kinds):
        return []
    counted = sorted((_count(term), term) for term in terms)
    documents = SearchDocument.objects.filter(_within(paths), kind__in=kinds)
    rarest, others = counted[0], counted[1:]
    for _, term in others:
        documents = documents.filter(Exists(_matching(term).filter(document=OuterRef("pk"))))
    documents = documents.filter(pk__in=_matching(rarest[1]).values("document"))
    if rarest[0] < COMMON:
        documents = documents.order_by("-pk")
    return list(documents.values_list("subject", flat=True)[:limit])


def _matching(term: str) -> QuerySet[SearchToken]:
    if len(term) < SHORTEST_PREFIX:
        return SearchToken.objects.filter(token=term)
    end = after(term)
    matching = SearchToken.objects.filter(token__gte=term)
    return matching.filter(token__lt=end) if end else matching


def _count(term: str) -> int:
    return _matching(term)[:COMMON].count()


def _within(units: Collection[str]) -> Q:
    within = Q()
    for unit in units:
        within |= Q(unit__startswith=unit)
    return within
