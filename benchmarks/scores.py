"""All instruments over a lake of millions of entries, beside hand-written SQL over the same files.

    python -m benchmarks.scores [entries]    # SQLite, or what PENDOPO_DATABASE names

The lake is made in bulk (wide_lake.py). Ours is a new process that counts every shipped measure
over its whole shown trend with the breakdowns of the newest two periods, keeps the results, and
scores the newest assessment of all seven instruments. By hand is a new process too, which asks
DuckDB one statement for each figure and each breakdown of it (by_hand.py), and scores nothing. Both
give the same numbers, or there is no figure. The files are in the page cache.

The pages are then asked over HTTP: the score of one assessment with values and evidence, and the
list of instruments, beside the very SQL statements that they run, run alone.
"""

import contextlib
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import load, scene, scratch, server, wide_lake
from benchmarks.figures import Figure, percentile, report

ENTRIES = 5_000_000
ROUNDS = 3
VISITS = 60
AIM, AIM_MS = 2.0, 150
YEARS = 4


def main(entries: int = ENTRIES) -> None:
    with scratch.folder() as place:
        report(measure(entries, Path(place)))


def measure(entries: int, place: Path) -> list[Figure]:
    scene.open_scene()
    at = scene.now()
    size = wide_lake.fill(entries, at)
    keys = _assess(at)
    scene.settle()
    return [*_counting(entries, size, place), *_pages(entries, keys)]


def _counting(entries: int, size: int, place: Path) -> list[Figure]:
    _as_a_process("ours", place)  # warms the page cache, and says what is wanted
    turns = [(_as_a_process("by-hand", place), _as_a_process("ours", place)) for _ in range(ROUNDS)]
    hand, ours = (min(column) for column in zip(*turns, strict=True))
    told = json.loads((place / "ours.json").read_text())
    _require_same(told["numbers"], json.loads((place / "by-hand.json").read_text())["numbers"])
    by_hand = json.loads((place / "by-hand.json").read_text())
    return [
        Figure(
            what=f"all {told['instruments']} instruments and {told['measures']} measures with their"
            f" trends and breakdowns ({told['results']:,} results, {len(told['numbers']):,} numbers)"
            f" over {entries:,} entries ({size / 1e6:.0f} MB), a new process",
            figure=f"{ours:.2f} s (of it starting {told['started']:.2f} s,"
            f" counting {told['counted']:.2f} s, scoring {told['scored']:.2f} s)",
            floor=f"{by_hand['statements']} statements by hand in a new process {hand:.2f} s",
            ratio=f"{ours / hand:.1f}",
            aim=f"≤ {AIM:.0f}",
            reached=ours / hand <= AIM,
        )
    ]


