"""Short messages with sign-in codes.

Only these go through here; everything else that people hear of goes through notices. The sandbox
writes each message into the mail folder (settings.MAIL_DIR), beside the e-mail of the demo.
"""

import re
import time
from pathlib import Path
from typing import Protocol

from django.conf import settings

from pendopo.kernel.errors import DomainError


class SmsUnreachable(DomainError):
    """The gateway did not take the message."""

    status = 503
    sentence = "SMS belum dapat dikirim. Coba lagi sebentar, atau pakai e-mail."


class Sms(Protocol):
    """What every gateway offers."""

    is_sandbox: bool

    def send(self, *, to: str, text: str) -> None:
        """Hand over one message. Raises SmsUnreachable."""


class Sandbox:
    """Writes files; a number that ends in 0000 is unreachable, as a dead network would be."""

    is_sandbox = True

    def send(self, *, to: str, text: str) -> None:
        """Write one message as a file."""
        if to.endswith("0000"):
            raise SmsUnreachable
        folder = Path(settings.MAIL_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        number = re.sub(r"\D", "", to)
        (folder / f"sms-{number}-{time.time_ns()}.txt").write_text(f"{to}\n\n{text}\n")


def gateway() -> Sms:
    """Return the gateway of this installation."""
    return Sandbox()
