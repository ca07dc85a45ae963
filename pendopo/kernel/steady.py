"""What a request looks at once: whether a cache, a key folder or a package has changed.

    with steady.hold():
        ...
        mark = steady.once("content", ask_the_database)

Within the block the first answer stands, so a request or a reaction of the worker sees one state
of the rules from its first line to its last. Outside of one every look is a fresh one.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Found = TypeVar("Found")

_seen: ContextVar[dict[Hashable, Any] | None] = ContextVar("seen", default=None)


@contextmanager
def hold() -> Iterator[None]:
    """Remember what is looked at until the block ends."""
    token = _seen.set({})
    try:
        yield
    finally:
        _seen.reset(token)


def once(what: Hashable, look: Callable[[], Found]) -> Found:
    """Return what `look` finds; in a block it is called once for each `what`."""
    seen = _seen.get()
    if seen is None:
        return look()
    if what not in seen:
        seen[what] = look()
    found: Found = seen[what]
    return found


def forget(what: Hashable) -> None:
    """Look again at the next question: whoever asks has changed it themselves."""
    seen = _seen.get()
    if seen is not None:
        seen.pop(what, None)
