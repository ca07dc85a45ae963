"""Limits: how often something may be tried, counted in the database for all workers together.

    limits.spend("code", phone, limit=5, window=timedelta(minutes=10), now=now)

A window begins with its first try and ends as a whole. Spend before the transaction of the
change begins: a refusal that rolls back must not give the try back.
"""

from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from pendopo.kernel.access.models import Spending
from pendopo.kernel.errors import DomainError
from pendopo.kernel.sentences import Filled

# A whole village may stand behind one address of a mobile operator.
PER_ADDRESS = 60

# The same statement on SQLite and PostgreSQL. It counts, starts a new window or, when the limit
# is reached, changes nothing and returns no row: one round trip, no race between workers.
_SPEND = """
    INSERT INTO access_spending (key, spent, ends) VALUES (%(key)s, 1, %(ends)s)
    ON CONFLICT (key) DO UPDATE SET
        spent = CASE WHEN access_spending.ends <= %(now)s THEN 1 ELSE access_spending.spent + 1 END,
        ends = CASE WHEN access_spending.ends <= %(now)s THEN %(ends)s ELSE access_spending.ends END
    WHERE access_spending.ends <= %(now)s OR access_spending.spent < %(limit)s
    RETURNING spent
"""


class TooMany(DomainError):
    """The limit is reached; `retry_at` says when the window ends."""

    status = 429

    def __init__(self, retry_at: datetime, now: datetime) -> None:
        """Say in words how long to wait."""
        self.retry_at = retry_at
        wait = _in_words(retry_at - now)
        sentence = Filled("Terlalu banyak percobaan. Coba lagi {wait} lagi.", wait=wait)
        super().__init__(sentence, retry_at=retry_at)


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who tries, as far as known; the fields stand in the order in which they are charged."""

    account: str = ""
    phone: str = ""
    code: str = ""
    device: str = ""
    address: str = ""


def spend(bucket: str, key: str, *, limit: int, window: timedelta, now: datetime) -> None:
    """Count one try. Raises TooMany when `limit` tries were made in this window."""
    hashed = _hash(bucket, key)
    seconds = int(now.timestamp())
    ends = seconds + int(window.total_seconds())
    values: dict[str, str | int] = {"key": hashed, "ends": ends, "now": seconds, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(_SPEND, values)
        counted = cursor.fetchone()
    if counted is None:
        raise TooMany(_end_of(hashed, default=ends), now)


def spend_for(bucket: str, caller: Caller, *, limit: int, window: timedelta, now: datetime) -> None:
    """Count one try for everything that is known of the caller. Raises TooMany.

    The address comes last and is generous: who reaches a limit of their own has by then not
    used up what their neighbours share.
    """
    for field in fields(caller):
        key = getattr(caller, field.name)
        allowed = limit * PER_ADDRESS if field.name == "address" else limit
        if key:
            spend(f"{bucket}.{field.name}", key, limit=allowed, window=window, now=now)


def address_of(request: HttpRequest) -> str:
    """Return the caller's address; of an IPv6 address the /64, because a house owns all of it."""
    text: str = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        # Our own proxy appends the address it saw; what stands before is what the caller claims.
        text = request.headers.get("X-Forwarded-For", text).rpartition(",")[2].strip()
    try:
        address = ip_address(text)
    except ValueError:
        return text[:64]
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return address.exploded[:19]
    return str(getattr(address, "ipv4_mapped", None) or address)


def forget_old(now: datetime) -> None:
    """Remove windows that have ended."""
    ended = Spending.objects.filter(ends__lte=int(now.timestamp()))
    # Asking first costs no write lock on SQLite.
    if ended.exists():
        ended.delete()


def _hash(bucket: str, key: str) -> str:
    keyed = salted_hmac("pendopo.limits", f"{bucket}\0{key}", algorithm="sha256")
    return str(keyed.hexdigest())


def _end_of(hashed: str, *, default: int) -> datetime:
    found = Spending.objects.filter(key=hashed).values_list("ends", flat=True).first()
    return datetime.fromtimestamp(found if found is not None else default, UTC)


def _in_words(wait: timedelta) -> str:
    seconds = max(1, int(wait.total_seconds()))
    if seconds < 90:
        return Filled("{count} detik", count=seconds)
    minutes = -(-seconds // 60)
    if minutes < 90:
        return Filled("{count} menit", count=minutes)
    return Filled("{count} jam", count=-(-minutes // 60))
