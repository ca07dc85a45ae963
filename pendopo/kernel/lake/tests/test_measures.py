"""A number and its rows never disagree."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from pendopo.kernel import events, hooks, periods
from pendopo.kernel.lake import engine, measures
from pendopo.kernel.lake.measures import checking, counting, keeping, running, translating
from pendopo.kernel.lake.models import KeptResult
from pendopo.kernel.lake.tests import recomputing, tries
from pendopo.kernel.lake.tests.tries import closed

pytestmark = pytest.mark.django_db

JUNE = [
    closed(0, date(2026, 6, 1), agency="x", district="12.19.01"),
    closed(1, date(2026, 6, 2), agency="x", district="12.19.02", on_time=False),
    closed(2, date(2026, 6, 30), agency="y", days=5),
    closed(3, date(2026, 7, 1), agency="y", on_time=False),
]


@pytest.fixture(autouse=True)
def lake(
    tmp_path: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    only_marbles_and_the_house: None,
) -> Iterator[Path]:
    settings.LAKE_DIR = tmp_path / "lake"
    monkeypatch.setitem(events.type_of, tries.TryClosed.name, tries.TryClosed)
    monkeypatch.setattr(hooks.registers, "_fillers", [*hooks.registers, lambda: [tries.SERVICES]])
    checking._question.cache_clear()
    tries.load(tries.SHARE)
    tries.load(tries.MEAN)
    yield settings.LAKE_DIR
    engine.close()
    checking._question.cache_clear()


def test_a_share_says_what_it_was_made_of(lake: Path) -> None:
    tries.write(lake, JUNE)
    found = measures.value("try-share", "2026-06")
    assert found.value == Decimal("66.7")
    assert found.number == Fraction(200, 3)
    assert (found.rows_count, found.watermark, found.version) == (3, 4, 1)


def test_a_breakdown_is_the_same_number_in_parts(lake: Path) -> None:
    tries.write(lake, JUNE)
    groups = measures.value("try-share", "2026-06", breakdown="district").groups
    assert [(group.key, group.rows_count, group.value) for group in groups] == [
        ("12.19.01", 1, Decimal("100.0")),
        ("12.19.02", 1, Decimal("0.0")),
        (None, 1, Decimal("100.0")),
    ]


def test_nothing_to_divide_by_is_no_number(lake: Path) -> None:
    tries.write(lake, JUNE)
    found = measures.value("try-share", "2026-05")
    assert (found.value, found.number, found.rows_count) == (None, None, 0)


def test_without_a_lake_there_are_no_rows() -> None:
    assert measures.value("try-share", "2026-06").rows_count == 0
    assert measures.rows("try-share", "2026-06").total == 0


def test_rows_are_paged_and_filtered(lake: Path) -> None:
    tries.write(lake, JUNE)
    second = measures.rows("try-share", "2026-06", page=2, size=2)
    assert (second.total, len(second.rows)) == (3, 1)
    assert dict(zip([name for name, _ in second.columns], second.rows[0], strict=True))["seq"] == 2
    late = measures.rows("try-share", "2026-06", where={"on_time": ["tidak"], "agency": ["x", "y"]})
    assert late.total == 1
    assert measures.rows("try-share", "2026-06", where={"agency": []}).total == 0


@pytest.mark.parametrize(
    "where",
    [
        {"nik": ["1"]},
        {"days": ["many"]},
        {"occurred_on": ["yesterday"]},
        {"on_time": ["perhaps"]},
        {"agency; DROP": ["x"]},
    ],
)
def test_a_filter_that_fits_no_column_is_refused(lake: Path, where: dict[str, list[str]]) -> None:
    with pytest.raises(translating.BadFilter):
        measures.rows("try-share", "2026-06", where=where)


def test_a_filter_is_a_value_and_never_sql(lake: Path) -> None:
    tries.write(lake, JUNE)
    assert measures.rows("try-share", "2026-06", where={"agency": ["x' OR 'a' = 'a"]}).total == 0


def test_unknown_measures_and_breakdowns_are_refused() -> None:
    with pytest.raises(measures.NoSuchMeasure):
        measures.value("nothing", "2026-06")
    with pytest.raises(measures.NoSuchBreakdown):
        measures.value("try-share", "2026-06", breakdown="applicant")


# Kept results


def test_a_page_reads_what_was_kept(lake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries.write(lake, JUNE)
    before = measures.value("try-share", "2026-06")
    monkeypatch.setattr(running, "parts", None)
    assert measures.value("try-share", "2026-06") == before


def test_a_late_entry_changes_the_kept_result_and_no_other(lake: Path) -> None:
    tries.write(lake, JUNE)
    now = datetime(2026, 7, 2, tzinfo=UTC)
    assert measures.refresh(now=now) > 0
    assert measures.refresh(now=now) == 0
    may = measures.value("try-share", "2026-05")
    tries.write(lake, [*JUNE, closed(4, date(2026, 6, 3), on_time=False)])
    measures.refresh(now=now)
    assert measures.value("try-share", "2026-06").value == Decimal("50.0")
    assert measures.value("try-share", "2026-05").fingerprint == may.fingerprint


def test_a_kept_result_equals_a_fresh_one(lake: Path) -> None:
    tries.write(lake, JUNE[:2])
    measures.refresh(now=datetime(2026, 7, 2, tzinfo=UTC))
    tries.write(lake, JUNE)
    measures.refresh(now=datetime(2026, 7, 2, tzinfo=UTC))
    kept = [measures.value(code, "2026-Q2") for code in ("try-share", "try-mean")]
    KeptResult.objects.all().delete()
    assert [measures.value(code, "2026-Q2") for code in ("try-share", "try-mean")] == kept


def test_nobody_fills_the_table_by_asking_for_every_month(lake: Path) -> None:
    tries.write(lake, JUNE)
    for year in range(2100, 2110):
        measures.value("try-share", f"{year}-06")
    assert KeptResult.objects.count() == 0


def test_a_period_keeps_the_version_of_its_time(lake: Path) -> None:
    tries.write(lake, JUNE)
    newer = tries.SHARE.replace("version: 1", "version: 2").replace("2026-01-01", "2026-07-01")
    tries.load(newer.replace("100.0 *", "1000.0 *"))
    assert measures.value("try-share", "2026-06").version == 1
    assert measures.value("try-share", "2026-07").version == 2
    assert measures.value("try-share", "2019-01").version == 1


def test_too_few_answers_give_no_number(lake: Path) -> None:
    tries.write(lake, JUNE)
    tries.load(tries.SHARE.replace("try-share", "try-few").replace("unit:", "fewest: 4\nunit:"))
    found = measures.value("try-few", "2026-06")
    assert (found.value, found.rows_count) == (None, 3)
    assert measures.value("try-few", "2026-Q3").value is None
    assert measures.value("try-few", "2026").value == Decimal("50.0")


def test_a_register_counts_as_it_stood_at_the_end_of_the_period(lake: Path) -> None:
    register = [
        {"as_of": date(2026, 5, 20), "code": "a", "cost": 1000, "days": 3},
        {"as_of": date(2026, 6, 20), "code": "a", "cost": 1000, "days": 7},
        {"as_of": date(2026, 9, 1), "code": "a", "cost": 1000, "days": 90},
    ]
    tries.write(lake, [*JUNE, closed(4, date(2026, 2, 2))], register)
    second = measures.value("try-mean", "2026-Q2")
    assert second.number == Fraction(21 - 7, 3) + 2
    first = measures.value("try-mean", "2026-Q1")
    assert first.number == Fraction(3 - 1, 1) + 1
    assert second.simulation


# Hostile measures

EXPLODING = """
code: try-exploding
version: 1
effective_from: 2026-01-01
title: Percobaan yang meledak
unit: count
definition: Setiap baris dipasangkan dengan setiap baris lain, empat kali.
period: month
rows: |
  SELECT a.entry_id, a.seq FROM tries_try_closed AS a
  JOIN tries_try_closed AS b ON b.month = a.month JOIN tries_try_closed AS c ON c.month = a.month
  JOIN tries_try_closed AS d ON d.month = a.month JOIN tries_try_closed AS e ON e.month = a.month
  WHERE a.seq + b.seq <> c.seq + d.seq + e.seq
