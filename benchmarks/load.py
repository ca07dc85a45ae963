"""A small load generator: one socket per connection, requests written before the clock starts.

Python's own HTTP client would eat a third of the two cores that the server needs, and flatter
every ratio by the same amount on both sides.
"""

import socket
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """What came back: seconds for each request, answers by status, the first body of each."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    bodies: dict[int, bytes] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Return answers a second."""
        return len(self.latencies) / self.seconds

    def __add__(self, other: "Outcome") -> "Outcome":
        """Put two stretches together."""
        both = Outcome(self.seconds + other.seconds, self.latencies + other.latencies)
        for one in (self, other):
            for status, count in one.statuses.items():
                both.statuses[status] = both.statuses.get(status, 0) + count
            both.bodies |= one.bodies
        return both


def write(method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """Return one request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def send(port: int, requests: Sequence[bytes], *, connections: int) -> Outcome:
    """Send all requests over so many connections at once, each waiting for its answer."""
    share = [requests[number::connections] for number in range(connections)]
    outcomes = [Outcome() for _ in share]
    ready = threading.Barrier(connections + 1)
    threads = [
        threading.Thread(target=_work, args=(port, part, outcome, ready))
        for part, outcome in zip(share, outcomes, strict=True)
    ]
    for thread in threads:
        thread.start()
    ready.wait()
    start = time.perf_counter()
    for thread in threads:
        thread.join()
    whole = sum(outcomes, Outcome())
    whole.seconds = time.perf_counter() - start
    return whole


def _work(port: int, requests: Sequence[bytes], outcome: Outcome, ready: threading.Barrier) -> None:
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ready.wait()
        for request in requests:
            start = time.perf_counter()
            line.sendall(request)
            status, body = _answer(line)
            outcome.latencies.append(time.perf_counter() - start)
            outcome.statuses[status] = outcome.statuses.get(status, 0) + 1
            outcome.bodies.setdefault(status, body)


def _answer(line: socket.socket) -> tuple[int, bytes]:
    got = b""
    while b"\r\n\r\n" not in got:
        got += _some(line)
    head, _, body = got.partition(b"\r\n\r\n")
    length = _length(head)
    while len(body) < length:
        body += _some(line)
    return int(head.split(b" ", 2)[1]), body


def _length(head: bytes) -> int:
    for text in head.lower().split(b"\r\n"):
        if text.startswith(b"content-length:"):
            return int(text.partition(b":")[2])
    raise RuntimeError("an answer without a length")


def _some(line: socket.socket) -> bytes:
    part = line.recv(65536)
    if not part:
        raise RuntimeError("the server closed the connection")
    return part
