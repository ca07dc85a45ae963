"""Each test of evaluation has folders of its own and, where asked, a team with an assessment."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from pendopo.domains.evaluation import rules
from pendopo.domains.evaluation.models import Assessment
from pendopo.domains.evaluation.queries import measuring
from pendopo.domains.evaluation.tests import factories
from pendopo.domains.evaluation.tests.factories import Team
from pendopo.kernel import events, hooks
from pendopo.kernel.lake import engine


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, settings) -> None:
    settings.FILES_DIR = tmp_path / "files"
    settings.KEYS_DIR = tmp_path / "keys"
    # Signing takes a snapshot, which the key of the heads signs; packs are put together below.
    settings.HEADS_DIR = tmp_path / "heads"
    settings.DATA_DIR = tmp_path


@dataclass
class Lake:
    """What the measures say: code → (value, rows, rows of the first agency), to be changed."""

    known: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    asked: int = 0

    def read(self, measure: str, period: rules.Period) -> measuring.Reading | None:
        return self.read_all([measure], period).get(measure)

    def read_all(self, codes: Iterable[str], period: rules.Period) -> dict[str, measuring.Reading]:
        self.asked += 1
        found = {code: self._reading(code) for code in codes}
        return {code: reading for code, reading in found.items() if reading is not None}

    def read_periods(
        self, asked: Mapping[rules.Period, Iterable[str]]
    ) -> dict[rules.Period, dict[str, measuring.Reading]]:
        return {period: self.read_all(codes, period) for period, codes in asked.items()}

    def _reading(self, measure: str) -> measuring.Reading | None:
        if measure not in self.known:
            return None
        value, rows, _ = self.known[measure]
        number = Decimal(value)
        return measuring.Reading(
            measure=measure,
            number=Fraction(number),
            value=number,
            rows=rows,
            version=1,
            watermark=rows,
        )

    def rows_of_agencies(self, measure: str, period: rules.Period) -> dict[str, int] | None:
        self.asked += 1
        known = self.known.get(measure)
        return {"dinas-kominfo": known[2]} if known else None


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> Lake:
    """Let measures say what a test says, without an engine."""
    lake = Lake()
    monkeypatch.setattr(measuring, "read", lake.read)
    monkeypatch.setattr(measuring, "read_all", lake.read_all)
    monkeypatch.setattr(measuring, "read_periods", lake.read_periods)
    monkeypatch.setattr(measuring, "rows_of_agencies", lake.rows_of_agencies)
    monkeypatch.setattr(measuring, "take_split", lambda codes, column: None)
    return lake


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
