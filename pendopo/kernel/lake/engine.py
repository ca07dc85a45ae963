"""Ask the lake a question in a fenced child process, within limits; disturb nothing else.

SQL of a content package is checked before it comes here. The fence is for what the check does not
see: a join that explodes, a flaw in the engine. The child has no environment, no file of ours, no
network; it may read one folder; it is killed when it takes too long and thrown away when it fails.
"""

import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pendopo.kernel.errors import DomainError

CHILD = Path(__file__).resolve().with_name("engine_child.py")

Cell = str | int | float | bool | None


class QueryStopped(DomainError):
    """A question took more than it may: `reason` is time, cpu, memory, rows or bytes.

    A kept result says "failed" where the engine could not answer at all.
    """

    status = 503
    sentence = "Hitungan ini dihentikan karena memakai terlalu banyak waktu atau memori."

    def __init__(self, reason: str) -> None:
        """Keep what ran out."""
        self.reason = reason
        super().__init__(_WHY.get(reason, self.sentence), reason=reason)


class QueryFailed(DomainError):
    """The engine could not answer; `reason` is its own English word for why."""

    status = 500
    sentence = "Hitungan ini tidak dapat dijalankan."

    def __init__(self, reason: str) -> None:
        """Keep the engine's words, for the log and for whoever writes the measure."""
        self.reason = reason
        super().__init__(reason=reason)


_WHY = {
    "failed": QueryFailed.sentence,
    "rows": "Hasil hitungan ini terlalu banyak baris. Persempit periodenya.",
    "bytes": "Hasil hitungan ini terlalu besar. Persempit periodenya.",
    "memory": "Hitungan ini dihentikan karena memakai terlalu banyak memori.",
}


@dataclass(frozen=True)
class Limits:
    """How much one question may use. Seconds, bytes; `address_space` also holds code and buffers."""

    seconds: float = 10.0
    cpu: int = 20
    memory: int = 1024**3
    address_space: int = 8 * 1024**3
    threads: int = 2
    rows: int = 100_000
    bytes: int = 64 * 1024**2


USUAL = Limits()
IDLE_SECONDS = 60.0
"""A child that nobody asks gives its memory back after so long."""


@dataclass(frozen=True)
class Source:
    """One table as the question sees it: exactly these files, and its columns with SQL types."""

    name: str
    columns: tuple[tuple[str, str], ...]
    files: tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """One SELECT over these sources, all of them below `folder`."""

    sql: str
    sources: tuple[Source, ...]
    folder: Path


@dataclass(frozen=True)
class Result:
    """What came back. Dates and times are ISO text; money is whole rupiah."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    seconds: float


def run(query: Query, *, limits: Limits | None = None) -> Result:
    """Answer one question. Raises QueryStopped and QueryFailed."""
    limits = limits or USUAL
    began = time.monotonic()
    with _turn:
        child = _child_for(query.folder, limits)
        answer = child.ask(_asked(query, limits), limits.seconds)
        if "rows" in answer:
            child.rest()
        else:
            # Whatever went wrong in there is not carried into the next question.
            close()
    if "stopped" in answer:
        raise QueryStopped(answer["stopped"])
    if "failed" in answer:
        raise QueryFailed(answer["failed"])
    rows = tuple(tuple(row) for row in answer["rows"])
    return Result(tuple(answer["columns"]), rows, time.monotonic() - began)


def warm(folder: Path) -> None:
    """Start the child now, for its start takes as long as writing the first questions down."""
    with _turn:
        _child_for(folder, USUAL)


def close() -> None:
    """End the warm child, if there is one."""
    with _turn:
        if (child := _warm.pop("child", None)) is not None:
            child.end()


class _Child:
    """One process with its fence around one folder."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.key = _key(folder, limits)
        self.patience = threading.Timer(IDLE_SECONDS, _retire, args=(self,))
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own file
            [sys.executable, "-I", str(CHILD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={},
            close_fds=True,
            start_new_session=True,
        )
        fence = {name: asdict(limits)[name] for name in ("address_space", "memory", "threads")}
        self._send({**fence, "folder": str(folder)})

    def ask(self, asked: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Return the answer, or why there is none; the child is dead after the latter."""
        late = threading.Event()
        clock = threading.Timer(seconds, self._too_late, args=(late,))
        clock.start()
        try:
            self._send(asked)
            assert self.process.stdout is not None
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = b""
        finally:
            clock.cancel()
        if late.is_set() or not line.endswith(b"\n"):
            return {"stopped": "time" if late.is_set() else self._cause()}
        answer: dict[str, Any] = json.loads(line)
        return answer

    def rest(self) -> None:
        """Wait for the next question, but not for ever."""
        self.patience.cancel()
        self.patience = threading.Timer(IDLE_SECONDS, _retire, args=(self,))
        self.patience.daemon = True
        self.patience.start()

    def end(self) -> None:
        """Kill the whole session of the child and wait for it."""
        self.patience.cancel()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(BrokenPipeError):
                pipe.close()

    def _too_late(self, late: threading.Event) -> None:
        late.set()
        self.process.kill()

    def _send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(message).encode() + b"\n")
        self.process.stdin.flush()

    def _cause(self) -> str:
        self.process.wait()
        return "cpu" if self.process.returncode == -signal.SIGXCPU else "memory"


_turn = threading.RLock()
_warm: dict[str, _Child] = {}
atexit.register(close)


def _retire(child: _Child) -> None:
    with _turn:
        if _warm.get("child") is child:
            close()


def _child_for(folder: Path, limits: Limits) -> _Child:
    """Return the warm child where it has this very fence; otherwise a new one in its place."""
    child = _warm.get("child")
    if child is not None and child.key == _key(folder, limits) and child.process.poll() is None:
        return child
    close()
    child = _warm["child"] = _Child(folder, limits)
    return child


def _key(folder: Path, limits: Limits) -> tuple[object, ...]:
    # A forked process must not talk into the pipe of its parent.
    return os.getpid(), folder, limits.address_space, limits.memory, limits.threads


def _asked(query: Query, limits: Limits) -> dict[str, Any]:
    sources: Sequence[dict[str, Any]] = [asdict(source) for source in query.sources]
    bounds = {"cpu": limits.cpu, "rows": limits.rows, "bytes": limits.bytes}
    return {"sql": query.sql, "sources": sources, **bounds}
