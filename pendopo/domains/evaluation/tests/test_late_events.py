"""Whatever comes late or twice: the live number is a fresh count, and a snapshot stays what it was."""

import itertools
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pendopo.domains.evaluation import actions, queries
from pendopo.domains.evaluation.models import Assessment, Pack, PackState, Snapshot
from pendopo.domains.evaluation.tests import factories, lakes
from pendopo.domains.evaluation.tests.factories import NOW, Team
from pendopo.domains.evaluation.tests.test_measuring import answer, load_measures
from pendopo.domains.evaluation.tests.test_vectors import VECTORS
from pendopo.kernel.actor import system
from pendopo.kernel.files import store
from pendopo.kernel.lake import measures, writing
from pendopo.kernel.lake.models import KeptResult
from pendopo.kernel.ledger import book, sealing
from pendopo.pack import verifier

pytestmark = pytest.mark.django_db
CODES = [f"survey-u{number}" for number in range(1, 10)]
# docs/reference/pack.md: made_at and the head are of the moment at which a pack was built.
OF_THE_MOMENT = {"manifest.json", "manifest.sig", "head.json", "proof.bin"}
# An extra head is published an hour after the last at the earliest.
hours = itertools.count(2, 2)

Step = tuple[str, int, int]
steps = st.lists(
    st.tuples(
        st.sampled_from(["late", "refresh", "again", "rebuild", "count"]),
        st.integers(1, 4),
        st.integers(0, 150),
    ),
    min_size=2,
    max_size=6,
)


@pytest.fixture
def ikm(team: Team, lake: None) -> Iterator[Assessment]:
    with time_machine.travel(NOW, tick=False):
        load_measures()
        made = factories.make_assessment(team, "ikm", "2026")
        answer(29, VECTORS["ikm"]["totals"])
        yield made


def do(step: Step) -> None:
    kind, score, days = step
    if kind == "late":
        with transaction.atomic():
            at = NOW - timedelta(days=days)
            book.record(lakes.answered("dinas-kominfo", score), actor=system("test"), at=at)
        sealing.seal(NOW)
    elif kind == "rebuild":
        writing.rebuild(now=NOW)
    elif kind == "count":
        measures.refresh(now=NOW, seconds=30)
    else:
        for _ in range(1 + (kind == "again")):
            writing.refresh(now=NOW)


def numbers() -> list[measures.Measured]:
    return [measures.value(code, "2026") for code in CODES]


def packed(snapshot: Snapshot, folder: Path) -> dict[str, bytes]:
    """Build the pack of a snapshot anew and return its files; it verifies."""
    Pack.objects.filter(snapshot=snapshot).update(state=PackState.BUILDING, file=None, done=0)
    sealing.seal(NOW)
    actions.build_packs(now=NOW + timedelta(hours=next(hours)), seconds=60)
    pack = Pack.objects.get(snapshot=snapshot)
    assert (pack.state, pack.trouble) == (PackState.READY, "")
    assert pack.file is not None
    path = folder / "paket.zip"
    path.write_bytes(store.read(pack.file))
    verifier.verify(path)
    with zipfile.ZipFile(path) as found:
        return {name: found.read(name) for name in found.namelist()}


@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(given_steps=steps)
def test_what_comes_late_or_twice_moves_only_what_is_live(
    team: Team, ikm: Assessment, tmp_path: Path, given_steps: list[Step]
) -> None:
    writing.refresh(now=NOW)
    snapshot = actions.take_snapshot(assessment=ikm, actor=team.actor("coordinator"), now=NOW)
    text, exact = snapshot.statement, queries.score_of_snapshot(snapshot).exact
    before = packed(snapshot, tmp_path)
    for step in [*given_steps, ("late", 1, 30), ("refresh", 1, 0)]:
        do(step)
    measures.refresh(now=NOW, seconds=60)
    live = numbers()
    writing.rebuild(now=NOW)
    KeptResult.objects.all().delete()
    fresh = numbers()
    assert [(one.number, one.rows_count) for one in live] == [
        (one.number, one.rows_count) for one in fresh
    ]
    assert live[0].rows_count > snapshot.said["measures"][0]["rows"]
    kept = Snapshot.objects.get(pk=snapshot.pk)
    assert kept.statement == text
    assert queries.is_genuine(kept)
    assert queries.score_of_snapshot(kept).exact == exact
    after = packed(snapshot, tmp_path)
    assert before.keys() == after.keys()
    assert {name for name in before if before[name] != after[name]} <= OF_THE_MOMENT
