"""Each test of evaluation has folders of its own and, where asked, a team with an assessment."""

from pathlib import Path

import pytest

from pendopo.domains.evaluation.models import Assessment
from pendopo.domains.evaluation.tests import factories
from pendopo.domains.evaluation.tests.factories import Team


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, settings) -> None:
    settings.FILES_DIR = tmp_path / "files"
    settings.KEYS_DIR = tmp_path / "keys"
    # Signing takes a snapshot, which the key of the heads signs; packs are put together below.
    settings.HEADS_DIR = tmp_path / "heads"
    settings.DATA_DIR = tmp_path


@pytest.fixture
def team(db: None) -> Team:
    factories.load()
    return factories.make_team()


@pytest.fixture
def pemdi(team: Team) -> Assessment:
    assessment = factories.make_assessment(team)
    factories.assign(team, assessment, "P01", "P05", "P19")
    return assessment
