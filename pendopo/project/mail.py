"""Turn PENDOPO_MAIL into Django's mail settings.

Empty: every message becomes a file in the data folder. Otherwise
`smtp://user:password@host:25`, `smtp+starttls://…:587` or `smtps://…:465`.
"""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True, kw_only=True)
class Mail:
    """Django's EMAIL_* settings, one field each."""

    backend: str = "django.core.mail.backends.smtp.EmailBackend"
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    use_tls: bool = False
    use_ssl: bool = False


FILES = Mail(backend="django.core.mail.backends.filebased.EmailBackend")


def parse(url: str) -> Mail:
    """Return how mail is sent; raises ValueError for an unknown scheme or a missing host."""
    if not url:
        return FILES
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError(f"PENDOPO_MAIL: unknown scheme {parts.scheme!r} or no host")
    return Mail(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_tls=parts.scheme == "smtp+starttls",
        use_ssl=parts.scheme == "smtps",
    )
