"""What a benchmark hands back: one figure beside its floor, and how figures are summed up."""

import json
import math
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

RESULT = "BENCHMARK_RESULT"
"""The file that the parent reads; without it the figures are only printed."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the table; `reached` None where nothing is aimed at."""

    what: str
    figure: str
    floor: str = "–"
    ratio: str = "–"
    aim: str = "–"
    reached: bool | None = None


def report(found: Sequence[Figure]) -> None:
    """Print the figures, and leave them for the parent if there is one."""
    for one in found:
        print("  ".join(str(value) for value in asdict(one).values()))
    if path := os.environ.get(RESULT):
        Path(path).write_text(json.dumps([asdict(one) for one in found]))


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
