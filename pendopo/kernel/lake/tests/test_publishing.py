"""Open measures of one table cannot be taken from one another until somebody few is left."""

from datetime import date
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pendopo.kernel.lake import measures
from pendopo.kernel.lake.hiding import FEWEST
from pendopo.kernel.lake.measures import keeping, publishing
from pendopo.kernel.lake.measures.publishing import Published
from pendopo.kernel.lake.models import KeptResult
from pendopo.kernel.lake.tests import tries
from pendopo.kernel.lake.tests.test_measures import lake  # noqa: F401 - the fixture
from pendopo.kernel.lake.tests.tries import closed

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 9)
Row = dict[str, Any]


def measure(code: str, where: str, value: str, *, breakdowns: str = "[agency, district]") -> str:
    shape = tries.SHARE.replace("try-share", code).replace("[agency, district, month]", breakdowns)
    head, _, tail = shape.partition("value: ")
    return head.replace(":end\n", f":end{where}\n") + "value: " + value + tail[tail.index("\n") :]


SHARE = "100.0 * SUM(CASE WHEN on_time THEN 1 ELSE 0 END) / NULLIF(COUNT(*), 0)"
FAMILY = {
    "try-out": ("", "COUNT(*)", lambda row: True),
    "try-late": (" AND NOT on_time", "COUNT(*)", lambda row: not row["on_time"]),
    "try-slow": (" AND days > 3", "COUNT(*)", lambda row: row["days"] > 3),
}


@pytest.fixture(autouse=True)
def _family(lake: Path) -> None:  # noqa: F811
    for code, (where, value, _) in FAMILY.items():
        tries.load(measure(code, where, value))


cases = st.lists(
    st.tuples(
        st.sampled_from("xyzw"),
        st.sampled_from("abc"),
        st.booleans() | st.just(True) | st.just(True),
        st.integers(0, 5),
        st.integers(1, 9),
    ),
    max_size=14,
)


def _rows(drawn: list[tuple[str, str, bool, int, int]]) -> list[Row]:
    many = [
        {"agency": agency, "district": district, "on_time": on_time, "days": days}
        for agency, district, on_time, days, times in drawn
        for _ in range(times)
    ]
    return [closed(seq, date(2026, 6, 2), **own) for seq, own in enumerate(many)]


@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@example(
    [("x", "a", True, 0, 8), ("x", "b", True, 4, 1), ("x", "a", False, 0, 8),
     ("x", "b", False, 5, 7), ("x", "b", True, 0, 9)]
)  # fmt: skip
@given(cases)
def test_whatever_can_be_taken_from_what_is_open_leaves_nobody_few(
    lake: Path,  # noqa: F811
    drawn: list[tuple[str, str, bool, int, int]],
) -> None:
    rows = _rows(drawn)
    KeptResult.objects.all().delete()
    tries.write(lake, rows)
    found = {code: _published(code) for code in (*FAMILY, "try-share")}
    _no_total_is_few(found)
    for key in {row["district"] for row in rows}:
        _no_difference_is_few(_sets(found, rows, key))
    for one in found.values():
        _no_rest_is_few(one)


def _published(code: str) -> Published:
    return measures.published(code, "2026-06", today=TODAY, breakdown="district")


def _few(count: int) -> bool:
    return 0 < count < FEWEST


def _no_total_is_few(found: dict[str, Published]) -> None:
    totals = {code: one.total.rows_count for code, one in found.items() if not one.total.is_hidden}
    assert not any(_few(count or 0) for count in totals.values())
    if {"try-out", "try-late"} <= totals.keys():
        assert not _few((totals["try-out"] or 0) - (totals["try-late"] or 0))


def _sets(found: dict[str, Published], rows: list[Row], key: str) -> list[frozenset[str]]:
    """Return the sets of records whose size somebody can read off this cell.

    A share of rows counts with its measure's rows alone: that all slow ones were in time here is
    chance, and nobody outside can know it.
    """
    here = [row for row in rows if row["district"] == key]
    known = []
    for code, one in found.items():
        cell = next((cell for cell in one.cells if cell.key == key), None)
        if cell is None or cell.is_hidden:
            continue
        belongs = FAMILY[code][2] if code in FAMILY else FAMILY["try-out"][2]
        mine = [row for row in here if belongs(row)]
        assert cell.rows_count == len(mine)
        known.append(frozenset(row["entry_id"] for row in mine))
        if code == "try-share":
            in_time = sum(row["on_time"] for row in mine)
            assert not _few(in_time)
            assert not _few(len(mine) - in_time)
    return known


def _no_difference_is_few(known: list[frozenset[str]]) -> None:
    assert not any(_few(len(one)) for one in known)
    for wide, narrow in permutations(known, 2):
        if narrow <= wide:
            assert not _few(len(wide - narrow))


def _no_rest_is_few(one: Published) -> None:
    """Take the shown cells from the total: what is left over is nobody, or enough."""
    if one.total.is_hidden or one.is_withheld:
        return
    shown = sum(cell.rows_count or 0 for cell in one.cells if not cell.is_hidden)
    assert not _few((one.total.rows_count or 0) - shown)


def test_a_percentage_of_nearly_all_is_hidden_with_the_few_it_leaves(lake: Path) -> None:  # noqa: F811
    rows = [closed(n, date(2026, 6, 2), on_time=n > 1, days=1) for n in range(1000)]
    tries.write(lake, rows)
    assert measures.value("try-share", "2026-06").number == Fraction(998, 10)
    for code in ("try-share", "try-late"):
        assert measures.published(code, "2026-06", today=TODAY).total.is_hidden
    total = measures.published("try-out", "2026-06", today=TODAY).total
    assert (total.value, total.is_hidden) == (1000, False)


def test_a_narrow_measure_is_not_split_where_it_would_empty_the_map_of_a_wide_one(
    lake: Path,  # noqa: F811
) -> None:
    """Every district has a few late ones: their map is not worth that of all that ended."""
    rows = [
        closed(seq, date(2026, 6, 2), district=district, days=1, on_time=place > 1)
        for seq, (district, place) in enumerate((d, p) for d in "uvwxyz" for p in range(20))
    ]
    tries.write(lake, rows)
    out, late = _published("try-out"), _published("try-late")
    assert [cell.rows_count for cell in out.cells] == [20] * 6
    assert (late.is_withheld, late.cells, late.total.value) == (True, (), 12)


def test_open_measures_are_asked_for_together(lake: Path) -> None:  # noqa: F811
    tries.write(lake, _rows([("x", "a", True, 1, 9), ("y", "b", False, 5, 9)]))
    codes = [one.code for one in measures.open_measures(on=TODAY)]
    assert codes == ["try-late", "try-out", "try-share", "try-slow"]
    wide = keeping.value("try-out", "2026-06").shape
    narrow = keeping.value("try-slow", "2026-06").shape
    assert narrow.is_within(wide)
    assert not wide.is_within(narrow)
    assert Fraction(1, 3) == publishing.MOST_HIDDEN
