"""Rings of versioned keys: one file per key in settings.KEYS_DIR, outside database and backup.

    keys/data/0001.key      encrypts fields and files
    keys/lookup/0001.key    hashes what must be found exactly (NIK, phone)

Before a ring is used, its keys are compared with the prints in the database (prints.py).
The newest version writes, every version reads. A retired key is moved aside, not destroyed: a
backup made before the rotation can still be opened by whoever also keeps that key.
"""

import base64
import os
import secrets
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.db import connection

from pendopo.kernel import steady
from pendopo.kernel.errors import DomainError
from pendopo.kernel.privacy import prints

KEY_BYTES = 32
SETTLED_NS = 1_000_000_000


class KeyMissing(DomainError):
    """Data was sealed under a key version that is not in the key folder."""

    status = 500
    sentence = "Data terlindung ini tidak dapat dibuka. Hubungi pengelola sistem."


class KeyFolderOpen(DomainError):
    """Others on this machine can read a key file."""

    status = 500
    sentence = "Berkas kunci dapat dibaca pengguna lain. Ubah izinnya menjadi 0600."


class Ring:
    """The keys of one use. Files are read again when the folder changed, so no restart is needed."""

    def __init__(self, name: str) -> None:
        """Name the ring; nothing is read yet."""
        self.name = name
        self._read: tuple[Path, int, dict[int, bytes]] | None = None
        self._checked: tuple[Path, dict[int, bytes]] | None = None
        self._sure = False

    @property
    def folder(self) -> Path:
        """Return where the keys of this ring lie."""
        return Path(settings.KEYS_DIR) / self.name

    def versions(self) -> list[int]:
        """Return the versions in use, oldest first."""
        return sorted(self._known())

    def newest(self) -> int:
        """Return the version that writes; the first key is made at first use."""
        keys = self._known()
        return max(keys) if keys else self.add()

    def key(self, version: int) -> bytes:
        """Return one key. Raises KeyMissing, prints.KeysDoNotMatch."""
        try:
            return self._known()[version]
        except KeyError:
            raise KeyMissing(ring=self.name, version=version) from None

    def add(self) -> int:
        """Make the next key and return its version."""
        version = max([0, *self._known(), *_versions_in(self.folder / "retired")]) + 1
        _write_once(self.folder / f"{version:04}.key", secrets.token_bytes(KEY_BYTES))
        self._forget()
        return version

    def retire(self, version: int) -> None:
        """Move a key aside. Raises KeyMissing for an unknown or the newest version."""
        if version == self.newest() or version not in self._known():
            raise KeyMissing(ring=self.name, version=version)
        prints.retire(self.name, version)
        (self.folder / "retired").mkdir(mode=0o700, exist_ok=True)
        name = f"{version:04}.key"
        (self.folder / name).rename(self.folder / "retired" / name)
        self._forget()

    def compare(self) -> None:
        """Compare the folder with the database's prints now. Raises prints.KeysDoNotMatch."""
        prints.compare(self.name, self._keys())

    def _known(self) -> dict[int, bytes]:
        return steady.once(self, self._look)

    def _look(self) -> dict[int, bytes]:
        keys = self._keys()
        # A print written inside a transaction may be rolled back, so it counts as sure only
        # when it was seen outside of one.
        if self._checked != (self.folder, keys) or not (self._sure or connection.in_atomic_block):
            prints.check(self.name, keys)
            self._checked, self._sure = (self.folder, keys), not connection.in_atomic_block
        return keys

    def _forget(self) -> None:
        self._read = None
        steady.forget(self)

    def _keys(self) -> dict[int, bytes]:
        folder = self.folder
        try:
            changed = folder.stat().st_mtime_ns
        except FileNotFoundError:
            return {}
        if self._read is not None and self._read[:2] == (folder, changed):
            return self._read[2]
        keys = {version: _read(path) for version, path in _versions_in(folder).items()}
        # A folder that changed this very moment may change again within the same clock tick.
        if time.time_ns() - changed > SETTLED_NS:
            self._read = (folder, changed, keys)
        return keys


data = Ring("data")
lookup = Ring("lookup")
rings = (data, lookup)


def _versions_in(folder: Path) -> dict[int, Path]:
    return {int(path.stem): path for path in folder.glob("[0-9]*.key")}


def _read(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        raise KeyFolderOpen(path=path.name)
    return base64.b64decode(path.read_text())


def _write_once(path: Path, key: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w") as file:
        file.write(base64.b64encode(key).decode())
        file.flush()
        os.fsync(file.fileno())
    try:
        # link() refuses to replace: of two processes that start together, one makes the key.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
