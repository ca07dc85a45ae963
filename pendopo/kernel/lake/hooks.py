"""What the lake adds to the house: the worker keeps it fresh, and measures are content."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.core import checks
from django.urls import reverse

from pendopo.kernel import content, hooks
from pendopo.kernel.actor import Actor
from pendopo.kernel.lake import engine_fence, folder, measures, watching, writing
from pendopo.kernel.lake.measures import reading
from pendopo.kernel.lake.measures.schema import MeasurePackage

content.register(
    "measures",
    MeasurePackage,
    main="measure.yaml",
    check=reading.faults,
    together=reading.faults_together,
)

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


@hooks.ticks.fill
def look_each_night(now: datetime) -> None:
    """Compare every file with the manifest, and the manifest with the ledger."""
    watching.look(now)


@hooks.home_cards.fill
def altered_card(actor: Actor) -> Iterator[hooks.HomeCard]:
    """Tell whoever looks after the ledger that the lake is not what was written."""
    if not actor.may("ledger.view"):
        return
    if found := watching.found():
        yield hooks.HomeCard(
            title="Danau data tidak cocok",
            text=f"{found[0]} Angka tidak dihitung dari berkas yang berubah. "
            "Jalankan `pendopo lake check --deep`.",
            address=reverse("ledger:index"),
            action="Lihat buku besar",
            rank=3,
            count=len(found),
        )


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
