"""Turn PENDOPO_DATABASE into Django's database settings.

Empty: SQLite in the data folder. Otherwise `postgresql://user:password@host:port/name`
(the host may be a socket folder, percent-encoded) or `sqlite:///path`.
"""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

# IMMEDIATE takes the write lock at BEGIN: with DEFERRED, 78 % of concurrent read-modify-write
# transactions failed with "database is locked" although a timeout was set (measured).
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
        "PRAGMA temp_store=MEMORY;PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=67108864;"
    ),
}


def parse(url: str, data_dir: Path) -> dict[str, Any]:
    """Return one DATABASES entry; raises ValueError for an unknown scheme."""
    if not url:
        return sqlite(data_dir / "pendopo.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"connect_timeout": 10},
        }
    raise ValueError(f"PENDOPO_DATABASE: unknown scheme {parts.scheme!r}")


def sqlite(path: Path) -> dict[str, Any]:
    """Return the settings of an embedded database at this path; its folder is made if missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": SQLITE_OPTIONS,
        "CONN_MAX_AGE": 600,
    }
