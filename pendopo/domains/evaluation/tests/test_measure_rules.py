"""Who opens which rows, and that every column and value has a word."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendopo.domains.evaluation import access, rules
from pendopo.domains.evaluation.rules import wording
from pendopo.domains.evaluation.tests import shipped
from pendopo.kernel import content, periods
from pendopo.kernel.actor import Actor, Grant
from pendopo.kernel.content import checking as packages
from pendopo.kernel.lake.measures import checking
from pendopo.kernel.lake.measures.schema import Direction, MeasurePackage, Unit

AGENCIES = {"pemkab": "/", "dinas": "/dinas/", "bidang": "/dinas/bidang/", "camat": "/camat/"}
codes = st.sampled_from(sorted(AGENCIES))


def actor(*grants: tuple[str, str]) -> Actor:
    return Actor(person_id=1, grants=frozenset(Grant(one, unit) for one, unit in grants))


def opens(who: Actor, *, sensitive: bool = False, split: bool = True) -> rules.Opened:
    return access.opened_rows(who, agencies=AGENCIES, sensitive=sensitive, split=split)


def test_an_agency_opens_its_own_rows_and_those_below_it() -> None:
    found = opens(actor(("evaluation.view", "/dinas/")))
    assert found == rules.Opened(agencies=frozenset({"dinas", "bidang"}))


def test_a_duty_in_the_cases_of_an_agency_opens_its_rows_too() -> None:
    found = opens(actor(("evaluation.view", "/dinas/"), ("cases.view", "/camat/")))
    assert found.agencies == {"dinas", "bidang", "camat"}
    assert not opens(actor(("cases.view", "/camat/"))).any, "scores are not theirs to see"


@pytest.mark.parametrize("permission", access.READS_EVERYTHING)
def test_whoever_reads_everything_opens_everything_that_is_not_sensitive(permission: str) -> None:
    whole = actor((permission, "/"))
    assert opens(whole).everything
    assert opens(whole, split=False).everything
    assert opens(whole, sensitive=True).everything == (permission == access.OVERSEE)
    assert not opens(actor((permission, "/dinas/"))).everything
    assert not opens(actor((permission, "/dinas/")), sensitive=True).any


def test_rows_of_no_agency_are_nobodys_own() -> None:
    assert not opens(actor(("evaluation.view", "/")), split=False).any
    assert not opens(actor(("evaluation.view", "/")), sensitive=True).any
    assert not opens(Actor()).any


@given(st.frozensets(codes), st.lists(codes, max_size=4), st.booleans())
def test_no_filter_widens_what_is_opened(
    mine: frozenset[str], asked: list[str], names_agency: bool
) -> None:
    where = {"service": ["a"], **({"agency": asked} if names_agency else {})}
    found = rules.narrowed(where, rules.Opened(agencies=mine))
    assert set(found["agency"]) <= mine
    assert found["service"] == ["a"]
    if names_agency:
        assert set(found["agency"]) == mine & set(asked)
    assert rules.narrowed(where, rules.Opened(everything=True)) == where


@pytest.mark.parametrize(
    ("value", "unit", "id_", "en"),
    [
        ("66.7", "percent", "66,7%", "66.7%"),
        ("1250000", "rupiah", "Rp1.250.000", "Rp1,250,000"),
        ("-5", "rupiah", "-Rp5", "-Rp5"),
        ("12080", "count", "12.080", "12,080"),
        ("2.5", "days", "2,5 hari kerja", "2.5 working days"),
        (None, "days", "–", "–"),
    ],
)
def test_a_number_is_written_with_its_unit(value: str | None, unit: str, id_: str, en: str) -> None:
    number = None if value is None else Decimal(value)
    assert wording.number(number, unit) == id_
    assert wording.number(number, unit, "en") == en


def test_periods_have_words() -> None:
    asked = [periods.read(text) for text in ("2026-06", "2026-Q2", "2026-S1", "2026")]
    assert [wording.period(one) for one in asked] == [
        "Juni 2026",
        "Triwulan 2 2026",
        "Semester 1 2026",
        "Tahun 2026",
    ]


def test_every_column_of_a_shipped_measure_has_a_word_in_both_languages() -> None:
    kind = content.kind_of("measures")
    root = shipped.folder("x").parent.parent / "measures"
    for folder in sorted(root.iterdir()):
        data = packages.check(kind, folder.name, packages.read_folder(folder, kind)).data
        assert isinstance(data, MeasurePackage)
        assert set(checking.question(data).columns) - set(wording.COLUMNS) == set(), folder.name
    assert set(wording.UNITS) == set(Unit)
    assert set(wording.DIRECTIONS) == set(Direction)
    said = [*wording.COLUMNS.values(), *wording.UNITS.values(), *wording.DIRECTIONS.values()]
    said += [words for table in wording.VALUES.values() for words in table.values()]
    assert all(one and two for one, two in said)
