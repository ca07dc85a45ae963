"""Each test of evaluation has folders of its own and, where asked, a team with an assessment."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pendopo.domains.evaluation.models import Assessment
from pendopo.domains.evaluation.tests import factories
from pendopo.domains.evaluation.tests.factories import Team
from pendopo.kernel import events, hooks
from pendopo.kernel.lake import engine


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, settings) -> None:
    settings.FILES_DIR = tmp_path / "files"
    settings.KEYS_DIR = tmp_path / "keys"


@pytest.fixture
def team(db: None) -> Team:
    factories.load()
    return factories.make_team()


@pytest.fixture
def pemdi(team: Team) -> Assessment:
    assessment = factories.make_assessment(team)
    factories.assign(team, assessment, "P01", "P05", "P19")
    return assessment


@pytest.fixture
def house_lake(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty lake for the events and registers of the house."""
    settings.LAKE_DIR = tmp_path / "lake"
    ours = {name: e for name, e in events.type_of.items() if ".tests." not in e.__module__}
    monkeypatch.setattr(events, "type_of", ours)
    yield
    engine.close()


@pytest.fixture
def lake(house_lake: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty lake for the events of the house alone."""
    monkeypatch.setattr(hooks, "registers", hooks.Hook())
