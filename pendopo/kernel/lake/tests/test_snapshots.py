"""A register is kept once a day, the newest, and never says who somebody is."""

from datetime import date, timedelta

import pytest

from pendopo.kernel import hooks
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.lake import snapshots, tokens, writing
from pendopo.kernel.lake.snapshots import EVERY, RegisterMisshapen
from pendopo.kernel.lake.tests.marbles import rows, seal_sold, state
from pendopo.kernel.money import Rupiah

pytestmark = pytest.mark.django_db

COLUMNS = {"jar": Code, "price": Rupiah, "full": bool, "since": date | None, "case": Ref | None}
DAY = date(2026, 6, 4)


class Shop:
    """A register whose rows a test may change."""

    def __init__(self) -> None:
        self.columns = dict(COLUMNS)
        self.rows = [jar("besar")]
        self.asked = []

    def registers(self):
        yield hooks.Register(name="jars", columns=self.columns, rows=self._rows)

    def _rows(self, day):
        self.asked.append(day)
        return self.rows


def jar(code: str, **fields) -> dict:
    return {"jar": code, "price": 500, "full": True, "since": DAY, "case": None, **fields}


@pytest.fixture
def shop(monkeypatch) -> Shop:
    monkeypatch.setattr(hooks, "registers", hooks.Hook())
    made = Shop()
    hooks.registers.fill(made.registers)
    return made


def test_a_snapshot_holds_the_day_and_the_rows(shop, now):
    shop.rows = [jar("besar", case=Ref("case:2026-1")), jar("kecil", since=None)]
    writing.refresh(now=now)
    assert rows("reg_jars") == [
        {"as_of": DAY, **jar("besar", case="case:2026-1")},
        {"as_of": DAY, **jar("kecil", since=None)},
    ]
    assert shop.asked == [DAY]


def test_the_day_is_that_of_the_governments_clocks(shop, now):
    writing.refresh(now=now.replace(hour=17))
    assert [row["as_of"] for row in rows("reg_jars")] == [date(2026, 6, 5)]


def test_the_newest_snapshot_replaces_that_of_the_day(shop, now, lake):
    writing.refresh(now=now)
    [old] = state().files
    shop.rows = [jar("besar", price=700)]
    writing.refresh(now=now + EVERY)
    assert [row["price"] for row in rows("reg_jars")] == [700]
    assert (lake / old.path).exists()


def test_the_next_day_stands_beside_the_last(shop, now):
    writing.refresh(now=now)
    writing.refresh(now=now + timedelta(days=1))
    assert [row["as_of"] for row in rows("reg_jars")] == [DAY, date(2026, 6, 5)]


def test_a_register_is_asked_again_only_when_it_is_due(shop, now):
    for minutes in (0, 1, 14, 15):
        writing.refresh(now=now + timedelta(minutes=minutes))
    assert len(shop.asked) == 2


def test_an_unchanged_register_is_not_written_again(shop, now, lake):
    writing.refresh(now=now)
    before = state().files
    writing.refresh(now=now + EVERY)
    assert state().files == before


def test_an_empty_register_is_a_snapshot_too(shop, now):
    writing.refresh(now=now)
    shop.rows = []
    writing.refresh(now=now + EVERY)
    assert rows("reg_jars") == []
    [file] = state().files_of("reg_jars")
    assert (file.rows, file.first_day) == (0, "2026-06-04")


@pytest.mark.parametrize(
    "row",
    [
        {"jar": "besar"},
        {**jar("besar"), "owner": Code("siti")},
        jar("stoples besar punya Siti"),
        jar("besar", case=Ref("person:siti")),
        jar("besar", case=Ref("marble:1")),
        jar("besar", price=0.5),
    ],
)
def test_a_row_with_other_columns_text_or_a_person_is_refused(shop, now, row):
    seal_sold(1, now)
    shop.rows = [row]
    with pytest.raises(RegisterMisshapen) as refused:
        writing.refresh(now=now)
    assert "iti" not in str(refused.value)
    assert rows("reg_jars") == []
    # The entries are in all the same.
    assert state().seq == 1


def test_a_rebuild_carries_old_snapshots_over_in_todays_columns(shop, now):
    writing.refresh(now=now)
    shop.columns = {"jar": Code, "price": Rupiah, "lid": Code | None, "full": Code | None}
    shop.rows = [{"jar": "besar", "price": 900, "lid": "gabus", "full": None}]
    writing.refresh(now=now + timedelta(days=1))
    assert state().generation == 2
    assert rows("reg_jars") == [
        {"as_of": DAY, "jar": "besar", "price": 500, "lid": None, "full": "true"},
        {"as_of": date(2026, 6, 5), "jar": "besar", "price": 900, "lid": "gabus", "full": None},
    ]


def test_the_snapshots_of_a_domain_that_is_away_wait_for_it(shop, now, lake, monkeypatch):
    writing.refresh(now=now)
    monkeypatch.setattr(hooks, "registers", hooks.Hook())
    writing.rebuild(now=now)
    writing.rebuild(now=now + timedelta(days=1))
    hooks.registers.fill(shop.registers)
    shop.rows = []
    writing.refresh(now=now + timedelta(days=1))
    assert [row["as_of"] for row in rows("reg_jars")] == [DAY]


def test_the_days_of_a_month_are_merged_without_the_newest(shop, now, monkeypatch):
    monkeypatch.setattr(writing, "MANY_FILES", 3)
    for day in range(4):
        writing.refresh(now=now + timedelta(days=day))
    before = rows("reg_jars")
    assert writing.compact(now=now) == 2
    assert [(file.first_day, file.last_day) for file in state().files] == [
        ("2026-06-04", "2026-06-06"),
        ("2026-06-07", "2026-06-07"),
    ]
    assert rows("reg_jars") == before


def test_tokens_and_registers_agree_on_what_a_record_is():
    kinds = tokens.plain_kinds()
    assert {"case", "agency", "letter", "booking", "system"} <= {*kinds}
    assert not {"person", "device", "account", "business"} & {*kinds}


def test_snapshots_are_due_when_there_are_none_or_on_another_day(now):
    fresh = state()
    assert snapshots.are_due(fresh, now)
