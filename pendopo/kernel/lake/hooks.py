"""What the lake adds to the house: the worker keeps it fresh, and measures are content."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.core import checks

from pendopo.kernel import content, hooks
from pendopo.kernel.lake import engine_fence, folder, measures, writing
from pendopo.kernel.lake.measures import reading
from pendopo.kernel.lake.measures.schema import MeasurePackage

content.register("measures", MeasurePackage, main="measure.yaml", check=reading.faults)

TURN_SECONDS = 10.0
"""How long one round of the worker may write; building a large lake anew takes several."""


@hooks.ticks.fill
def keep_fresh(now: datetime) -> None:
    """Take in what was sealed since the last round, and merge small files."""
    # Another worker, or somebody at the command line, is at it already.
    with suppress(folder.LakeBusy):
        writing.refresh_for(TURN_SECONDS, now=now)
        writing.compact(now=now)


@hooks.ticks.fill
def keep_measures(now: datetime) -> None:
    """Compute again what rests on files that have changed."""
    measures.refresh(now=now, seconds=TURN_SECONDS)


@checks.register()
def fence_stands(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    """Say which fences of the system the engine has to do without."""
    return [
        checks.Info(
            f"This system offers no {name} to the engine that answers measures.",
            hint="Linux 5.13 or newer has it; a container must be allowed to use it.",
            id="lake.I001",
        )
        for name in engine_fence.missing()
    ]
