"""The officer's work list among 100,000 cases, beside the one SQL query behind its rows.

    python -m benchmarks.work_list [cases]    # SQLite in a scratch folder, or PENDOPO_DATABASE

Two officers open every tab, the third page and one filter by turns, over HTTP, one after the
other: one sees a district's twelfth of the cases, the other all of them. One case in ten is open.
The floor is the SELECT of fifty rows with their joins, run and fetched by the bare driver.
"""

import sys
import time
from collections.abc import Callable

from benchmarks import archive, load, scene, scratch, server
from benchmarks.figures import Figure, percentile, report

CASES = 100_000
ROUNDS = 12
AIM_MS = 60
PAGES = (
    "", "?tab=saya", "?tab=hari-ini", "?tab=terlambat", "?tab=kembali", "?tab=tanda-tangan",
    "?tab=selesai", "?halaman=3", f"?layanan={scene.SERVICE}",
)  # fmt: skip


def main(cases: int = CASES) -> None:
    with scratch.folder():
        report(measure(cases))


def measure(cases: int = CASES) -> list[Figure]:
    office, now = scene.open_scene(), scene.now()
    officers = {
        "of one district": scene.make_officer(office, "cases.view", "cases.check"),
        "who sees all": scene.make_officer(scene.whole(), "cases.view"),
    }
    archive.fill(cases, now)
    scene.settle()
    query = _bare_query(now)
    with server.serving() as web:
        return [_figure(who, cases, *_visit(web.port, officers[who], query)) for who in officers]


def _visit(port: int, session: str, query: Callable[[], None]) -> tuple[list[float], list[float]]:
    """Return milliseconds of pages and of the query, by turns."""
    pages = [
        load.write("GET", f"/kerja/{page}", {"Cookie": scene.cookies(session)}) for page in PAGES
    ]
    seen, bare = [], []
    for visit in range(ROUNDS + 1):
        for page in pages:
            outcome = load.send(port, [page], connections=1)
            if set(outcome.statuses) != {200} or b'role="search"' not in outcome.bodies[200]:
                raise RuntimeError(f"not a work list: {outcome.statuses}")
            start = time.perf_counter()
            query()
            if visit:  # the first round warms
                seen.append(outcome.latencies[0] * 1000)
                bare.append((time.perf_counter() - start) * 1000)
    return seen, bare


def _bare_query(now: object) -> Callable[[], None]:
    from django.db import connection

    from pendopo.domains.cases.models import Case

    rows = Case.objects.filter(closed_at=None).order_by("due_at")
    rows = rows.select_related("applicant", "agency", "assignee")[:50]
    sql, values = rows.query.sql_with_params()

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            cursor.fetchall()

    return ask


def _figure(who: str, cases: int, seen: list[float], bare: list[float]) -> Figure:
    p95, floor = percentile(seen, 0.95), percentile(bare, 0.95)
    return Figure(
        what=f"work list of an officer {who}, 50 rows of {cases:,} cases, p95",
        figure=f"{p95:.1f} ms (p50 {percentile(seen, 0.5):.1f} ms)",
        floor=f"its SQL query {floor:.1f} ms",
        ratio=f"{p95 / floor:.1f}",
        aim=f"≤ {AIM_MS} ms",
        reached=p95 <= AIM_MS,
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
