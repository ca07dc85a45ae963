"""Read settings from the environment: three small typed helpers and nothing else."""

import os
from pathlib import Path


def text(name: str, default: str = "") -> str:
    """Return the variable PENDOPO_<name>, or the default."""
    return os.environ.get(f"PENDOPO_{name}", default)


def flag(name: str, *, default: bool = False) -> bool:
    """Return True for 1/true/yes/on (any case)."""
    return text(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def path(name: str, default: Path) -> Path:
    """Return a folder or file as an absolute path."""
    return Path(text(name, str(default))).resolve()
