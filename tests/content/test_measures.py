"""Every shipped measure counts something, and its rows give its number."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pendopo.kernel.content import checking as packages
from pendopo.kernel.content import kind_of, library
from pendopo.kernel.lake import engine, measures
from pendopo.kernel.lake.measures import checking, grammar
from pendopo.kernel.lake.measures.schema import MeasurePackage
from pendopo.kernel.lake.tests import recomputing, samples

ROOT = Path(__file__).resolve().parents[2] / "content" / "measures"
CODES = sorted(path.name for path in ROOT.iterdir())

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def lake(settings, tmp_path: Path) -> Iterator[Path]:
    settings.LAKE_DIR = tmp_path / "lake"
    yield settings.LAKE_DIR
    engine.close()


def _load(code: str, now: Any) -> MeasurePackage:
    kind = kind_of("measures")
    texts = packages.read_folder(ROOT / code, kind)
    version, _ = library.load(packages.check(kind, code, texts), now=now)
    assert isinstance(version.data, MeasurePackage)
    return version.data


@pytest.mark.parametrize("code", CODES)
def test_a_measure_counts_and_its_rows_give_the_number(code: str, lake: Path, now: Any) -> None:
    measure = _load(code, now)
    samples.write(lake, checking.question(measure).tables)
    found = measures.value(code, "2026-05")
    rows = list(recomputing.downloaded(code, "2026-05"))
    assert found.value is not None
    assert len(rows) == found.rows_count > 0
    recomputing.agrees(measure, rows, found.number, found.value)


@pytest.mark.parametrize("code", CODES)
def test_every_breakdown_adds_up_to_all_rows(code: str, lake: Path, now: Any) -> None:
    measure = _load(code, now)
    samples.write(lake, checking.question(measure).tables)
    for name in measure.breakdowns:
        found = measures.value(code, "2026-05", breakdown=name)
        assert sum(group.rows_count for group in found.groups) == found.rows_count


@pytest.mark.parametrize("code", CODES)
def test_an_estimate_is_called_a_simulation(code: str, now: Any) -> None:
    measure = _load(code, now)
    rests_on_estimates = "baseline_" in measure.rows
    assert rests_on_estimates == bool(measure.simulation)


def test_no_measure_shows_a_person() -> None:
    for code in CODES:
        text = (ROOT / code / "measure.yaml").read_text()
        assert "actor" not in text
        assert "nik" not in text.lower().replace("elektronik", "").replace("teknik", "")


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        "code: hostile\n" + "x:\n" + "".join(f"{' ' * n}y:\n" for n in range(1, 60)),
        "code: hostile\nrows: " + "x" * 300_000,
        "code: hostile\nlist: [" + "1, " * 30_000 + "1]",
        "code: hostile\ncode: again\n",
        "!!python/object/apply:os.system ['true']",
    ],
)
def test_a_bomb_of_yaml_is_refused(text: str) -> None:
    with pytest.raises(packages.BrokenPackage):
        packages.check(kind_of("measures"), "hostile", {"measure.yaml": text})


HONEST = (ROOT / "cases-share-on-time" / "measure.yaml").read_text()


def _problems(text: str) -> str:
    with pytest.raises(packages.BrokenPackage) as broken:
        packages.check(kind_of("measures"), "cases-share-on-time", {"measure.yaml": text})
    return " ".join(map(str, broken.value.problems))


def test_a_package_says_where_its_sql_is_wrong() -> None:
    text = HONEST.replace("FROM cases_case_closed", "FROM read_csv('/etc/passwd')")
    assert "rows, baris 2 kolom" in _problems(text)
    assert "READ_CSV" in _problems(text)
    assert "value, baris 1" in _problems(HONEST.replace("100.0 * SUM", "100.0 * MEDIAN"))
    assert "Rincian “colour”" in _problems(HONEST.replace("[agency,", "[colour,"))


def test_an_estimate_that_hides_it_is_refused() -> None:
    assert "simulation" in _problems(HONEST.replace("confidence: official", "confidence: unknown"))


def test_a_table_of_another_word_is_not_known() -> None:
    with pytest.raises(grammar.SqlRefused, match="people_person"):
        checking.check("SELECT entry_id, seq FROM people_person", "COUNT(*)", {})
