"""What people said and were called never reaches the lake, whatever the house did."""

from pathlib import Path

import duckdb
import pytest
from django.conf import settings

from pendopo.domains.cases.tests.conftest import ANSWERS
from pendopo.domains.people.models import Person
from pendopo.kernel.lake import manifest, tables, writing
from pendopo.kernel.ledger import sealing
from pendopo.kernel.ledger.models import Entry
from tests import world as stage


@pytest.mark.django_db
def test_nobody_is_named_in_the_lake(settings, tmp_path):
    settings.LAKE_DIR = tmp_path / "lake"
    world = stage.build()
    sealing.seal(stage.NOW)
    done = writing.refresh(now=stage.NOW)
    assert done.rows == Entry.objects.count() > 5
    cells = set(_cells())
    assert world.words["case"] in {cell.removeprefix("case:") for cell in cells}
    refs = set(Person.objects.values_list("ref", flat=True))
    names = set(Person.objects.values_list("name", flat=True))
    answers = {value for value in ANSWERS.values() if len(value) > 4} - {ANSWERS["kecamatan"]}
    assert cells & (refs | names | answers) == set()
    assert {"case", "who"} <= {cell.partition(":")[0] for cell in cells if ":" in cell}


@pytest.mark.django_db
def test_the_snapshots_of_the_house_fit_their_columns(settings, tmp_path):
    settings.LAKE_DIR = tmp_path / "lake"
    stage.build()
    writing.refresh(now=stage.NOW)
    state = manifest.read(tmp_path / "lake")
    for register in tables.all_registers():
        assert state.rows_of(f"reg_{register.name}") > 0, register.name


def _cells():
    lake = Path(settings.LAKE_DIR)
    for file in manifest.read(lake).files:
        read = "SELECT * FROM read_parquet($1, hive_partitioning = false)"
        for row in duckdb.execute(read, [str(lake / file.path)]).fetchall():
            yield from (cell for cell in row if isinstance(cell, str))
