"""Run every benchmark in turn, print one table, and write docs/reference/benchmarks.md.

    make bench                                  # both databases
    .venv/bin/python -m benchmarks              # SQLite only
    .venv/bin/python -m benchmarks work_list    # those named; the page is left as it is
    .venv/bin/python -m benchmarks --large      # at the size of a province

Each runs in a process of its own on an empty database; one that fails is said so in the table, the
others go on, and the exit code is 1.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import databases, figures, page

HOUR = 3600
FAILED = "failed"


@dataclass(frozen=True)
class Benchmark:
    """A module, its arguments at either scale, and whether the database matters to it."""

    name: str
    arguments: tuple[str, ...] | None = ()
    large: tuple[str, ...] | None = ()
    everywhere: bool = True


ALL = (
    Benchmark("case_creation"),
    Benchmark("work_list", large=("1000000",)),
    Benchmark("letters", large=("500",)),
    Benchmark("ledger"),
    Benchmark("verification", arguments=None, large=("5000000",)),
    Benchmark("lake", large=("100000",)),
    Benchmark("scores"),
    Benchmark("nation", arguments=None, large=("10000000",), everywhere=False),
    Benchmark("pack", large=("1000000",), everywhere=False),
    Benchmark("first_visit", everywhere=False),
    Benchmark("memory"),
)


def main() -> int:
    options = _options()
    load_before, found = os.getloadavg()[0], []
    chosen = [one for one in ALL if not options.names or one.name in options.names]
    for benchmark in chosen:
        arguments = benchmark.large if options.large else benchmark.arguments
        if arguments is not None:
            found += _everywhere(benchmark, arguments)
    whole = not options.names and not options.large
    print(page.write(found, load_before=load_before) if whole else page.table(found))
    return int(any(one.figure == FAILED for _, one in found))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--large", action="store_true")
    options = parser.parse_args()
    if unknown := set(options.names) - {one.name for one in ALL}:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    return options


def _everywhere(
    benchmark: Benchmark, arguments: tuple[str, ...]
) -> Iterator[tuple[str, figures.Figure]]:
    for kind in databases.kinds() if benchmark.everywhere else (databases.SQLITE,):
        start = time.monotonic()
        print(f"{benchmark.name} on {kind} …", end=" ", file=sys.stderr, flush=True)
        with databases.fresh(kind, benchmark.name) as address:
            results = _run(benchmark.name, arguments, address)
        print(f"{time.monotonic() - start:.0f} s", file=sys.stderr)
        yield from ((kind, one) for one in results)


def _run(name: str, arguments: tuple[str, ...], address: str) -> list[figures.Figure]:
    with tempfile.NamedTemporaryFile() as result:
        done = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{name}", *arguments],
            env={**_environment(), "PENDOPO_DATABASE": address, figures.RESULT: result.name},
            capture_output=True,
            text=True,
            timeout=6 * HOUR,
            check=False,
        )
        text = Path(result.name).read_text()
    if done.returncode or not text:
        print(done.stdout[-2000:], done.stderr[-4000:], file=sys.stderr)
        return [figures.Figure(what=name, figure=FAILED, reached=False)]
    return [figures.Figure(**values) for values in json.loads(text)]


def _environment() -> dict[str, str]:
    """Leave out what a person's shell says of their own installation."""
    return {name: text for name, text in os.environ.items() if not name.startswith("PENDOPO_")}


if __name__ == "__main__":
    sys.exit(main())
