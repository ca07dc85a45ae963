"""Is this database a demo, and may demo sign-in be reached here?"""

import shutil
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connections
from django.http import HttpRequest

from pendopo.domains.people.models import Account
from pendopo.kernel.errors import DomainError
from pendopo.project.models import DemoStamp

LOOPBACK_NAMES = {"localhost"}


class NotEmpty(DomainError):
    """The database holds accounts and was not created as a demo."""

    sentence = "Basis data ini sudah berisi akun dan bukan contoh. Pakai folder data lain."


def make(now: datetime) -> DemoStamp:
    """Mark an empty database as a demo; a marked one stays as it is. Raises NotEmpty."""
    found = DemoStamp.objects.first()
    if found is None and Account.objects.exists():
        raise NotEmpty
    return found or DemoStamp.objects.create(made_at=now)


def is_demo() -> bool:
    """Tell whether this process and this database are a demo on this machine."""
    return settings.DEMO and is_loopback(settings.PUBLIC_ADDRESS) and DemoStamp.objects.exists()


def is_local(request: HttpRequest) -> bool:
    """Tell whether the request comes from this very machine, without a proxy between."""
    forwarded = request.headers.get("X-Forwarded-For") or request.headers.get("Forwarded")
    try:
        return not forwarded and ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def is_loopback(address: str) -> bool:
    """Tell whether a public address names this machine only."""
    host = urlsplit(address).hostname or ""
    try:
        return host in LOOPBACK_NAMES or ip_address(host).is_loopback
    except ValueError:
        return False


def is_half_filled() -> bool:
    """Tell whether the first start was stopped before the regency was complete."""
    try:
        return DemoStamp.objects.filter(seeded_at=None).exists() and Account.objects.exists()
    except DatabaseError:
        return False  # nothing has been migrated yet


def discard() -> None:
    """Throw a half-filled demo away, so that the next filling begins with an empty database.

    Raises NotEmpty where the database is a server's: whoever runs it drops it.
    """
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        raise NotEmpty("Contoh ini baru terisi sebagian. Kosongkan basis datanya lalu mulai lagi.")
    connections.close_all()
    for suffix in ("", "-wal", "-shm"):
        Path(f"{database['NAME']}{suffix}").unlink(missing_ok=True)
    for folder in (settings.FILES_DIR, settings.HEADS_DIR, settings.MAIL_DIR):
        shutil.rmtree(folder, ignore_errors=True)
