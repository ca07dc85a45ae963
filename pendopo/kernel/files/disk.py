"""Sealed bytes on disk: written whole or not at all, readable only with the key ring."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from pendopo.kernel.files import errors
from pendopo.kernel.privacy import cipher


def write(path: str, data: bytes) -> None:
    """Seal `data` and put it at `path` below FILES_DIR; it survives a power cut once we return."""
    target = _target(path)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, draft = tempfile.mkstemp(dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(cipher.seal_bytes(data, place=f"file:{path}"))
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(target)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def read(path: str) -> bytes:
    """Return the opened bytes. Raises FileMissing, and cipher.SealBroken for altered ones."""
    try:
        sealed = _target(path).read_bytes()
    except FileNotFoundError as error:
        raise errors.FileMissing(path=path) from error
    return cipher.open_bytes(sealed, place=f"file:{path}")


def key_version(path: str) -> int:
    """Return the version of the key that seals this file."""
    try:
        return cipher.version_of(_target(path).read_bytes())
    except FileNotFoundError as error:
        raise errors.FileMissing(path=path) from error


def remove(path: str) -> None:
    """Delete the bytes; nothing happens if they are gone already."""
    _target(path).unlink(missing_ok=True)


def paths_older_than(age_before: float) -> Iterator[str]:
    """Walk files that were last written before this moment (seconds since 1970)."""
    root = Path(settings.FILES_DIR)
    for found in root.glob("??/*"):
        if found.stat().st_mtime < age_before:
            yield found.relative_to(root).as_posix()


def matching(pattern: str) -> Iterator[str]:
    """Walk the files below FILES_DIR whose path matches a glob pattern."""
    root = Path(settings.FILES_DIR)
    return (found.relative_to(root).as_posix() for found in root.glob(pattern))


def _target(path: str) -> Path:
    return Path(settings.FILES_DIR) / path
