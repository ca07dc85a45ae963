"""What every process keeps in memory because it seldom changes; one small query tells whether it did.

Package versions lie here, and what other parts keep the same way: calendars, the tree of offices.
Whoever changes such a thing calls `Revision.renew()` in the same transaction.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.db import connection

from pendopo.kernel import steady
from pendopo.kernel.content.models import Revision, Version

Kept = TypeVar("Kept")

_held: dict[Hashable, tuple[str, Any]] = {}
"""What → (mark under which it was read, what was read)."""


def of_kind(kind: str) -> tuple[Version, ...]:
    """Return every version of a kind, by the day it takes effect, then by number."""
    return keep((Version, kind), lambda: _read(kind))


def keep(what: Hashable, read: Callable[[], Kept]) -> Kept:
    """Return what `read` gave, as long as nothing on the shelf has changed since.

    It is shared by all threads: nobody changes it.
    """
    mark = steady.once(Revision, _mark)
    held = _held.get(what)
    if held is None or held[0] != mark:
        # The mark was read before the rows: whoever changes them in between makes a newer one.
        held = _held[what] = (mark, read())
    kept: Kept = held[1]
    return kept


def _read(kind: str) -> tuple[Version, ...]:
    return tuple(Version.objects.filter(kind=kind).order_by("effective_from", "version"))


def _mark() -> str:
    # Asked in every request: an ORM query would cost ten times as much CPU.
    with connection.cursor() as cursor:
        cursor.execute("SELECT mark FROM content_revision")
        found = cursor.fetchone()
    return str(found[0]) if found else ""
