"""All versions in memory, since none ever changes; one small query tells whether any came."""

from django.db import connection

from pendopo.kernel.content.models import Version

_held: dict[str, tuple[str, tuple[Version, ...]]] = {}
"""Kind → (mark under which it was read, its versions)."""


def of_kind(kind: str) -> tuple[Version, ...]:
    """Return every version of a kind, by the day it takes effect, then by number."""
    mark = _mark()
    held = _held.get(kind)
    if held is None or held[0] != mark:
        # The mark was read before the rows: whoever loads in between makes a newer one.
        rows = Version.objects.filter(kind=kind).order_by("effective_from", "version")
        held = _held[kind] = (mark, tuple(rows))
    return held[1]


def _mark() -> str:
    # Asked several times in every request: an ORM query would cost ten times as much CPU.
    with connection.cursor() as cursor:
        cursor.execute("SELECT mark FROM content_revision")
        found = cursor.fetchone()
    return str(found[0]) if found else ""
