"""Tables come from events and registers, typed, and without a place for personal data."""

import re
from dataclasses import dataclass, fields
from datetime import date
from typing import get_type_hints

import pytest

from pendopo.kernel import events, hooks
from pendopo.kernel.events import Code, Event, Ref
from pendopo.kernel.lake import tables
from pendopo.kernel.lake.tables import ColumnType
from pendopo.kernel.lake.tests.marbles import MarbleLost, MarbleSold
from pendopo.kernel.money import Rupiah
from pendopo.kernel.privacy.classes import DataClass

PERSONAL = {
    *(part for kind in DataClass for part in kind.value.split("_")),
    *("name", "nama", "email", "phone", "telepon", "hp", "alamat", "lahir", "born", "ktp"),
    *("text", "note", "comment", "title", "reason_text"),
} - {"document", "other", "image"}


def test_an_event_becomes_a_table_with_typed_columns():
    table = tables.of_event(MarbleSold)
    assert (table.name, table.source, table.public) == ("laketest_marble_sold", "event", True)
    assert dict(table.columns) == {
        **tables.COMMON,
        "shop": ColumnType.TEXT,
        "own_seq": ColumnType.INTEGER,
        "own_month": ColumnType.TEXT,
        "is_big": ColumnType.BOOLEAN,
        "sold_on": ColumnType.DATE,
        "paid_at": ColumnType.TIMESTAMP,
        "buyer": ColumnType.TEXT,
        "gift_for": ColumnType.TEXT,
        "pieces": ColumnType.INTEGER,
    }
    assert table.refs == {"subject", "actor", "buyer", "gift_for"}
    assert table.defaults == {"pieces": 1}


def test_an_event_without_fields_of_its_own_has_the_common_columns():
    assert dict(tables.of_event(MarbleLost).columns) == tables.COMMON


def test_a_register_becomes_a_table_with_the_day_first():
    columns = {"jar": Code, "price": Rupiah, "shelf": Ref | None}
    table = tables.of_register(hooks.Register(name="jars", columns=columns, rows=lambda day: []))
    assert table.name == "reg_jars"
    assert list(table.columns.items()) == [
        ("as_of", ColumnType.DATE),
        ("jar", ColumnType.TEXT),
        ("price", ColumnType.MONEY),
        ("shelf", ColumnType.TEXT),
    ]
    assert table.refs == {"shelf"}


@pytest.mark.parametrize("kind", [str, float, bytes, str | None, Code | int])
def test_a_register_with_free_text_or_fractions_is_refused(kind):
    register = hooks.Register(name="jars", columns={"jar": kind}, rows=lambda day: [])
    with pytest.raises(TypeError, match=r"jars\.jar"):
        tables.of_register(register)


def test_two_registers_of_one_name_are_refused(monkeypatch):
    monkeypatch.setattr(hooks, "registers", hooks.Hook())
    for _ in range(2):
        hooks.registers.fill(
            lambda: [hooks.Register(name="jars", columns={"jar": Code}, rows=lambda day: [])]
        )
    with pytest.raises(tables.TableDoubled, match="reg_jars"):
        tables.known()


def test_a_default_beside_none_is_refused(monkeypatch):
    monkeypatch.setattr(events, "type_of", {})

    @dataclass(frozen=True, kw_only=True)
    class Doubtful(Event, name="laketest.doubtful", label="Ragu"):
        pieces: int | None = 3

    with pytest.raises(TypeError, match="pieces"):
        tables.of_event(Doubtful)


def test_the_fingerprint_changes_with_every_shape_and_circumstance():
    plain = [tables.of_event(MarbleSold)]
    seen = {
        tables.fingerprint(plain, "Asia/Jakarta", 1),
        tables.fingerprint(plain, "Asia/Makassar", 1),
        tables.fingerprint(plain, "Asia/Jakarta", 2),
        tables.fingerprint([*plain, tables.of_event(MarbleLost)], "Asia/Jakarta", 1),
        tables.fingerprint([tables.of_event(MarbleLost)], "Asia/Jakarta", 1),
    }
    assert len(seen) == 5
    assert tables.fingerprint(plain, "Asia/Jakarta", 1) in seen


def test_no_event_of_the_house_has_a_column_for_text_or_for_what_says_who_somebody_is():
    for event in events.type_of.values():
        hints, table = get_type_hints(event), tables.of_event(event)
        for item in fields(event):
            assert str not in tables._parts(hints[item.name]), (event.name, item.name)
            if item.name != "subject" and Ref in tables._parts(hints[item.name]):
                assert tables.column_of(item.name) in table.refs
        assert {"subject", "actor"} <= table.refs
        assert not _personal(table), event.name


def test_no_register_of_the_house_has_a_column_for_text_or_for_a_person():
    found = [*tables.all_registers()]
    assert {register.name for register in found} >= {"services", "catalogue", "agencies", "sites"}
    for register in found:
        table = tables.of_register(register)
        assert not table.refs, register.name
        assert not _personal(table), register.name


def _personal(table: tables.Table) -> set[str]:
    words = {word for name in table.columns for word in re.split("_", name)}
    return words & PERSONAL


def test_the_search_for_personal_columns_can_find_one():
    columns = {"jar": Code, "mother_nik": Code, "born_on": date}
    table = tables.of_register(hooks.Register(name="jars", columns=columns, rows=lambda day: []))
    assert _personal(table) == {"nik", "born"}
