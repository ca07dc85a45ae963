"""Copy an installation while it runs, and prove that the copy can be brought back.

A backup is a dated folder: the database, the files, the published heads, and a manifest of
SHA-256 hashes. Keys are never in it.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from pendopo.kernel.errors import DomainError
from pendopo.kernel.lake import files as lake

SQLITE, POSTGRES, MANIFEST = "database.sqlite3", "database.dump", "manifest.json"


class BackupDamaged(DomainError):
    """The copy is not what its manifest says."""

    sentence = "Cadangan ini rusak atau tidak lengkap."


class RestoreFailed(DomainError):
    """The copy could be read but not brought back to life."""

    sentence = "Cadangan ini tidak dapat dipulihkan."


def make(target: Path, *, now: datetime) -> Path:
    """Write one backup below `target` and return its folder."""
    folder = target / now.strftime("%Y-%m-%dT%H%M%SZ")
    draft = folder.with_suffix(".draft")
    draft.mkdir(parents=True, mode=0o700)
    # The database first: a file is stored before the row that names it, so each row that is in
    # the copy finds its file, and a file too many does no harm.
    _copy_database(draft)
    for name, source in (("files", settings.FILES_DIR), ("heads", settings.HEADS_DIR)):
        if source.is_dir():
            shutil.copytree(source, draft / name)
    lake.copy_to(draft / "lake")
    hashes = dict(_hashes(draft))
    (draft / MANIFEST).write_text(
        json.dumps({"made_at": now.isoformat(), "sha256": hashes}, indent=1)
    )
    return draft.rename(folder)


def check(folder: Path) -> int:
    """Compare a backup with its manifest; return the number of files. Raises BackupDamaged."""
    try:
        told = json.loads((folder / MANIFEST).read_text())["sha256"]
    except (OSError, ValueError, KeyError) as error:
        raise BackupDamaged(file=MANIFEST) from error
    found = dict(_hashes(folder))
    for name in sorted({*told, *found}):
        if told.get(name) != found.get(name):
            raise BackupDamaged(f"Cadangan ini rusak: {name} tidak sesuai daftar.", file=name)
    return len(found)


def drill(folder: Path, *, heads: Path | None = None) -> None:
    """Bring a backup up beside the installation, verify its ledger, and remove it again.

    `heads` are the published heads kept elsewhere; those of the backup are checked anyway.
    Raises BackupDamaged, RestoreFailed.
    """
    check(folder)
    with tempfile.TemporaryDirectory(prefix="pendopo-drill-") as scratch:
        shutil.copytree(folder, scratch, dirs_exist_ok=True)
        with _restored_database(Path(scratch)) as address:
            environment = {"PENDOPO_DATA": scratch, "PENDOPO_DATABASE": address}
            _run(environment, "migrate", "--check")
            for place in filter(None, (Path(scratch, "heads"), heads)):
                if place.is_dir():
                    _run(environment, "verify", "--heads", str(place))


def _copy_database(folder: Path) -> None:
    if connection.vendor == "sqlite":
        # VACUUM INTO is one consistent copy in one go; the page-by-page backup starts over with
        # every write and never ended under load.
        source = Path(_name())
        with closing(sqlite3.connect(source, timeout=60)) as database:
            database.execute("VACUUM INTO ?", (str(folder / SQLITE),))
        return
    _postgres("pg_dump", "--format=custom", f"--file={folder / POSTGRES}", _name())


@contextmanager
def _restored_database(folder: Path) -> Iterator[str]:
    """Yield the address of a scratch database made from the copy; remove it afterwards."""
    if (folder / SQLITE).exists():
        yield f"sqlite://{folder / SQLITE}"
        return
    scratch = f"{_name()}_drill_{os.getpid()}"
    _postgres("createdb", scratch)
    try:
        _postgres("pg_restore", "--no-owner", f"--dbname={scratch}", str(folder / POSTGRES))
        yield _address(scratch)
    finally:
        _postgres("dropdb", scratch)


def _hashes(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != MANIFEST:
            with path.open("rb") as file:
                yield str(path.relative_to(folder)), hashlib.file_digest(file, "sha256").hexdigest()


def _run(environment: dict[str, str], *command: str) -> None:
    """Run one pendopo command on the restored copy, with the keys of this installation."""
    done = subprocess.run(  # noqa: S603 - our own interpreter and commands
        [sys.executable, "-m", "django", *command],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "pendopo.project.settings",
            "PENDOPO_KEYS": str(settings.KEYS_DIR),
            **environment,
        },
        check=False,
    )
    if done.returncode != 0:
        raise RestoreFailed(f"Cadangan ini tidak lolos pemeriksaan: {' '.join(command)}.")


def _postgres(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs against our server."""
    database = settings.DATABASES["default"]
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    # The password travels in the environment: a command line is visible to every local user.
    own = {key: str(database[name]) for key, name in names.items() if database[name]}
    try:
        subprocess.run([program, *arguments], env={**os.environ, **own}, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as error:
        raise RestoreFailed(f"{program} tidak berhasil dijalankan.") from error


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _address(name: str) -> str:
    """Return the address of another database on our server, as PENDOPO_DATABASE wants it."""
    database = settings.DATABASES["default"]
    user, word = (quote(str(database[key]), safe="") for key in ("USER", "PASSWORD"))
    host, port = quote(str(database["HOST"]), safe=""), database["PORT"]
    login = f"{user}:{word}" if word else user
    return f"postgresql://{login}@{host}{f':{port}' if port else ''}/{name}"
