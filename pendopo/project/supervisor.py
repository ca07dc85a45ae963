"""Run a few child processes as one: when one ends or the user says stop, all end.

Children are known by their process id only; nothing is ever ended by name.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import Self

PATIENCE = 10.0
"""Seconds that a child has to finish its work after SIGTERM."""


@dataclass(frozen=True)
class Ended:
    """The child that ended first, and how."""

    name: str
    code: int


class Supervisor:
    """Holds children; a context manager, so that none survives an error of the parent."""

    def __init__(self) -> None:
        """Start with no child and nobody asking to stop."""
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._stop = threading.Event()

    def __enter__(self) -> Self:
        """Turn Ctrl-C and SIGTERM into a quiet end."""
        signal.signal(signal.SIGINT, self._ask_to_stop)
        signal.signal(signal.SIGTERM, self._ask_to_stop)
        return self

    def __exit__(self, *_: object) -> None:
        """End every child that still runs."""
        self.stop()

    def start(self, name: str, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start a Python child: `arguments` follow the interpreter."""
        # A session of its own: Ctrl-C in the terminal reaches the parent only, which then lets
        # the children finish what they are doing.
        self._children[name] = subprocess.Popen(  # noqa: S603 - our own interpreter and modules
            [sys.executable, *arguments],
            env={**os.environ, **environment},
            start_new_session=True,
        )

    def wait(self, *, until_done: Sequence[str] = ()) -> Ended | None:
        """Block until a child ends (those of `until_done` may end well) or stop is asked (None)."""
        while not self._stop.wait(0.2):
            for name, child in list(self._children.items()):
                code = child.poll()
                if code is None:
                    continue
                del self._children[name]
                if code != 0 or name not in until_done:
                    return Ended(name, code)
        return None

    def runs(self, name: str) -> bool:
        """Tell whether a child is still there."""
        child = self._children.get(name)
        return child is not None and child.poll() is None

    @property
    def is_stopping(self) -> bool:
        """Tell whether the user asked to stop."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask every child to end, wait, and kill what does not."""
        for child in self._children.values():
            child.terminate()
        for child in self._children.values():
            try:
                child.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self._children.clear()

    def _ask_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stop.set()
