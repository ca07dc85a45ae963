"""Public case creation over HTTP, beside a bare Django view that inserts the same rows.

    python -m benchmarks.case_creation    # SQLite in a scratch folder, or PENDOPO_DATABASE

Four connections post filled forms of three hundred signed-in residents, each with a session
and an Idempotency-Key of its own; every limit, check and seal is on. The photographs that a form
names were uploaded and inspected before, as the outbox does. The bare view, under Django's default
middleware, checks nothing. Both servers stay up and are asked by turns.
"""

import json
from itertools import cycle, islice

from benchmarks import load, scene, scratch, server
from benchmarks.figures import Figure, percentile, report

RESIDENTS = 300
CONNECTIONS = 4
ROUNDS = 8
POSTS = 300
PEER = 17.7
"""POST/s of an admired peer; the aim is ten times that."""


def main() -> None:
    with scratch.folder():
        report(measure())


def measure() -> list[Figure]:
    scene.open_scene()
    residents = scene.make_residents(RESIDENTS)
    return [_figure(workers, *_compare(residents, workers)) for workers in (1, 2)]


def _compare(residents: list[scene.Resident], workers: int) -> tuple[load.Outcome, load.Outcome]:
    ours, bare = load.Outcome(), load.Outcome()
    crowd = cycle(residents)
    product = server.serving(workers=workers)
    floor = server.serving("benchmarks.bare_settings", workers=workers)
    with product as pendopo, floor as plain:
        for stretch in range(ROUNDS + 1):
            # Each form has photographs of its own: a file belongs to one case.
            forms = [scene.filled_forms(islice(crowd, POSTS)) for _ in range(2)]
            got = _send(pendopo, [scene.post(form) for form in forms[0]])
            held = _send(plain, [_bare(form) for form in forms[1]])
            if stretch:  # the first one warms both
                ours, bare = ours + got, bare + held
    return ours, bare


def _send(where: server.Server, requests: list[bytes]) -> load.Outcome:
    outcome = load.send(where.port, requests, connections=CONNECTIONS)
    if set(outcome.statuses) != {201}:
        raise RuntimeError(f"not created: {outcome.statuses} {outcome.bodies}")
    return outcome


def _bare(form: scene.Filled) -> bytes:
    resident = form.resident
    item = {
        "owner": resident.ref,
        "person": resident.pk,
        "answers": scene.ANSWERS,
        "files": form.files,
        "fact": {"agency": "kecamatan-talawi", "applicant": resident.ref, "salt": "0" * 32},
    }
    headers = {"Content-Type": "application/json", "Cookie": scene.cookies(resident.session)}
    return load.write("POST", "/bare/", headers, json.dumps(item).encode())


def _figure(workers: int, ours: load.Outcome, bare: load.Outcome) -> Figure:
    ratio = ours.rate / bare.rate
    return Figure(
        what=f"public case creation, POST/s at concurrency 4, {workers} web worker(s)",
        figure=f"{ours.rate:.0f}/s, {_times(ours)}",
        floor=f"bare view {bare.rate:.0f}/s, {_times(bare)}",
        ratio=f"{ratio:.2f}",
        aim="≥ 0.50 and ≥ 177/s",
        reached=ratio >= 0.5 and ours.rate >= 10 * PEER,
    )


def _times(outcome: load.Outcome) -> str:
    p50, p95 = (percentile(outcome.latencies, share) * 1000 for share in (0.5, 0.95))
    return f"p50 {p50:.1f} ms, p95 {p95:.1f} ms"


if __name__ == "__main__":
    main()
