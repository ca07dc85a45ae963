"""The number is exact until it is shown."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pendopo.kernel import rounding
from pendopo.kernel.lake.measures import formula
from pendopo.kernel.lake.tables import ColumnType

COLUMNS = {"days": ColumnType.INTEGER, "cost": ColumnType.MONEY}


@pytest.mark.parametrize(
    ("value", "terms", "number"),
    [
        ("COUNT(*)", [7], Fraction(7)),
        ("100.0 * SUM(days) / NULLIF(COUNT(*), 0)", [1, 3], Fraction(100, 3)),
        ("SUM(days) / NULLIF(COUNT(*), 0)", [None, 0], None),
        ("SUM(days) / COUNT(*)", [5, 0], None),
        ("COALESCE(SUM(days), 0) - COUNT(*)", [None, 2], Fraction(-2)),
        ("AVG(days)", [7, 2], Fraction(7, 2)),
        ("-(SUM(cost) + 0.5) * 2", [10], Fraction(-21)),
        ("SUM(days) + SUM(days)", [4], Fraction(8)),
    ],
)
def test_a_number_is_made_of_its_terms(
    value: str, terms: list[int | None], number: Fraction | None
) -> None:
    assert formula.read(value, COLUMNS).number(terms) == number


def test_the_third_of_three_thirds_loses_nothing() -> None:
    third = formula.read("SUM(days) / COUNT(*)", COLUMNS).number([1, 3])
    assert third is not None
    assert third * 3 == 1


@given(st.fractions(), st.integers(0, 6))
@example(Fraction(3 * 10**40 + 1, 2), 0)
@example(Fraction(-1, 10**9), 2)
def test_rounding_is_to_the_nearest_and_half_away_from_nothing(
    number: Fraction, decimals: int
) -> None:
    shown = rounding.half_up(number, decimals)
    assert shown is not None
    gap = abs(Fraction(shown) - number) * 10**decimals
    assert gap <= Fraction(1, 2)
    assert gap < Fraction(1, 2) or abs(Fraction(shown)) > abs(number)


def test_nothing_is_shown_as_nothing() -> None:
    assert rounding.half_up(Fraction(0), 2) == Decimal("0.00")


@pytest.mark.parametrize(
    ("value", "shares", "distinct"),
    [
        ("COUNT(*)", (), ()),
        ("SUM(CASE WHEN days > 1 THEN 1 ELSE 0 END) / NULLIF(COUNT(*), 0)", (0,), ()),
        ("COUNT(*) - COUNT(cost)", (1,), ()),
        ("SUM(CAST(days > 1 AS BIGINT))", (0,), ()),
        ("SUM(days) + COUNT(DISTINCT cost)", (), (1,)),
        ("SUM(CASE WHEN days > 1 THEN cost ELSE 0 END)", (), ()),
        ("SUM(CASE WHEN days > 1 THEN 1 END)", (0,), ()),
    ],
)
def test_a_formula_knows_which_terms_count_some_of_the_rows(
    value: str, shares: tuple[int, ...], distinct: tuple[int, ...]
) -> None:
    found = formula.read(value, COLUMNS)
    assert (found.shares, found.distinct) == (shares, distinct)
