"""The same text, translated, gives the same numbers on a Spark cluster of two workers.

Run with `make test-spark`: it needs `pendopo[spark]` and Java 17.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pendopo.kernel import periods
from pendopo.kernel.content import reading
from pendopo.kernel.lake.measures import checking, evidence, keeping, running, spark
from pendopo.kernel.lake.measures.schema import MeasurePackage
from pendopo.kernel.lake.tests import samples, tries
from pendopo.kernel.lake.tests.test_measures import cases, lake, registers
from pendopo.kernel.lake.tests.tries import closed

__all__ = ["lake"]

pytestmark = [pytest.mark.spark, pytest.mark.django_db]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ.pop("SPARK_HOME", None)
    from pyspark.sql import SparkSession

    # Two workers of one core each, in processes of their own: rows travel, as on a real cluster.
    found = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .appName("pendopo-equality")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("spark")))
        .getOrCreate()
    )
    found.sparkContext.setLogLevel("ERROR")
    yield found
    found.stop()


def test_there_are_two_workers(session: Any) -> None:
    pids = session.sparkContext.parallelize(range(8), 8).map(lambda _: os.getppid()).collect()
    assert len(set(pids)) == 2


@settings(
    max_examples=6,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(cases, max_size=30), registers, st.sampled_from(["2026-06", "2026-Q2"]))
def test_both_engines_count_the_same(
    session: Any, lake: Path, many: list[dict[str, Any]], register: list[dict[str, Any]], text: str
) -> None:
    rows = [closed(seq, case.pop("day"), **case) for seq, case in enumerate(map(dict, many))]
    tries.write(lake, rows, register)
    for code, by in (("try-share", "district"), ("try-mean", "agency")):
        _agree(session, keeping.measure(code, periods.read(text)), text, by)


SHIPPED = Path(__file__).resolve().parents[4] / "content" / "measures"


@pytest.mark.parametrize("folder", sorted(path.name for path in SHIPPED.iterdir()))
def test_a_shipped_measure_counts_the_same(session: Any, lake: Path, folder: str) -> None:
    measure = MeasurePackage.model_validate(
        reading.read(folder, (SHIPPED / folder / "measure.yaml").read_text()).data
    )
    state = samples.write(lake, checking.question(measure).tables)
    period = periods.read("2026-Q2")
    for by in ("", *measure.breakdowns):
        ours = running.parts(measure, period, state, by=by)
        assert spark.parts(session, measure, period, state, by=by) == ours
    assert running.parts(measure, period, state)[0].rows > 0


def _agree(session: Any, measure: MeasurePackage, text: str, by: str) -> None:
    period, state = periods.read(text), evidence.state()
    for split in ("", by):
        ours = running.parts(measure, period, state, by=split)
        assert spark.parts(session, measure, period, state, by=split) == ours
