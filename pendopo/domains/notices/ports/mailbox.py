"""Read back the e-mails that the demo wrote to files instead of sending."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_string, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

_LINE = "-" * 79 + "\n"
"""What Django's file backend writes after each message."""

_FILES = 60


@dataclass(frozen=True)
class Mail:
    """One e-mail as the demo page shows it."""

    recipient: str
    title: str
    text: str
    at: datetime


def newest() -> Iterator[Mail]:
    """Walk the e-mails in the newest files, newest first."""
    folder = Path(str(getattr(settings, "EMAIL_FILE_PATH", "") or ""))
    files = folder.glob("*.log") if folder.is_dir() else ()
    latest = sorted(files, key=lambda file: file.stat().st_mtime, reverse=True)[:_FILES]
    for path in latest:
        at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        for text in reversed(path.read_text(encoding="utf-8").split(_LINE)):
            if text.strip():
                yield _mail(text, at)


def _mail(text: str, at: datetime) -> Mail:
    found = message_from_string(text.lstrip(), policy=policy.default)
    body = found.get_body(("plain",)) if isinstance(found, EmailMessage) else None
    return Mail(
        recipient=str(found["To"] or ""),
        title=str(found["Subject"] or ""),
        text=body.get_content() if body else "",
        at=at,
    )