value: COUNT(*)
source: {text: hitungan dari buku besar, confidence: official}
"""


def test_a_measure_that_explodes_is_stopped_once_and_the_others_are_counted(
    lake: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tries.write(lake, [closed(n, date(2026, 6, 1)) for n in range(400)])
    tries.load(EXPLODING)
    monkeypatch.setattr(engine, "USUAL", engine.Limits(seconds=1.0))
    now = datetime(2026, 6, 30, tzinfo=UTC)
    assert measures.refresh(now=now) > 0
    assert measures.value("try-share", "2026-06").rows_count == 400
    assert "try-exploding" in caplog.text
    began = time.monotonic()
    with pytest.raises(engine.QueryStopped):
        measures.value("try-exploding", "2026-06")
    assert measures.refresh(now=now) == 0
    assert time.monotonic() - began < 0.9


def test_a_refresh_ends_when_its_time_is_over(lake: Path) -> None:
    tries.write(lake, JUNE)
    now = datetime(2026, 7, 2, tzinfo=UTC)
    assert measures.refresh(now=now, seconds=0.0) == 0
    assert measures.refresh(now=now) > 0


def test_the_command_shows_numbers_and_their_sql(
    lake: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tries.write(lake, JUNE)
    call_command("measures", "value", "try-share", "2026-06", "--by", "agency")
    call_command("measures", "sql", "try-share", "2026-06")
    call_command("measures", "list")
    shown = capsys.readouterr().out
    assert "66.7 (3 baris)" in shown
    assert "COUNT(*) AS `n`" in shown
    assert "(simulasi)" in shown
    with pytest.raises(CommandError, match="tidak dikenal"):
        call_command("measures", "value", "nothing", "2026-06")


# What the public sees


def test_the_public_sees_no_small_part(lake: Path) -> None:
    many = [closed(n, date(2026, 6, 1), district="x" if n < 9 else "y") for n in range(12)]
    many += [closed(n, date(2026, 6, 1), district="z") for n in range(20, 60)]
    tries.write(lake, many)
    found = measures.published("try-share", "2026-06", today=date(2026, 7, 9), breakdown="district")
    assert [(cell.key, cell.rows_count, cell.is_hidden) for cell in found.cells] == [
        ("x", None, True),
        ("y", None, True),
        ("z", 40, False),
    ]
    assert (found.total.rows_count, found.total.is_hidden) == (52, False)
    assert all(cell.value is None for cell in found.cells if cell.is_hidden)
    with pytest.raises(measures.NoSuchBreakdown):
        measures.published("try-share", "2026-06", today=date(2026, 7, 9), breakdown="agency")


@pytest.mark.parametrize(
    ("code", "period", "breakdown"),
    [
        ("try-mean", "2026-Q2", None),
        ("try-share", "2026", None),
        ("try-share", "2026-07", "district"),
        ("try-share", "2026-07", None),
        ("nothing", "2026-06", None),
    ],
)
def test_what_is_not_open_does_not_exist_for_the_public(
    lake: Path, code: str, period: str, breakdown: str | None
) -> None:
    tries.write(lake, JUNE)
    with pytest.raises(measures.NoSuchMeasure):
        measures.published(code, period, today=date(2026, 7, 9), breakdown=breakdown)


# The property that everything else is for


days = st.dates(date(2026, 3, 25), date(2026, 7, 5))
cases = st.builds(
    dict,
    day=days,
    agency=st.sampled_from("xyz"),
    district=st.sampled_from(["12.19.01", "12.19.02", None]),
    on_time=st.booleans(),
    days=st.integers(-3, 10**9),
    service=st.sampled_from("ab"),
)
registers = st.lists(
    st.builds(
        dict,
        as_of=days,
        code=st.sampled_from("abc"),
        cost=st.integers(0, 10**9),
        days=st.integers(0, 30),
    ),
    max_size=6,
    unique_by=lambda row: (row["as_of"], row["code"]),
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(cases, max_size=30), registers, st.sampled_from(["2026-06", "2026-Q2", "2026"]))
def test_recomputing_the_value_over_the_downloaded_rows_gives_the_number(
    lake: Path, given_cases: list[dict[str, Any]], register: list[dict[str, Any]], text: str
) -> None:
    KeptResult.objects.all().delete()
    rows = [closed(seq, case.pop("day"), **case) for seq, case in enumerate(map(dict, given_cases))]
    tries.write(lake, rows, register)
    for code, by in (("try-share", "district"), ("try-mean", "agency")):
        found = measures.value(code, text, breakdown=by)
        downloaded = list(recomputing.downloaded(code, text))
        assert len(downloaded) == found.rows_count
        recomputing.agrees(found.measure, downloaded, found.number, found.value)
        for group in found.groups:
            of_it = [row for row in downloaded if row[by] == group.key]
            assert len(of_it) == group.rows_count
            recomputing.agrees(found.measure, of_it, None, group.value)


def test_kept_numbers_are_compared_by_period_and_breakdown(lake: Path) -> None:
    tries.write(lake, JUNE)
    quarter = keeping.trend("try-share", periods.read("2026-07"), 3)
    # Of May the lake knows nothing, so there is no number and no point on a picture.
    assert [found.value for found in quarter] == [Decimal("66.7"), Decimal("0.0")]


def test_what_was_kept_is_read_without_the_engine(
    lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries.write(lake, JUNE)
    assert measures.kept("try-share", "2026-06") is None
    counted = measures.value("try-share", "2026-06", breakdown="district")
    monkeypatch.setattr(counting, "compute", lambda *_: pytest.fail("it was counted again"))
    assert measures.kept("try-share", "2026-06", breakdown="district") == counted
    assert measures.kept("try-share", "2026-05") is None
    with pytest.raises(measures.NoSuchBreakdown):
        measures.kept("try-share", "2026-06", breakdown="nik")


def test_what_was_stopped_is_no_kept_number(lake: Path) -> None:
    tries.write(lake, JUNE)
    measures.value("try-share", "2026-06")
    KeptResult.objects.update(trouble="time")
    with pytest.raises(engine.QueryStopped):
        measures.kept("try-share", "2026-06")
