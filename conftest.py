"""What every test shares: a fixed moment, hypothesis without a stopwatch, a scratch folder."""

import os
import shutil
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

# Two cores shared with a database: a deadline would measure the machine, not the code.
hypothesis_settings.register_profile("local", deadline=None)
# The same commit gives the same verdict in CI; the search goes on at people's desks.
hypothesis_settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_unconfigure() -> None:
    """Remove the folder that tests.settings made for this process."""
    from django.conf import settings

    if scratch := getattr(settings, "SCRATCH", None):
        shutil.rmtree(scratch, ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out on SQLite what only PostgreSQL can do: transactions that write side by side."""
    from django.db import connection

    if connection.vendor == "postgresql":
        return
    only_there = [item for item in items if item.get_closest_marker("postgres")]
    config.hook.pytest_deselected(items=only_there)
    items[:] = [item for item in items if item not in only_there]


@pytest.fixture
def now() -> datetime:
    """Return Thursday 4 June 2026, 10.00 in Batu Bara: a working day without a holiday near."""
    return datetime(2026, 6, 4, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_shelves(settings: Any) -> Iterator[None]:
    """Give each test its own shelves: the database is emptied after it, and so are they.

    Heads that one test published would accuse the next one's ledger of having lost entries.
    """
    place = settings.SCRATCH / "shelves" / uuid.uuid4().hex
    for name in ("FILES", "HEADS", "LAKE", "MAIL"):
        setattr(settings, f"{name}_DIR", place / name.lower())
    yield
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _flush_may_empty_the_ledger() -> None:
    """Let the flush between tests with real transactions pass the ledger's triggers."""
    from pendopo.kernel.ledger.tests import emptying

    emptying.lift_guards_between_tests()
