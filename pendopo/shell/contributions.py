"""What the domains put on the shell's own pages, gathered from the kernel's hooks."""

from dataclasses import dataclass

from pendopo.kernel import hooks
from pendopo.kernel.actor import Actor

LONGEST_QUERY = 100


@dataclass(frozen=True)
class HitGroup:
    """Search hits of one kind, under its heading."""

    kind: str
    hits: list[hooks.SearchHit]


def cards_of(actor: Actor) -> list[hooks.HomeCard]:
    """Return what waits for this person, most urgent first."""
    cards = [card for fill in hooks.home_cards for card in fill(actor)]
    return sorted(cards, key=lambda card: card.rank)


def front_sections(actor: Actor) -> list[hooks.FrontSection]:
    """Return what the front page offers, without empty groups."""
    sections = [section for fill in hooks.front_sections for section in fill(actor)]
    return sorted((s for s in sections if s.links), key=lambda section: section.rank)


def found(actor: Actor, text: str) -> list[HitGroup]:
    """Return the hits for a text, grouped by kind in the order of the domains."""
    groups: dict[str, HitGroup] = {}
    for fill in hooks.search:
        for hit in fill(actor, text[:LONGEST_QUERY]):
            groups.setdefault(hit.kind, HitGroup(hit.kind, [])).hits.append(hit)
    return list(groups.values())
