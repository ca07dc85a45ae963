"""Whoever writes down all that everybody sees, and calculates, finds nobody few."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pendopo.kernel.lake import measures
from pendopo.kernel.lake.hiding import FEWEST
from pendopo.kernel.lake.measures.keeping import NoSuchBreakdown
from pendopo.kernel.lake.measures.publishing import Cell
from pendopo.kernel.lake.models import KeptResult
from pendopo.kernel.lake.tests import tries
from pendopo.kernel.lake.tests.attacker import Attacker
from pendopo.kernel.lake.tests.test_measures import lake  # noqa: F401 - the fixture
from pendopo.kernel.lake.tests.test_publishing import FAMILY, measure

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 9)
OFFICES = {"p": "01", "q": "01", "r": "02", "s": "02", "t": "03", "u": "04"}
"""Which office lies in which district, as everybody knows."""
Kind = tuple[str, bool, bool]
"""An office, in time, more than three days."""
KINDS: list[Kind] = [(o, t, d) for o in OFFICES for t in (True, False) for d in (True, False)]
CODES = (*FAMILY, "try-share")


@pytest.fixture(autouse=True)
def _family(lake: Path) -> None:  # noqa: F811
    for code, (where, value, _) in FAMILY.items():
        tries.load(measure(code, where, value))


def publish(lake: Path, numbers: dict[Kind, int]) -> None:  # noqa: F811
    many = [
        {
            "agency": office,
            "district": OFFICES[office],
            "on_time": on_time,
            "days": 4 if slow else 1,
        }
        for (office, on_time, slow), times in numbers.items()
        for _ in range(times)
    ]
    KeptResult.objects.all().delete()
    days = [tries.closed(seq, date(2026, 6, 2), **own) for seq, own in enumerate(many)]
    tries.write(lake, days)


def somebody() -> Attacker:
    """Return somebody who has read every number, whole and in every part, of every open measure."""
    found = Attacker(KINDS)
    for code in CODES:
        whole = measures.published(code, "2026-06", today=TODAY)
        _read(found, code, whole.total, KINDS)
        for by in ("agency", "district"):
            for cell in _parts(code, by):
                inside = [kind for kind in KINDS if cell.key in (kind[0], OFFICES[kind[0]])]
                _read(found, code, cell, inside)
    return found


def _parts(code: str, by: str) -> tuple[Cell, ...]:
    try:
        return measures.published(code, "2026-06", today=TODAY, breakdown=by).cells
    except NoSuchBreakdown:
        return ()


def _read(found: Attacker, code: str, cell: Cell, inside: list[Kind]) -> None:
    if cell.is_hidden or cell.rows_count is None:
        return
    mine = [kind for kind in inside if _belongs(code, kind)]
    found.learns(mine, cell.rows_count)
    if code == "try-share" and cell.value is not None:
        in_time = round(cell.value * cell.rows_count / 100)
        found.learns([kind for kind in mine if kind[1]], in_time)


def _belongs(code: str, kind: Kind) -> bool:
    row: dict[str, Any] = {"on_time": kind[1], "days": 4 if kind[2] else 1}
    return code not in FAMILY or FAMILY[code][2](row)


def cells() -> dict[str, list[Kind]]:
    """Return everything whose number must not be found where it is few."""
    found = {"": KINDS}
    for office, district in OFFICES.items():
        found[office] = [kind for kind in KINDS if kind[0] == office]
        found.setdefault(district, [kind for kind in KINDS if OFFICES[kind[0]] == district])
    kinds = {
        "late": lambda kind: not kind[1],
        "in time": lambda kind: kind[1],
        "slow": lambda kind: kind[2],
        "quick": lambda kind: not kind[2],
        "slow and late": lambda kind: kind[2] and not kind[1],
        "quick in time": lambda kind: kind[1] and not kind[2],
    }
    some = {
        f"{where} {word}": [kind for kind in inside if fits(kind)]
        for where, inside in found.items()
        for word, fits in kinds.items()
    }
    return found | some


def found_out(numbers: dict[Kind, int]) -> dict[str, int]:
    """Return which few somebody can tell to be few, and not nobody."""
    known = somebody().bounds(cells())
    true = {name: sum(numbers.get(kind, 0) for kind in kinds) for name, kinds in cells().items()}
    assert all(known[name][0] <= true[name] <= known[name][1] for name in true)
    return {name: true[name] for name, (low, high) in known.items() if 0 < low <= high < FEWEST}


numbers = st.dictionaries(
    st.sampled_from(KINDS), st.integers(0, 12) | st.sampled_from([1, 2, 3, 20]), max_size=16
)


@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(numbers)
def test_nobody_few_is_found_by_calculating(lake: Path, numbers: dict[Kind, int]) -> None:  # noqa: F811
    publish(lake, numbers)
    assert found_out(numbers) == {}


def test_a_district_less_its_offices_names_no_office(lake: Path) -> None:  # noqa: F811
    """Office p has 4. Hidden among offices with r, it was district 01 less office q."""
    numbers = {"p": 4, "q": 16, "r": 9, "s": 30, "t": 40, "u": 60}
    publish(lake, {(office, True, False): number for office, number in numbers.items()})
    assert found_out({(office, True, False): number for office, number in numbers.items()}) == {}
    shown = {cell.key: cell.rows_count for cell in _parts("try-out", "district")}
    assert shown == {"01": 20, "02": 39, "03": 40, "04": 60}


def test_the_attacker_can_calculate() -> None:
    somebody = Attacker("abcd")
    somebody.learns("abcd", 30)
    somebody.learns("ab", 12)
    somebody.learns("bc", 20)
    somebody.learns("d", 9)
    found = somebody.bounds({"a": "a", "b": "b", "c": "c", "ac": "ac", "d": "d"})
    assert found == {"a": (1, 1), "b": (11, 11), "c": (9, 9), "ac": (10, 10), "d": (9, 9)}
