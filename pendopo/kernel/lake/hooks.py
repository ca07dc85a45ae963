"""What the lake adds to the house: the worker keeps it fresh."""

from contextlib import suppress
from datetime import datetime

from pendopo.kernel import hooks
from pendopo.kernel.lake import folder, writing

TURN_SECONDS = 10.0
"""How long one round of the worker may write; building a large lake anew takes several."""


@hooks.ticks.fill
def keep_fresh(now: datetime) -> None:
    """Take in what was sealed since the last round, and merge small files."""
    # Another worker, or somebody at the command line, is at it already.
    with suppress(folder.LakeBusy):
        writing.refresh_for(TURN_SECONDS, now=now)
        writing.compact(now=now)
