"""A granian of our own on loopback, ended by its process id."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

OPENS_WITHIN = 60.0
PRODUCT = "pendopo.project.settings"


@dataclass(frozen=True)
class Server:
    """Where it listens, and the process that holds its workers."""

    port: int
    pid: int


@contextmanager
def serving(settings: str = PRODUCT, *, workers: int = 1, threads: int = 4) -> Iterator[Server]:
    """Serve these settings as `pendopo demo` does, until the block ends."""
    port = free_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
            *("--port", str(port), "--workers", str(workers), "--blocking-threads", str(threads)),
            *("--no-ws", "--log-level", "warning", "pendopo.project.wsgi:application"),
        ],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": settings},
        start_new_session=True,
    )
    try:
        wait_for(port, process)
        yield Server(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def free_port() -> int:
    """Return a port of this machine on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return once the port answers. Raises RuntimeError."""
    end = time.monotonic() + OPENS_WITHIN
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the server did not open")
