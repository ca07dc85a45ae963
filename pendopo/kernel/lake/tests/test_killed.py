"""A writer that is killed at any moment leaves the old state or the new one, whole."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from pendopo.kernel.lake import folder, inspection, manifest, writing
from pendopo.kernel.lake.tests.marbles import contents, lake, record, seal_sold, sold, state
from pendopo.kernel.ledger import sealing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_registers")]

HOUSE = Path(__file__).parents[4]


@pytest.mark.parametrize(
    ("verb", "point"),
    [
        ("refresh", "first-file"),
        ("refresh", "between-files-and-manifest"),
        ("refresh", "second-manifest"),
        ("refresh", "after-manifest"),
        ("rebuild", "second-manifest"),
        ("rebuild", "tidying"),
        ("compact", "between-files-and-manifest"),
    ],
)
def test_the_lake_is_whole_after_a_kill_and_goes_on(now, verb, point):
    for number in (1, 2):
        record([(sold(now, number), now)])
        sealing.seal(now)
        writing.refresh(now=now)
    before, said = state(), contents()
    seal_sold(3, now)
    _kill(verb, point)
    after = state()
    assert all((lake() / file.path).exists() for file in after.files)
    if point != "after-manifest" and (verb, point) != ("refresh", "second-manifest"):
        assert after == before
        assert contents() == said
    assert after.seq in {2, 3}
    # The next turn takes in the rest, and nothing of the dead one's drafts is left.
    later = now + manifest.GRACE + timedelta(hours=1)
    assert writing.refresh(now=later).seq == 5
    assert inspection.check_deeply() == []
    assert {path.name for path in lake().iterdir()} == {"lock", "manifest.json", "g0001"}
    grown = contents()
    writing.rebuild(now=later)
    assert contents() == grown
    assert folder.stored() == state().paths()


def _kill(verb: str, point: str) -> None:
    environment = os.environ | {
        "PENDOPO_DATABASE": _address(),
        "PENDOPO_DATA": str(settings.SCRATCH),
        "PENDOPO_LAKE": str(lake()),
    }
    command = [sys.executable, "-m", "pendopo.kernel.lake.tests.killed_writer", verb, point]
    writer = subprocess.run(command, env=environment, cwd=HOUSE, capture_output=True, check=False)
    assert writer.returncode == -signal.SIGKILL, writer.stderr.decode()


def _address() -> str:
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{at['NAME']}"
    password = f":{at['PASSWORD']}" if at["PASSWORD"] else ""
    host = at["HOST"].replace("/", "%2F")
    return f"postgresql://{at['USER']}{password}@{host}:{at['PORT']}/{at['NAME']}"
