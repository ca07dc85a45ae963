"""A lake of its own for each test, and only the house's events and the marbles in it."""

from pathlib import Path

import pytest

from pendopo.kernel import events, hooks
from pendopo.kernel.lake.tests import marbles


@pytest.fixture(autouse=True)
def lake(settings, tmp_path) -> Path:
    settings.LAKE_DIR = tmp_path / "lake"
    return settings.LAKE_DIR


@pytest.fixture(autouse=True)
def only_marbles_and_the_house(monkeypatch) -> None:
    """Which other tests were imported before must not change the shape of the lake."""
    ours = {
        name: event
        for name, event in events.type_of.items()
        if ".tests." not in event.__module__ or event.__module__ == marbles.__name__
    }
    monkeypatch.setattr(events, "type_of", ours)


@pytest.fixture
def no_registers(monkeypatch) -> None:
    monkeypatch.setattr(hooks, "registers", hooks.Hook())
