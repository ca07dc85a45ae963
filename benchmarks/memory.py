"""Memory of one web worker and one job worker at rest, in proportional set size.

    python -m benchmarks.memory    # SQLite in a scratch folder, or PENDOPO_DATABASE

The web server has first answered two hundred requests (the front page, services, a form with its
list of villages, a work list, filed cases), so that everything it ever loads is loaded; the job
worker has sealed and delivered what they left. A page shared by processes counts by its share.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import load, scene, scratch, server
from benchmarks.figures import Figure, report

ROUNDS = 20
AIM_MB = 350
SETTLES_WITHIN = 120.0
PAGES = (
    "/", "/layanan/", f"/layanan/{scene.SERVICE}/", f"/layanan/{scene.SERVICE}/mohon/",
    "/layanan/semua/", "/urusan/", "/lacak/", "/buku-besar/",
)  # fmt: skip


def main() -> None:
    with scratch.folder():
        report(measure())


def measure() -> list[Figure]:
    office = scene.open_scene()
    residents = scene.make_residents(10)
    officer = scene.make_officer(office, "cases.view", "cases.check")
    with server.serving() as web, _working() as job:
        _visit(web.port, residents, officer)
        _wait_until_delivered()
        parts = {"web worker": web.pid, "job worker": job}
        found = {name: sum(map(pss, family(pid))) for name, pid in parts.items()}
    return [_figure(found)]


def pss(pid: int) -> float:
    """Return megabytes: what is the process's own, and its share of what is shared."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    [kilobytes] = [line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:")]
    return int(kilobytes) / 1024


def family(pid: int) -> list[int]:
    """Return a process and all that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in family(int(child)))]


@contextmanager
def _working() -> Iterator[int]:
    process = subprocess.Popen(
        [sys.executable, "-m", "django", "work"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": server.PRODUCT},
        start_new_session=True,
    )
    try:
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _visit(port: int, residents: list[scene.Resident], officer: str) -> None:
    cookie = {"Cookie": scene.cookies(residents[0].session)}
    pages = [load.write("GET", path, cookie) for path in PAGES]
    pages.append(load.write("GET", "/kerja/", {"Cookie": scene.cookies(officer)}))
    for form in scene.filled_forms(residents * (ROUNDS // len(residents))):
        for request in (*pages, scene.post(form)):
            outcome = load.send(port, [request], connections=1)
            if max(outcome.statuses) >= 400:
                raise RuntimeError(f"not shown: {request[:60]!r} {outcome.bodies}")


def _wait_until_delivered() -> None:
    from pendopo.kernel.ledger.models import Delivery, Unsealed

    end = time.monotonic() + SETTLES_WITHIN
    while Unsealed.objects.exists() or Delivery.objects.filter(done_at=None).exists():
        if time.monotonic() > end:
            raise RuntimeError("the job worker did not finish")
        time.sleep(0.5)


def _figure(found: dict[str, float]) -> Figure:
    whole = sum(found.values())
    parts = ", ".join(f"{name} {size:.0f} MB" for name, size in found.items())
    return Figure(
        what="memory at rest (PSS): web worker with its supervisor, and job worker",
        figure=f"{whole:.0f} MB ({parts})",
        aim=f"≤ {AIM_MB} MB",
        reached=whole <= AIM_MB,
    )


if __name__ == "__main__":
    main()
