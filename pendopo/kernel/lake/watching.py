"""A look at the whole lake each night, and what it found for whoever looks after the house."""

import json
import logging
from contextlib import suppress
from datetime import datetime

from pendopo.kernel.errors import DomainError
from pendopo.kernel.lake import clock, folder, inspection

log = logging.getLogger(__name__)

NOTE = "inspection.json"
"""Beside the files: when the last look was, and the sentences of what did not fit."""
FROM_HOUR = 2
"""On the government's clocks; hashing a large lake reads all of it."""


def look(now: datetime) -> bool:
    """Check the lake if tonight's look is still to come; tell whether it was. Never raises."""
    if not _is_due(now):
        return False
    with suppress(folder.LakeBusy):
        found = _sentences()
        for sentence in found:
            log.error("lake: %s", sentence)
        note = {"at": now.isoformat(), "day": str(clock.today(now)), "found": found}
        draft = folder.path() / f"{folder.DRAFT}{NOTE}"
        draft.write_text(json.dumps(note))
        draft.replace(folder.path() / NOTE)
        return True
    return False


def found() -> list[str]:
    """Return the sentences of what the last look found."""
    told = _note().get("found")
    return [str(sentence) for sentence in told] if isinstance(told, list) else []


def _sentences() -> list[str]:
    try:
        return [finding.sentence for finding in inspection.check()]
    except folder.LakeBusy:
        raise
    except DomainError as error:
        # A manifest that cannot be read is a finding too.
        return [error.sentence]


def _is_due(now: datetime) -> bool:
    if not folder.path().is_dir() or clock.hour(now) < FROM_HOUR:
        return False
    return _note().get("day") != str(clock.today(now))


def _note() -> dict[str, object]:
    try:
        note = json.loads((folder.path() / NOTE).read_text())
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}