def _as_a_process(what: str, place: Path) -> float:
    """Run one side in a process of its own; return the seconds until it says that it is done."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.counting", what, str(place)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        seconds = time.perf_counter() - start
    if process.returncode:
        raise RuntimeError(f"{what} failed")
    return seconds


def _require_same(ours: list[Any], hand: list[Any]) -> None:
    """Both gave the same numbers for the same measures, periods and parts."""
    left, right = ({tuple(place): number for *place, number in side} for side in (ours, hand))
    # By hand, a period or a part without rows has no line; ours says that there is nothing.
    for place in left.keys() | right.keys():
        one, other = left.get(place) or 0.0, right.get(place) or 0.0
        if abs(one - other) > 1e-9 * max(1.0, abs(other)):
            raise RuntimeError(f"{place}: {one} is not {other}")


def _assess(at: Any) -> list[str]:
    """Open an assessment of every instrument for the years so far, and fill the newest."""
    from pendopo.domains.evaluation import actions, queries, rules
    from pendopo.domains.evaluation.tests import factories
    from pendopo.domains.people.tests import factories as people_factories
    from pendopo.kernel import periods
    from pendopo.kernel.content.library import NoSuchContent
    from pendopo.shell import government

    team, today = factories.make_team(), government.local_date(at)
    coordinator = people_factories.actor_for(team.coordinator, on=today)
    keys = []
    for version in queries.versions(on=today):
        what, newest = queries.instrument_of(version), None
        for period in periods.latest(today, periods.Span(what.period), YEARS):
            with contextlib.suppress(rules.BadPeriod, NoSuchContent):
                newest = actions.open_assessment(
                    code=version.code, period=str(period), actor=coordinator, now=at
                )
        if newest is not None:
            keys.append(newest.key)
            _fill(team, newest, what, today)
    return keys


def _fill(team: Any, assessment: Any, what: Any, today: Any) -> None:
    """Give every indicator a claim, every second a verified value, every document a row."""
    from pendopo.domains.evaluation.models import Evidence, Side, Statement
    from pendopo.domains.evaluation.schema import InputKind
    from pendopo.domains.evaluation.tests import factories

    at, actor = scene.now(), team.actor("officer")
    file = factories.send_file(actor)
    stated, proofs = [], []
    for number, node in enumerate(what.leaves):
        papers = what.inputs_of(node.indicator, InputKind.DOCUMENT)
        value = str(what.scale.lowest + (what.scale.highest - what.scale.lowest) / 2)
        said = {"assessment": assessment, "indicator": node.code, "parts": {"value": value}}
        sides = (Side.CLAIMED, Side.VERIFIED) if number % 2 else (Side.CLAIMED,)
        stated += [
            Statement(**said, side=side, value=value, reason="Sesuai.", by=actor.ref, at=at)
            for side in sides
        ]
        proofs += [
            Evidence(
                assessment=assessment, indicator=node.code, input=paper.code, kind="document",
                title="Bukti", file_id=file, effective_on=today, unit="/", attached_by=actor.ref,
                attached_at=at,
            )
            for paper in papers
        ]  # fmt: skip
    for place, proof in enumerate(proofs):
        proof.key = f"bench-{assessment.pk}-{place}"
    Statement.objects.bulk_create(stated)
    Evidence.objects.bulk_create(proofs)


def _pages(entries: int, keys: list[str]) -> list[Figure]:
    from pendopo.domains.people.models import Agency

    session = scene.make_officer(Agency.objects.get(path="/"), "evaluation.view")
    found = []
    with server.serving() as web:
        largest = next(key for key in keys if key.startswith("pemdi"))
        for what, address in (
            (f"score page of {largest} with values and evidence", f"/penilaian/{largest}/"),
            ("list of all instruments with their scores", "/penilaian/"),
        ):
            found.append(_page(web.port, session, entries, what, address))
    return found


def _page(port: int, session: str, entries: int, what: str, address: str) -> Figure:
    request = load.write("GET", address, {"Cookie": scene.cookies(session)})
    asked, seen, bare = _statements(session, address), [], []
    for visit in range(VISITS + 5):
        outcome = load.send(port, [request], connections=1)
        if set(outcome.statuses) != {200}:
            raise RuntimeError(f"{address}: {outcome.statuses}")
        start = time.perf_counter()
        _ask(asked)
        if visit >= 5:
            seen.append(outcome.latencies[0] * 1000)
            bare.append((time.perf_counter() - start) * 1000)
    p95, floor = percentile(seen, 0.95), percentile(bare, 0.95)
    return Figure(
        what=f"{what}, {entries:,} entries behind it, p95",
        figure=f"{p95:.0f} ms (p50 {statistics.median(seen):.0f} ms)",
        floor=f"its {len(asked)} SQL queries {floor:.1f} ms",
        ratio=f"{p95 / floor:.1f}",
        aim=f"≤ {AIM_MS} ms",
        reached=p95 <= AIM_MS,
    )


def _statements(session: str, address: str) -> list[tuple[str, Any]]:
    """Return the SQL that the page runs, as the product sends it to the database."""
    from django.db import connection
    from django.test import Client

    client, asked = Client(SERVER_NAME="127.0.0.1"), []
    client.cookies.load({"sessionid": session, "csrftoken": scene.TOKEN})
    client.get(address)

    def keep(execute: Any, sql: str, values: Any, *rest: Any) -> Any:
        if sql.startswith("SELECT"):
            asked.append((sql, values))
        return execute(sql, values, *rest)

    with connection.execute_wrapper(keep):
        if client.get(address).status_code != 200:
            raise RuntimeError(address)
    return asked


def _ask(asked: list[tuple[str, Any]]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for sql, values in asked:
            cursor.execute(sql, values)
            cursor.fetchall()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
