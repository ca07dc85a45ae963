"""A fresh database for each benchmark, beside the one that PENDOPO_DATABASE names."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit, urlunsplit

GIVEN = os.environ.get("PENDOPO_DATABASE", "")
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"


def kinds() -> tuple[str, ...]:
    """Return what can be measured here; PostgreSQL only where a server is named."""
    return (SQLITE, POSTGRESQL) if GIVEN.startswith("postgres") else (SQLITE,)


@contextmanager
def fresh(kind: str, name: str) -> Iterator[str]:
    """Yield the PENDOPO_DATABASE of an empty database; empty text for SQLite's own default."""
    if kind == SQLITE:
        yield ""
        return
    database = f"bench_{name}"
    _run(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
    _run(f'CREATE DATABASE "{database}"')
    try:
        yield urlunsplit(urlsplit(GIVEN)._replace(path=f"/{database}"))
    finally:
        _run(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


def server_version() -> str:
    """Return PostgreSQL's version, empty where there is none."""
    if POSTGRESQL not in kinds():
        return ""
    with _connect() as connection:
        return str(connection.execute("SHOW server_version").fetchone()[0])


def _run(statement: str) -> None:
    with _connect() as connection:
        connection.execute(statement)


def _connect():
    import psycopg

    parts = urlsplit(GIVEN)
    return psycopg.connect(
        host=unquote(parts.hostname or ""),
        port=parts.port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or "") or None,
        dbname=unquote(parts.path.lstrip("/")),
        autocommit=True,
    )
