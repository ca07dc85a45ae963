"""Public case creation over HTTP, beside a bare Django view that inserts the same rows.

    python -m benchmarks.case_creation    # SQLite in a scratch folder, or PENDOPO_DATABASE

Four connections post filled forms of a hundred and fifty signed-in residents, each with a session
and an Idempotency-Key of its own; every limit, check and seal is on. The photographs that a form
names were uploaded and inspected before, as the outbox does. The bare view, under Django's default
middleware, checks nothing. Both servers stay up and are asked by turns.
"""

import json
from itertools import cycle, islice

from benchmarks import load, scene, scratch, server
from benchmarks.figures import Figure, percentile, report

RESIDENTS = 150
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
            some = list(islice(crowd, POSTS))
            got = load.send(pendopo.port, [_ours(one) for one in some], connections=CONNECTIONS)
            held = load.send(plain.port, [_bare(one) for one in some], connections=CONNECTIONS)
            _require_created(got, held)
            if stretch:  # the first one warms both
                ours, bare = ours + got, bare + held
    return ours, bare


def _ours(resident: scene.Resident) -> bytes:
    path = f"/layanan/{scene.SERVICE}/kirim/"
    return load.write("POST", path, scene.post_headers(resident), scene.post_body(resident))


def _bare(resident: scene.Resident) -> bytes:
    item = {
        "owner": resident.ref,
        "person": resident.pk,
        "answers": scene.ANSWERS,
        "files": dict(zip(scene.PAPERS, resident.files, strict=True)),
        "fact": {"agency": "kecamatan-talawi", "applicant": resident.ref, "salt": "0" * 32},
    }
    headers = {"Content-Type": "application/json", "Cookie": scene.cookies(resident.session)}
    return load.write("POST", "/bare/", headers, json.dumps(item).encode())


def _require_created(*outcomes: load.Outcome) -> None:
    for outcome in outcomes:
        if set(outcome.statuses) != {201}:
            raise RuntimeError(f"not created: {outcome.statuses} {outcome.bodies}")


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
