"""The gateway's twin for demos and tests: it keeps messages as files and fails like a real one.

The last digit of the number chooses the behaviour: 0 an unknown number; 7 busy twice, then well;
8 takes the message but its answer is lost, once; anything else is well. Like a real gateway it
has its own memory, outside our database, and takes each `client_ref` once.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from django.conf import settings

from pendopo.domains.notices.ports import Message, SendFailed

BUSY_CALLS = 2


@dataclass(frozen=True)
class Taken:
    """A message in the sandbox, its recipient masked; `calls` counts how often we tried."""

    client_ref: str
    channel: str
    recipient: str
    text: str
    at: str
    calls: int
    is_accepted: bool


def send(message: Message, now: datetime) -> str:
    """Take one message and return the sandbox's id. Raises SendFailed."""
    kind = message.recipient[-1:]
    if kind == "0":
        raise SendFailed("unknown_number", permanent=True)
    taken = _remember(message, now)
    if kind == "7" and taken.calls <= BUSY_CALLS:
        raise SendFailed("gateway_busy")
    _write(replace(taken, is_accepted=True))
    if kind == "8" and taken.calls == 1:
        raise SendFailed("answer_lost")
    return f"SANDBOX-{taken.client_ref}"


def taken_messages() -> Iterator[Taken]:
    """Walk the messages that the sandbox accepted, newest first."""
    found = [_read(path) for path in _folder().glob("*.json")]
    yield from sorted((t for t in found if t.is_accepted), key=lambda t: t.at, reverse=True)


def mask(number: str) -> str:
    """Keep the first four and last two digits of a phone number."""
    return f"{number[:4]}{'•' * max(len(number) - 6, 0)}{number[-2:]}"


def _remember(message: Message, now: datetime) -> Taken:
    path = _folder() / f"{message.key}.json"
    if path.exists():
        before = _read(path)
        taken = replace(before, calls=before.calls + 1)
    else:
        taken = Taken(
            client_ref=str(message.key),
            channel=message.channel,
            recipient=mask(message.recipient),
            text=message.text,
            at=now.isoformat(),
            calls=1,
            is_accepted=False,
        )
    _write(taken)
    return taken


def _write(taken: Taken) -> None:
    # Renaming is atomic: the demo page never reads half a message.
    path = _folder() / f"{taken.client_ref}.json"
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(asdict(taken), ensure_ascii=False), encoding="utf-8")
    draft.replace(path)


def _read(path: Path) -> Taken:
    return Taken(**json.loads(path.read_text(encoding="utf-8")))


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "sandbox" / "messages"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
