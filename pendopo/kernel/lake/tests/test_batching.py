"""Results that were asked together are the results that each gives alone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pendopo.kernel import periods
from pendopo.kernel.content import reading
from pendopo.kernel.lake import engine, measures
from pendopo.kernel.lake.measures import batching, keeping, refreshing, running
from pendopo.kernel.lake.measures.batching import Place
from pendopo.kernel.lake.measures.schema import MeasurePackage
from pendopo.kernel.lake.models import KeptResult
from pendopo.kernel.lake.tests import samples, tries
from pendopo.kernel.lake.tests.test_measures import cases, lake, registers
from pendopo.kernel.lake.tests.tries import closed

__all__ = ["lake"]

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 7, 5, tzinfo=UTC)
SHIPPED = Path(__file__).resolve().parents[4] / "content" / "measures"


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(refreshing, "_alone", set())
    monkeypatch.setattr(refreshing, "_finished", [None])
    yield
    engine.close()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(cases, max_size=40), registers)
def test_what_was_counted_together_equals_what_is_counted_alone(
    lake: Path, many: list[dict[str, Any]], register: list[dict[str, Any]]
) -> None:
    KeptResult.objects.all().delete()
    rows = [closed(seq, case.pop("day"), **case) for seq, case in enumerate(map(dict, many))]
    tries.write(lake, rows, register)
    state = running.state()
    wanted = [
        Place(keeping.measure(code, period), period, by)
        for code, names in (("try-share", ("", "agency", "district", "month")), ("try-mean", ("", "agency")))
        for text in ("2026-02", "2026-04", "2026-06", "2026-07", "2026-Q1", "2026-Q2", "2026-Q3", "2026")
        for period in [periods.read(text)]
        for by in names
    ]  # fmt: skip
    for batch in batching.batches(wanted, state):
        if len(batch.places) > 1:
            for place, found in zip(batch.places, batching.parts(batch, state), strict=True):
                measure, period, by = place
                assert found == running.parts(measure, period, state, by=by), place


def test_every_shipped_measure_counts_the_same_beside_the_others(lake: Path) -> None:
    shipped = [
        MeasurePackage.model_validate(
            reading.read(path.name, (path / "measure.yaml").read_text()).data
        )
        for path in sorted(SHIPPED.iterdir())
    ]
    tables = set().union(*(batching.checking.question(one).tables for one in shipped))
    state = samples.write(lake, tables)
    wanted = [
        Place(one, period, by)
        for one in shipped
        for period in periods.latest(date(2026, 6, 1), one.period, 3)
        for by in ("", *one.breakdowns)
    ]
    batches = list(batching.batches(wanted, state))
    assert sorted(map(str, (p for batch in batches for p in batch.places))) == sorted(
        map(str, wanted)
    )
    assert len(batches) < len(wanted) / 8
    for batch in batches:
        if len(batch.places) > 1:
            for place, found in zip(batch.places, batching.parts(batch, state), strict=True):
                measure, period, by = place
                assert found == running.parts(measure, period, state, by=by), place


def _is_asked_together(rows: str, value: str = "COUNT(*)") -> bool:
    package = tries.SHARE.split("rows: |")[0] + "rows: |\n  " + rows.replace("\n", "\n  ")
    package += f"\nvalue: {value}\nsource: {{text: hitungan, confidence: official}}\n"
    measure = MeasurePackage.model_validate(reading.read("m", package).data)
    wanted = [
        Place(measure, period, "") for period in periods.latest(date(2026, 6, 1), measure.period, 2)
    ]
    return len(list(batching.batches(wanted, running.state()))) == 1


OWN = "SELECT entry_id, seq, days, occurred_on FROM tries_try_closed WHERE "


@pytest.mark.parametrize(
    ("rows", "together"),
    [
        (OWN + "occurred_on BETWEEN :start AND :end", True),
        (OWN + "days > 1 AND occurred_on BETWEEN :start AND :end", True),
        # The periods overlap, or a row lies in none of them.
        (OWN + "occurred_on <= :end", False),
        (OWN + "occurred_on BETWEEN :start AND :end OR days > 1", False),
        (OWN + "NOT occurred_on BETWEEN :start AND :end", False),
        (OWN + "occurred_on BETWEEN :end AND :start", False),
        # The period also moves something else.
        (OWN + "occurred_on BETWEEN :start AND :end AND days < (SELECT MAX(days) FROM tries_try_closed)", False),
        (OWN + "occurred_on BETWEEN :start AND :end AND DATE '2026-06-01' <= :end", False),
    ],
)  # fmt: skip
def test_only_rows_that_belong_to_one_period_are_asked_together(
    lake: Path, rows: str, together: bool
) -> None:
    tries.write(lake, [closed(0, date(2026, 6, 1))])
    try:
        assert _is_asked_together(rows) is together
    except batching.checking.SqlRefused:
        # What the grammar does not know does not come this far.
        assert not together


def test_what_is_stopped_together_is_counted_one_by_one(
    lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries.write(lake, [closed(n, date(2026, 6, 1)) for n in range(9)])
    asked: list[int] = []

    def stopped(batch: batching.Batch, _state: object) -> None:
        asked.append(len(batch.places))
        raise engine.QueryStopped("time")

    monkeypatch.setattr(batching, "parts", stopped)
    assert measures.refresh(now=NOW) > 0
    assert measures.value("try-share", "2026-06").rows_count == 9
    assert asked
    asked.clear()
    tries.write(lake, [closed(n, date(2026, 6, 1)) for n in range(10)])
    measures.refresh(now=NOW)
    assert measures.value("try-share", "2026-06").rows_count == 10
    assert asked == []


def test_few_questions_keep_many_results(lake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries.write(lake, [closed(n, date(2026, month, 1)) for n in range(9) for month in (4, 5, 6)])
    asked: list[str] = []
    ask = engine.run

    def counted(query: engine.Query, **options: Any) -> engine.Result:
        asked.append(query.sql)
        return ask(query, **options)

    monkeypatch.setattr(engine, "run", counted)
    kept = measures.refresh(now=NOW)
    # Two measures: each whole in all its periods, and split in the newest.
    assert (kept, KeptResult.objects.count(), len(asked)) == (8, 8, 4)
