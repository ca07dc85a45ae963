"""Who hears what: a domain registers its reactions, the worker delivers entries to them.

    from pendopo.kernel.ledger import reactions

    @reactions.react_to(CaseClosed)
    def start_survey(entry: Entry, event: CaseClosed) -> None: ...

A reaction runs in a transaction of its own and should call one action. What it writes to the
database happens exactly once; an effect outside the database happens at least once. Entries
arrive roughly, not strictly, in the order of their seals.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from pendopo.kernel.events import Event

if TYPE_CHECKING:
    from pendopo.kernel.ledger.models import Entry

E = TypeVar("E", bound=Event)


@dataclass(frozen=True)
class Reaction:
    """A function that hears one event. Renaming it makes a new consumer of the ledger."""

    name: str
    event: type[Event]
    run: "Callable[[Entry, Any], None]"
    since: datetime | None


registry: dict[str, Reaction] = {}
"""Every reaction by name, filled as the domains' `reactions.py` are imported."""


def react_to(
    event: type[E], *, since: datetime | None = None
) -> "Callable[[Callable[[Entry, E], None]], Callable[[Entry, E], None]]":
    """Deliver each entry of this event to the function.

    A reaction hears the ledger from its beginning. One that joins in a later release, where
    old entries must stay quiet, names the moment `since` when it begins to listen.
    """

    def register(function: "Callable[[Entry, E], None]") -> "Callable[[Entry, E], None]":
        name = f"{_owner(function.__module__)}.{function.__name__}:{event.name}"
        if name in registry:
            raise TypeError(f"{name} is registered twice")
        registry[name] = Reaction(name, event, function, since)
        return function

    return register


def _owner(module: str) -> str:
    """Return the domain of `pendopo.domains.surveys.reactions`, so that moves keep the name."""
    parts = module.split(".")
    return parts[parts.index("reactions") - 1] if "reactions" in parts[1:] else parts[-1]
