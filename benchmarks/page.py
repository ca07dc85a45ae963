"""The page of figures: docs/reference/benchmarks.md, written anew by every run."""

import os
import platform
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.figures import Figure

PATH = Path(__file__).resolve().parent.parent / "docs" / "reference" / "benchmarks.md"

INTRODUCTION = """\
# Benchmarks

Written by `make bench`, which anybody can run (about a quarter of an hour); `make bench-large` does
the same at the size of a province. Every figure stands beside its floor, measured in the same run
and by turns, so that a busy machine disturbs both alike: read the ratio first. No test depends on
a time. What is measured, and how, is said at the head of each file in `benchmarks/`.

- *Case creation*: a filled form with two photographs, posted to the JSON door with its
  Idempotency-Key by signed-in residents, each with a session; limits, checks, sealing of answers,
  ledger entry on. The photographs were uploaded and inspected before. The bare view writes the
  same rows in one transaction and checks nothing.
- *Work list*: every tab, the third page and a filter by turns; one case in ten is open.
- *Letter*: typeset, sealed, signed, stored, registered, beside the two libraries alone.
- *Memory*: after two hundred requests of every kind, with everything that they left delivered.
"""


def write(found: Iterable[tuple[str, Figure]], *, load_before: float) -> str:
    """Write the page from (database, figure); return its table."""
    lines = table(found)
    PATH.write_text(f"{INTRODUCTION}\n{_machine(load_before)}\n\n{lines}\n")
    return lines


def table(found: Iterable[tuple[str, Figure]]) -> str:
    """Return the figures as a Markdown table."""
    return "\n".join(_lines(found))


def _lines(found: Iterable[tuple[str, Figure]]) -> Iterable[str]:
    yield "| What | Database | Figure | Floor | Ratio | Aim | Reached |"
    yield "|---|---|---|---|---|---|---|"
    for database, one in found:
        reached = {None: "–", True: "yes", False: "**no**"}[one.reached]
        cells = (one.what, database, one.figure, one.floor, one.ratio, one.aim, reached)
        yield f"| {' | '.join(cells)} |"


def _machine(load_before: float) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = {
        "Python": platform.python_version(),
        "Django": version("Django"),
        "granian": version("granian"),
        "SQLite": sqlite3.sqlite_version,
        "PostgreSQL": _postgresql(),
    }
    listed = ", ".join(f"{name} {number}" for name, number in versions.items() if number)
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d} (UTC) on {os.cpu_count()} cores"
        f" ({_processor()}) with {memory:.0f} GB, {platform.system()} {platform.machine()}; {listed}."
        f" Load average before the start: {load_before:.1f}."
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else "unknown"


def _postgresql() -> str:
    from benchmarks import databases

    return databases.server_version()
