"""One side of `benchmarks.scores`, in a process of its own: ours, or the same numbers by hand.

    python -m benchmarks.counting ours|by-hand FOLDER

Ours leaves in the folder which results it kept; by hand answers exactly those.
"""

import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

BEGAN = time.perf_counter()


def ours(place: Path) -> None:
    """Count, keep and score everything, from nothing kept."""
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pendopo.project.settings")
    django.setup()
    from django.utils import timezone

    from pendopo.domains.evaluation import queries
    from pendopo.kernel.lake import measures
    from pendopo.kernel.lake.models import KeptResult
    from pendopo.shell import government

    KeptResult.objects.all().delete()
    started, now = time.perf_counter(), timezone.now()
    results = measures.refresh(now=now, seconds=3600)
    counted, today = time.perf_counter(), government.local_date(now)
    newest = {one.instrument: one for one in reversed(queries.assessments())}
    scores = queries.scores_of(newest.values(), today=today)
    scored = time.perf_counter()
    told = {
        "started": started - BEGAN,
        "counted": counted - started,
        "scored": scored - counted,
        "results": results,
        "measures": len(measures.all_measures(on=today)),
        "instruments": len(scores),
    }
    # What follows is for the comparison and not part of the figure.
    print("done", flush=True)
    told["numbers"], told["wanted"] = _kept()
    (place / "ours.json").write_text(json.dumps(told))


def _kept() -> tuple[list[list[Any]], dict[str, dict[str, list[tuple[str, str, str]]]]]:
    from pendopo.kernel import periods
    from pendopo.kernel.lake import measures
    from pendopo.kernel.lake.measures import storing
    from pendopo.kernel.lake.models import KeptResult

    numbers: list[list[Any]] = []
    wanted: dict[str, dict[str, list[tuple[str, str, str]]]] = defaultdict(dict)
    for row in sorted(KeptResult.objects.all(), key=lambda one: periods.read(one.period).start):
        period = periods.read(row.period)
        measure = measures.measure(row.code, period)
        if measure.period != period.span:
            continue
        days = (row.period, str(period.start), str(period.end))
        wanted[row.code].setdefault(row.breakdown, []).append(days)
        for part in storing.parts(row):
            is_told = part.rows >= measure.fewest or not part.rows
            value = float(part.number) if is_told and part.number is not None else None
            numbers.append([row.code, row.period, row.breakdown, part.key, value])
    return numbers, wanted


def by_hand(place: Path) -> None:
    """Answer the same with plain DuckDB."""
    import duckdb

    from benchmarks import by_hand

    told = json.loads((place / "ours.json").read_text())
    lake = place / "lake"
    listed = json.loads((lake / "manifest.json").read_text())["files"]
    paths: dict[str, list[str]] = defaultdict(list)
    for file in listed:
        paths[file["table"]].append(str(lake / file["path"]))
    with duckdb.connect() as db:
        db.execute("SET threads = 2")
        for table, files in paths.items():
            db.execute(
                f"CREATE VIEW {table} AS FROM read_parquet({files}, hive_partitioning=false)"
            )
        found = by_hand.run(db, told["wanted"])
    print("done", flush=True)
    numbers = [[*place, number] for place, number in found.items()]
    statements = sum(len(splits) for splits in told["wanted"].values())
    (place / "by-hand.json").write_text(json.dumps({"numbers": numbers, "statements": statements}))


if __name__ == "__main__":
    {"ours": ours, "by-hand": by_hand}[sys.argv[1]](Path(sys.argv[2]))
