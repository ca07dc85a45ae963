"""Start `make demo` as a newcomer would, in an empty folder, and walk through its door.

python -m tools.smoke clones what is committed, waits for the page, signs in, opens a page,
stops, and starts once more: the second start must be quick and find the data of the first.
"""

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
FIRST_START, SECOND_START = 300.0, 60.0
"""Seconds until the page opens: minutes to install and prepare, then seconds."""
PARTS_WITHIN = 120.0
"""Seconds until the seeding has brought the first people."""

CLOSED_WITHIN = 30.0
"""Seconds until the port is free again after the demo was told to stop."""


def main() -> int:
    """Return 0 when both starts served a page to a signed-in person."""
    with tempfile.TemporaryDirectory(prefix="pendopo-smoke-") as folder:
        clone = Path(folder) / "pendopo"
        subprocess.run(["git", "clone", "-q", ROOT, clone], check=True)
        for label, limit in (("first", FIRST_START), ("second", SECOND_START)):
            with running(clone, free_port()) as (address, demo):
                seconds = wait_until_open(address, demo, limit)
                say(f"{label} start: the page opened after {seconds:.0f} s")
                visit(address)
            say(f"{label} start: stopped cleanly")
    return 0


@contextmanager
def running(clone: Path, port: int) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run `make demo` in a process group of its own; end exactly that group."""
    own = {key: value for key, value in os.environ.items() if not key.startswith("PENDOPO_")}
    demo = subprocess.Popen(
        ["make", "demo", f"PORT={port}"], cwd=clone, env=own, start_new_session=True
    )
    try:
        yield f"http://127.0.0.1:{port}", demo
    finally:
        os.killpg(demo.pid, signal.SIGTERM)
        demo.wait(60)
    # make is gone at once; the launcher ends its servers a moment later.
    end = time.monotonic() + CLOSED_WITHIN
    while is_open(port):
        if time.monotonic() > end:
            raise SystemExit("the demo stopped, but something still listens on its port")
        time.sleep(0.2)


def wait_until_open(address: str, demo: subprocess.Popen[bytes], limit: float) -> float:
    """Return the seconds until the front page answered 200."""
    start = time.monotonic()
    while time.monotonic() - start < limit:
        if demo.poll() is not None:
            raise SystemExit(f"make demo ended by itself with code {demo.returncode}")
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                if answer.status == 200:
                    return time.monotonic() - start
        except (URLError, OSError):
            time.sleep(0.5)
    raise SystemExit(f"the page did not open within {limit:.0f} s")


def visit(address: str) -> None:
    """Sign in with one click as the first part of the cast, and open the page behind it."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    home = play_first_part(browser, f"{address}/demo/masuk/")
    if "sessionid" not in {cookie.name for cookie in jar}:
        raise SystemExit("the demo sign-in did not open a session")
    own = browser.open(f"{address}/akun/", timeout=30)
    if not own.url.endswith("/akun/"):
        raise SystemExit(f"the signed-in person was sent away to {own.url}")
    say(f"signed in; the home page has {len(home)} bytes")


def play_first_part(browser: urllib.request.OpenerDirector, address: str) -> bytes:
    """Return the home page of the first part; until the seeding has made it, it is not found."""
    page = browser.open(address, timeout=30).read().decode()
    fields = {
        "csrfmiddlewaretoken": found(r'name="csrfmiddlewaretoken" value="([^"]+)"', page),
        "peran": found(r'name="peran" value="([^"]+)"', page),
    }
    end = time.monotonic() + PARTS_WITHIN
    while time.monotonic() < end:
        try:
            return bytes(
                browser.open(f"{address}sebagai/", urlencode(fields).encode(), timeout=30).read()
            )
        except HTTPError as refusal:
            if refusal.code != 404:
                raise
            time.sleep(1)
    raise SystemExit(f"the seeding brought nobody within {PARTS_WITHIN:.0f} s")


def found(pattern: str, page: str) -> str:
    """Return what the pattern catches on the page."""
    match = re.search(pattern, page)
    if match is None:
        raise SystemExit(f"the demo sign-in page holds no {pattern}")
    return match.group(1)


def free_port() -> int:
    """Return a port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_open(port: int) -> bool:
    """Tell whether somebody listens on the port."""
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


def say(line: str) -> None:
    """Print at once, between the lines of the demo."""
    print(f"[smoke] {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
