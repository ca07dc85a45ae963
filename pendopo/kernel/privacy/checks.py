"""A system check: the key folder and the database belong together."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from pendopo.kernel.errors import DomainError
from pendopo.kernel.privacy import keys


@register(Tags.database)
def keys_match(databases: Any = None, **_: Any) -> list[CheckMessage]:
    """Refuse to work with a key folder that is not the database's own."""
    if not databases:
        return []
    try:
        return [message for ring in keys.rings for message in _faults(ring)]
    except DatabaseError:
        return []  # not there yet


def _faults(ring: keys.Ring) -> list[CheckMessage]:
    try:
        ring.compare()
    except DomainError as error:
        text = f"Keys of ring {ring.name!r} in {ring.folder} are not those of this database."
        hint = f"Put back the key folder that belongs to it (PENDOPO_KEYS). {error.details}"
        return [Error(text, hint=hint, id="privacy.E001")]
    return []
