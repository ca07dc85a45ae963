"""The ways out of the house. A port sends one message or says why it could not."""

import uuid
from dataclasses import dataclass

TIMEOUT_SECONDS = 10


@dataclass(frozen=True)
class Message:
    """What leaves the house. `key` stays the same over all attempts."""

    key: uuid.UUID
    channel: str
    recipient: str
    title: str
    text: str


class SendFailed(Exception):
    """The message was not taken, or its answer was lost; `reason` is a code for the log."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        """Keep the reason; a permanent failure is not tried again."""
        self.reason = reason
        self.permanent = permanent
        super().__init__(reason)
