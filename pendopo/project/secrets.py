"""Django's signing secret, made once and kept in the key folder with mode 0600."""

import os
import secrets
import tempfile
from pathlib import Path

from pendopo.project import env


def secret_key(folder: Path) -> str:
    """Return PENDOPO_SECRET_KEY, or the secret stored in `folder`, made at first use."""
    if given := env.text("SECRET_KEY"):
        return given
    path = folder / "django-secret"
    if not path.exists():
        _make(folder, path)
    return path.read_text()


def _make(folder: Path, path: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, draft = tempfile.mkstemp(dir=folder)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        # link() refuses to replace: of two processes that start together, one makes the
        # secret, whole, and both use it.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
