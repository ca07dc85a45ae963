"""A small pack, put together anew for each test."""

from pathlib import Path

import pytest

from pendopo.pack.tests import making
from pendopo.pack.tests.making import Making


@pytest.fixture
def pack(tmp_path: Path) -> Making:
    return making.small(tmp_path)
