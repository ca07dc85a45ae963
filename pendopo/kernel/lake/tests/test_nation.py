"""The lakes of 552 governments side by side: both engines give each of them the same numbers.

The small form of `benchmarks.nation`; run with `make test-spark`.
"""

from pathlib import Path
from typing import Any

import pytest

from benchmarks import nation
from pendopo.kernel.lake.tests.test_spark import session

__all__ = ["session"]

pytestmark = [pytest.mark.spark, pytest.mark.django_db]

ENTRIES = 200_000


def test_five_measures_of_every_government_are_the_same_on_both_engines(
    session: Any, tmp_path: Path
) -> None:
    union = nation.write(ENTRIES, 1, tmp_path / "nation")
    ours, _ = nation.on_duckdb(union)
    theirs, _ = nation.on_spark(union, session)
    assert ours == theirs
    assert {len(found) for found in ours} == {nation.GOVERNMENTS}
    entries = sum(rows for rows, _ in (*ours[0].values(), *ours[1].values()))
    assert ENTRIES * 0.99 < entries <= ENTRIES
