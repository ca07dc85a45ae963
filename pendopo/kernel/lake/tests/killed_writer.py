"""A writer that kills itself at a named moment: `python -m … killed_writer VERB POINT`."""

import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import django

NOW = datetime(2026, 6, 4, 3, 0, tzinfo=UTC)


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "pendopo.project.settings"
    django.setup()
    from pendopo.kernel import hooks
    from pendopo.kernel.lake import files, folder, manifest, writing
    from pendopo.kernel.lake.tests import marbles  # noqa: F401 - announces its events

    hooks.registers = hooks.Hook()
    # A chunk an entry, so that the moment comes in the middle of the work.
    writing.CHUNK, writing.MANY_FILES = 1, 2
    verb, point = sys.argv[1:]
    {
        "first-file": lambda: _die_at(files, "keep", 1, before=True),
        "between-files-and-manifest": lambda: _die_at(manifest, "write", 1, before=True),
        "second-manifest": lambda: _die_at(manifest, "write", 2, before=True),
        "after-manifest": lambda: _die_at(manifest, "write", 1, before=False),
        "tidying": lambda: _die_at(folder, "remove", 1, before=True),
    }[point]()
    getattr(writing, verb)(now=NOW)


def _die_at(module: Any, name: str, call: int, *, before: bool) -> None:
    real: Callable[..., Any] = getattr(module, name)
    calls = iter(range(1, 1_000_000))

    def dying(*args: Any, **kwargs: Any) -> Any:
        mine = next(calls) == call
        if mine and before:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = real(*args, **kwargs)
        if mine:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    setattr(module, name, dying)


if __name__ == "__main__":
    main()
