"""What may be open side by side: content whose numbers name somebody together is refused."""

from pathlib import Path

import pytest

from pendopo.kernel.content import checking, kind_of, library
from pendopo.kernel.content.checking import BrokenPackage
from pendopo.kernel.lake.tests import tries
from pendopo.kernel.lake.tests.test_measures import lake  # noqa: F401 - the fixture
from pendopo.kernel.lake.tests.test_publishing import SHARE, measure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lake")]
COUNT = "COUNT(*)"
LATE = measure("try-late", " AND NOT on_time", COUNT)
SLOW = measure("try-slow", " AND days > 3", COUNT)
JOIN = "  JOIN (SELECT code, cost FROM reg_tries) AS s ON s.code = t.service\n  WHERE"


def said(*texts: str) -> list[str]:
    """Return what is said of measures in one folder."""
    packages = []
    for text in texts:
        code = text.split("code: ", 1)[1].split("\n", 1)[0]
        packages.append(checking.check(kind_of("measures"), code, {"measure.yaml": text}).data)
    return [f"{code}: {fault}" for code, fault in kind_of("measures").together(packages)]


def test_some_of_others_and_what_has_nothing_to_do_with_them_may_be_open() -> None:
    assert said(tries.SHARE, LATE, SLOW, measure("try-out", "", COUNT)) == []


def test_a_quarter_beside_months_is_refused() -> None:
    quarter = LATE.replace("period: month", "period: quarter")
    assert [each for each in said(tries.SHARE, quarter) if "triwulan dikurangi" in each] != []
    assert said(tries.SHARE, quarter.replace("public: true", "public: false")) == []


@pytest.mark.parametrize(
    "condition",
    [" AND days > 5", " AND days + 0 > 3", " AND (on_time OR days < 9)", " AND days IN (4, 5)"],
)
def test_the_same_column_asked_in_another_way_is_refused(condition: str) -> None:
    found = said(SLOW, measure("try-other", condition, COUNT))
    assert found
    assert all("try-" in each and "menurut days" in each for each in found)


def test_a_share_that_was_renamed_is_the_same_column() -> None:
    share = SHARE.replace("on_time", "quick > 5")
    renamed = measure("try-x", "", share).replace("days, applicant", "days AS quick, applicant")
    [found] = said(SLOW, renamed)
    assert "menurut days" in found


def test_the_contrary_is_the_same_question() -> None:
    assert said(LATE, measure("try-x", " AND on_time", COUNT)) == []
    assert said(LATE, measure("try-x", " AND NOT (on_time)", COUNT)) == []
    same = measure("try-x", " AND service = 'a'", COUNT)
    assert said(same, measure("try-y", " AND service <> 'a'", COUNT)) == []


def test_three_that_leave_a_fourth_are_refused() -> None:
    """All, less the late, less the slow, and the slow that were late given back: quick in time."""
    both = measure("try-both", " AND NOT on_time AND days > 3", COUNT)
    [found] = said(LATE, SLOW, both)
    assert found.startswith("try-both: ")
    assert "bersilangan" in found
    share = measure("try-both", " AND days > 3", SHARE)
    assert "bersilangan" in said(LATE, SLOW, share)[0]
    assert said(LATE, both) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (LATE.replace("occurred_on BETWEEN :start AND :end", "occurred_on <= :end"), "periodenya"),
        (measure("try-x", " AND agency = 'x'", COUNT), "menurut tempat (agency)"),
        (measure("try-x", "", SHARE.replace("on_time", "district = '1'")), "tempat (district)"),
        (measure("try-x", "", "MAX(days)"), "milik satu orang"),
        (
            measure("try-x", "", "MAX(others)").replace(
                "days, applicant",
                "days, applicant, (SELECT COUNT(*) FROM tries_try_closed) AS others",
            ),
            "milik satu orang",
        ),
        (
            measure("try-x", "", COUNT)
            .replace("FROM tries_try_closed", "FROM tries_try_closed AS t")
            .replace("  WHERE", JOIN)
            .replace("district,", "t.district,"),
            "daftar yang terbuka",
        ),
    ],
)
def test_what_no_open_measure_may_ask(text: str, word: str) -> None:
    found = said(text)
    assert any(word in each for each in found), found
    assert said(text.replace("public: true", "public: false")) == []


def test_another_column_under_the_name_of_the_district_is_refused() -> None:
    other = LATE.replace("agency, district,", "agency, service AS district,")
    assert any("“district” di sini lain" in each for each in said(tries.SHARE, other))


def test_a_folder_is_looked_at_as_a_whole_and_beside_what_was_loaded(tmp_path: Path) -> None:
    def write(text: str) -> None:
        code = text.split("code: ", 1)[1].split("\n", 1)[0]
        (tmp_path / "measures" / code).mkdir(parents=True)
        (tmp_path / "measures" / code / "measure.yaml").write_text(text)

    tries.load(SLOW)
    write(measure("try-other", " AND days > 5", COUNT))
    assert len(library.check_folder(tmp_path)) == 1
    with pytest.raises(BrokenPackage, match=r"measures/try-slow/measure.yaml:0: “try-other” juga"):
        list(library.load_folder(tmp_path, now=tries.datetime.now(tries.UTC)))
    write(SLOW)
    with pytest.raises(BrokenPackage, match="juga terbuka"):
        library.check_folder(tmp_path)
