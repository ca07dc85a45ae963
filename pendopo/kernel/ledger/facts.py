"""The canonical text of an entry: what is kept and hashed, the same on every database."""

import json
from datetime import UTC, datetime
from typing import Any

import rfc8785

from pendopo.kernel import events
from pendopo.kernel.events import Event

VERSION = 1


def write(
    event: Event, *, key: str, actor: str, occurred_at: datetime, recorded_at: datetime, salt: str
) -> str:
    """Return the fact as RFC 8785 text. Raises ValueError for a time without a zone."""
    fact: dict[str, Any] = {
        "v": VERSION,
        "id": key,
        "name": event.name,
        "subject": event.subject,
        "actor": actor,
        "occurred_at": moment(occurred_at),
        "recorded_at": moment(recorded_at),
        "payload": events.payload(event),
        # Without a salt, a leaf hash on a public page could be guessed from a few known fields.
        "salt": salt,
    }
    return rfc8785.dumps(fact).decode()


def read(text: str) -> dict[str, Any]:
    """Return what was written. Raises ValueError for a text that is no JSON object."""
    return dict(json.loads(text))


def moment(at: datetime) -> str:
    """Write a time as UTC with microseconds: 2026-06-04T03:00:00.000000Z."""
    if at.tzinfo is None:
        raise ValueError("a time needs a zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
