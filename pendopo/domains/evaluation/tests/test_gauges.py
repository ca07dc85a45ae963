"""Scores for a wall: the same numbers as on the score page, drawn again only when something moved."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from django.conf import settings as project

from pendopo.domains.evaluation import actions, hooks, queries
from pendopo.domains.evaluation.models import Assessment
from pendopo.domains.evaluation.queries import _gauges
from pendopo.domains.evaluation.rules import wording
from pendopo.domains.evaluation.tests.factories import NOW, Team
from pendopo.domains.evaluation.views import presenting
from pendopo.kernel import rounding
from pendopo.kernel.actor import ANONYMOUS
from pendopo.kernel.content import checking, kind_of, library
from pendopo.kernel.lake.models import KeptResult

TODAY = date(2026, 6, 8)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_drawn(settings, tmp_path):
    settings.LAKE_DIR = tmp_path / "lake"
    _gauges._drawn.clear()


def verify(team: Team, assessment: Assessment, value: str) -> None:
    actions.verify_value(
        assessment=assessment,
        indicator="P01",
        parts={"value": value},
        reason="Dokumen lengkap.",
        actor=team.actor("assessor"),
        now=NOW,
    )


def test_a_gauge_says_what_the_score_page_says(team: Team, pemdi: Assessment) -> None:
    actor = team.actor("coordinator")
    actions.set_target(assessment=pemdi, target=Decimal("3.5"), actor=actor, now=NOW)
    verify(team, pemdi, "3.1")
    pemdi.refresh_from_db()
    (gauge,) = queries.gauges(TODAY)
    score = queries.score_of(pemdi, today=TODAY)
    assert gauge.value == presenting.head(pemdi, score).value
    assert (gauge.target, gauge.gap) == ("3,50", presenting.head(pemdi, score).gap)
    assert gauge.band == presenting.head(pemdi, score).band
    assert (gauge.target_share, gauge.is_settled) == (62.5, False)
    assert gauge.address == f"/penilaian/{pemdi.key}/"


@pytest.mark.parametrize(
    ("exact", "target", "said"),
    [
        ("122/110", "3.5", "2,39"),
        ("1109/1000", "3.5", "2,39"),
        ("11051/10000", "3.5", "2,39"),
        ("24951/10000", "2.5", "<0,01"),
        ("5/2", "2.5", ""),
        ("3", "2.5", ""),
    ],
)
def test_value_and_gap_add_up_to_the_target(exact: str, target: str, said: str) -> None:
    index = Fraction(exact)
    assert wording.gap(rounding.half_up(index, 2), index, Decimal(target)) == said


def test_a_step_is_seen_at_once_and_nothing_is_computed_without_one(
    team: Team, pemdi: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = queries.gauges(TODAY)
    verify(team, pemdi, "5")
    after = queries.gauges(TODAY)
    assert after[0].value != before[0].value
    monkeypatch.setattr(_gauges, "_gauge", lambda *_: pytest.fail("it was computed again"))
    assert queries.gauges(TODAY) == after


def test_a_score_whose_measures_are_not_counted_says_so(team: Team, monkeypatch) -> None:
    kind = kind_of("measures")
    for folder in sorted((Path(project.CONTENT_DIR) / "measures").iterdir()):
        found = checking.check(kind, folder.name, checking.read_folder(folder, kind))
        library.load(found, now=NOW)
    actor = team.actor("coordinator")
    actions.open_assessment(code="ikm", period="2026", actor=actor, now=NOW)
    (gauge,) = queries.gauges(TODAY)
    assert (gauge.value, gauge.state) == ("", "Sedang dihitung")
    assert KeptResult.objects.count() == 0


def test_the_door_of_a_score_is_for_whoever_may_open_it(team: Team, pemdi: Assessment) -> None:
    (mine,) = hooks.gauges(TODAY, team.actor("officer"))
    assert mine.address == f"/penilaian/{pemdi.key}/"
    (shut,) = hooks.gauges(TODAY, ANONYMOUS)
    assert (shut.title, shut.address) == (mine.title, "")
