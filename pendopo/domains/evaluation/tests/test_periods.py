"""Periods have ends, and evidence does not hold for ever."""

from datetime import date

import pytest

from pendopo.domains.evaluation import rules
from pendopo.domains.evaluation.tests import shipped


def test_a_semester_ends_where_the_next_begins() -> None:
    assert rules.period("2026-S1").end == date(2026, 6, 30)
    assert rules.period("2026-S2").start == date(2026, 7, 1)
    assert rules.in_words(rules.period("2026-S2")) == "Semester 2 2026"
    assert rules.in_words(rules.period("2026")) == "Tahun 2026"


@pytest.mark.parametrize("text", ["", "1999", "2026-S3", "2026-1", "26", "2026-S1x"])
def test_anything_else_is_no_period(text: str) -> None:
    with pytest.raises(rules.BadPeriod):
        rules.period(text)


@pytest.mark.parametrize(
    ("code", "text", "fits"),
    [
        ("spbe-2020", "2024", True),
        ("spbe-2020", "2026", True),
        ("spbe-2020", "2027", False),
        ("pemdi-2026", "2025", False),
        ("pemdi-2026", "2026", True),
        ("pemdi-2026", "2026-S1", False),
        ("ietpd", "2026-S1", True),
        ("ietpd", "2026", False),
    ],
)
def test_an_instrument_scores_only_periods_of_its_own_time(
    code: str, text: str, *, fits: bool
) -> None:
    what = shipped.instrument(code)
    if fits:
        rules.check_period(what, rules.period(text))
    else:
        with pytest.raises(rules.BadPeriod):
            rules.check_period(what, rules.period(text))


def test_a_document_holds_for_so_many_months_and_ends_the_day_before() -> None:
    assert rules.expiry(date(2026, 3, 15), 24) == date(2028, 3, 14)
    assert rules.expiry(date(2026, 1, 31), 1) == date(2026, 2, 27)
    assert rules.expiry(date(2026, 1, 1), None) is None


def test_evidence_has_to_hold_at_the_end_of_the_period_or_today_before_that() -> None:
    year = rules.period("2026")
    assert rules.looked_at_on(year, today=date(2026, 6, 4)) == date(2026, 6, 4)
    assert rules.looked_at_on(year, today=date(2027, 6, 4)) == date(2026, 12, 31)
