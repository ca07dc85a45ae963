"""What is sealed gets into the lake once, typed, whole, and without anybody's reference."""

import fcntl
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from pendopo.kernel import actor, events, hooks
from pendopo.kernel.events import Code, Event, Ref
from pendopo.kernel.lake import (
    files,
    folder,
    inspection,
    lines,
    manifest,
    parquet,
    tables,
    tokens,
    writing,
)
from pendopo.kernel.lake.tests import marbles
from pendopo.kernel.lake.tests.marbles import contents, lost, record, rows, seal_sold, sold, state
from pendopo.kernel.ledger import book, sealing, tree
from pendopo.kernel.ledger.models import Entry, Unsealed
from pendopo.kernel.ledger.tests import tampering
from pendopo.kernel.privacy import keys

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_registers")]

SOLD = "laketest_marble_sold"
LATE_EVENING = datetime(2026, 6, 30, 17, 30, tzinfo=UTC)
"""Half past midnight of 1 July in Batu Bara."""


def test_an_entry_becomes_one_typed_row(now):
    record([(sold(now, gift_for=Ref("case:2026-1"), pieces=3), LATE_EVENING)])
    sealing.seal(now)
    done = writing.refresh(now=now)
    [row] = rows(SOLD)
    entry = Entry.objects.get()
    assert (done.seq, done.rows) == (1, 1)
    assert {**row, "actor": "", "buyer": "", "subject": ""} == {
        "entry_id": entry.id,
        "seq": 0,
        "subject": "",
        "actor": "",
        "occurred_at": LATE_EVENING.replace(tzinfo=None),
        "recorded_at": entry.recorded_at.replace(tzinfo=None),
        "occurred_on": date(2026, 7, 1),
        "month": "2026-07",
        "shop": "pasar",
        "own_seq": 1,
        "own_month": "lunar-1",
        "is_big": True,
        "sold_on": date(2026, 6, 3),
        "paid_at": now.replace(tzinfo=None),
        "buyer": "",
        "gift_for": "case:2026-1",
        "pieces": 3,
    }


def test_a_file_lies_under_its_month_and_the_manifest_says_what_it_holds(now, lake):
    seal_sold(3, now)
    writing.refresh(now=now)
    [file] = state().files
    assert file.path == f"g0001/{SOLD}/month=2026-06/0-2.parquet"
    assert (file.table, file.month, file.rows) == (SOLD, "2026-06", 3)
    assert (file.first_seq, file.last_seq) == (0, 2)
    assert (lake / file.path).stat().st_size == file.bytes
    assert (state().seq, state().root) == (3, tree.root(3).hex())


def test_only_what_is_new_is_written(now, lake):
    seal_sold(2, now)
    writing.refresh(now=now)
    before = {file: (lake / file.path).stat().st_mtime_ns for file in state().files}
    seal_sold(3, now)
    done = writing.refresh(now=now)
    assert (done.seq, done.rows) == (5, 3)
    assert [file.path.rpartition("/")[2] for file in state().files] == [
        "0-1.parquet",
        "2-4.parquet",
    ]
    assert {file: (lake / file.path).stat().st_mtime_ns for file in before} == before


def test_nothing_new_writes_nothing(now, lake):
    seal_sold(2, now)
    writing.refresh(now=now)
    before = (lake / manifest.NAME).stat().st_mtime_ns
    done = writing.refresh(now=now)
    assert (done.seq, done.rows) == (2, 0)
    assert (lake / manifest.NAME).stat().st_mtime_ns == before


def test_an_entry_without_a_seal_stays_out(now):
    record([(sold(now), now)])
    writing.refresh(now=now)
    assert rows(SOLD) == []
    assert state().seq == 0


def test_a_late_seal_comes_into_its_own_month_later(now):
    record([(sold(now, 1), now - timedelta(days=40))])
    number = Unsealed.objects.get().number
    Unsealed.objects.all().delete()
    seal_sold(2, now)
    writing.refresh(now=now)
    Unsealed.objects.create(number=number)
    sealing.seal(now)
    assert writing.refresh(now=now).rows == 1
    found = sorted(rows(SOLD), key=lambda row: row["seq"])
    assert [row["month"] for row in found] == ["2026-06", "2026-06", "2026-04"]


def test_long_stretches_are_written_in_chunks(now, monkeypatch):
    monkeypatch.setattr(writing, "CHUNK", 2)
    monkeypatch.setattr(lines, "BATCH", 1)
    seal_sold(5, now)
    assert writing.refresh(now=now).rows == 5
    assert [file.rows for file in state().files] == [2, 2, 1]


def test_people_become_tokens_and_records_stay(now):
    record([(sold(now, 1, buyer=Ref("person:siti"), gift_for=Ref("device:9")), now)])
    record([(sold(now, 2, buyer=Ref("person:siti"), gift_for=Ref("case:2026-1")), now)])
    record([(sold(now, 3, buyer=Ref("person:budi")), now)], by=actor.system("job"))
    sealing.seal(now)
    writing.refresh(now=now)
    siti, again, budi = sorted(rows(SOLD), key=lambda row: row["seq"])
    assert re.fullmatch("who:[0-9a-f]{16}", siti["buyer"])
    assert siti["buyer"] == again["buyer"] != budi["buyer"]
    assert siti["gift_for"].startswith("who:")
    assert again["gift_for"] == "case:2026-1"
    assert budi["gift_for"] is None
    assert siti["actor"] == again["actor"] == tokens.token("person:clerk")
    assert budi["actor"] == "system:job"


def test_a_kind_of_reference_that_nobody_declared_is_treated_as_a_person(now):
    seal_sold(1, now)
    writing.refresh(now=now)
    assert rows(SOLD)[0]["subject"] == tokens.token("marble:1")


def test_no_reference_to_a_person_is_in_any_file(now, lake):
    seal_sold(20, now)
    writing.refresh(now=now)
    stored = b"".join(file.read_bytes() for file in lake.rglob("*") if file.is_file())
    assert b"person:" not in stored
    assert b"siti" not in stored


def test_another_lookup_key_gives_other_tokens_in_a_new_generation(now):
    seal_sold(1, now)
    writing.refresh(now=now)
    before = rows(SOLD)[0]["buyer"]
    keys.lookup.add()
    writing.refresh(now=now)
    assert state().generation == 2
    assert rows(SOLD)[0]["buyer"] not in {before, ""}


def test_a_field_that_was_added_later_has_its_default_in_older_entries(now, monkeypatch):
    monkeypatch.setattr(events, "type_of", {**events.type_of})
    record([(lost(1), now)])
    sealing.seal(now)
    writing.refresh(now=now)
    del events.type_of["laketest.marble_lost"]

    @dataclass(frozen=True, kw_only=True)
    class Lost(Event, name="laketest.marble_lost", label="Kelereng hilang"):
        pieces: int = 7
        found: bool = False
        place: Code | None = None

    record([(Lost(subject=Ref("marble:2"), pieces=2, place=Code("jalan")), now)])
    sealing.seal(now)
    assert writing.refresh(now=now).rows == 2
    assert state().generation == 2
    found = sorted(rows("laketest_marble_lost"), key=lambda row: row["seq"])
    assert [(row["pieces"], row["found"], row["place"]) for row in found] == [
        (7, False, None),
        (2, False, "jalan"),
    ]


def test_an_event_that_nobody_announces_any_more_is_left_out_and_comes_back(now, monkeypatch):
    seal_sold(2, now)
    monkeypatch.setattr(events, "type_of", {**events.type_of})
    event = events.type_of.pop("laketest.marble_sold")
    assert writing.refresh(now=now).rows == 0
    events.type_of["laketest.marble_sold"] = event
    assert writing.refresh(now=now).rows == 2


def test_a_field_whose_type_changed_stops_the_refresh_without_quoting_it(now, monkeypatch):
    seal_sold(1, now)
    monkeypatch.setattr(events, "type_of", {})

    @dataclass(frozen=True, kw_only=True)
    class Sold(Event, name="laketest.marble_sold", label="Kelereng terjual"):
        shop: int

    with pytest.raises(parquet.LineUnreadable) as refused:
        writing.refresh(now=now)
    assert "pasar" not in str(refused.value)
    assert state() == manifest.Manifest()


@pytest.mark.parametrize("harm", [tampering.alter_text, tampering.remove])
def test_an_entry_that_does_not_fit_its_seal_never_enters(now, harm):
    seal_sold(2, now)
    writing.refresh(now=now)
    seal_sold(3, now)
    harm(3)
    before = state()
    with pytest.raises(lines.EntryDoesNotFit) as refused:
        writing.refresh(now=now)
    assert refused.value.details == {"seq": 3}
    assert state() == before


@pytest.mark.parametrize("harm", [tampering.alter_and_rebuild, tampering.remove_and_rebuild])
def test_a_ledger_that_is_not_the_same_any_more_is_followed_only_on_request(now, harm):
    seal_sold(3, now)
    writing.refresh(now=now)
    before = state()
    harm(1)
    with pytest.raises(writing.LedgerWentBack):
        writing.refresh(now=now)
    assert state() == before
    writing.rebuild(now=now)
    assert (state().seq, state().root) == (tree.size(), tree.root(tree.size()).hex())


def test_a_copy_is_a_whole_lake_of_its_own(now, settings, tmp_path):
    seal_sold(3, now)
    writing.refresh(now=now)
    writing.rebuild(now=now)
    before = contents()
    files.copy_to(tmp_path / "copy")
    settings.LAKE_DIR = tmp_path / "copy"
    assert contents() == before
    assert inspection.check_deeply() == []


def test_a_second_writer_is_sent_away(now, lake):
    lake.mkdir()
    with (lake / folder.LOCK).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        for write in (writing.refresh, writing.rebuild, writing.compact):
            with pytest.raises(folder.LakeBusy):
                write(now=now)
    assert writing.refresh(now=now).seq == 0


def test_a_turn_without_time_keeps_what_it_has_and_the_next_goes_on(now, monkeypatch):
    monkeypatch.setattr(writing, "CHUNK", 2)
    seal_sold(6, now)
    assert writing.refresh_for(-1, now=now).seq == 0
    assert state().seq == 0
    assert writing.refresh_for(60, now=now).seq == 6


def test_a_new_generation_is_built_in_turns_while_the_old_one_serves(now, lake, monkeypatch):
    seal_sold(4, now)
    writing.refresh(now=now)
    monkeypatch.setattr(writing, "CHUNK", 1)
    monkeypatch.setattr(writing, "WRITER", 99)
    seal_sold(2, now)
    before = state()
    for seq in (1, 2, 3, 4, 5):
        assert _turn_of_one_chunk(now).seq == seq
        assert state() == before
    assert _turn_of_one_chunk(now).seq == 6
    assert (state().generation, state().seq) == (2, 6)
    assert len(rows(SOLD)) == 6
    assert not (lake / manifest.BUILDING).exists()


def _turn_of_one_chunk(now):
    answers = iter([False, True])
    return writing._turn(now, writing._continue, lambda: next(answers))


def test_a_rebuild_says_the_same_and_the_old_files_leave_after_the_grace(now, lake):
    seal_sold(3, now)
    writing.refresh(now=now)
    before, old = contents(), state().files
    done = writing.rebuild(now=now)
    assert (done.seq, done.rows) == (3, 3)
    assert contents() == before
    assert all((lake / file.path).exists() for file in old)
    writing.refresh(now=now + manifest.GRACE)
    assert not (lake / "g0001").exists()
    assert state().retired == ()
    assert contents() == before


def test_small_files_are_merged_and_say_the_same(now, monkeypatch, lake):
    monkeypatch.setattr(writing, "MANY_FILES", 3)
    for number in range(5):
        record([(sold(now, number), now), (lost(number), now)])
        sealing.seal(now)
        writing.refresh(now=now)
    before = contents()
    assert writing.compact(now=now) == 8
    assert [(file.table, file.rows) for file in state().files] == [
        ("laketest_marble_lost", 5),
        (SOLD, 5),
    ]
    assert contents() == before
    assert writing.compact(now=now) == 0
    assert len(state().retired) == 10


def test_a_large_file_is_not_merged_again(now, monkeypatch):
    monkeypatch.setattr(writing, "MANY_FILES", 2)
    monkeypatch.setattr(writing, "SMALL_ROWS", 3)
    for count in (3, 1, 1):
        seal_sold(count, now)
        writing.refresh(now=now)
    assert writing.compact(now=now) == 1
    assert [file.rows for file in state().files] == [3, 2]


def test_the_worker_keeps_the_lake_fresh_and_waits_for_nobody(now, lake):
    seal_sold(2, now)
    for tick in hooks.ticks:
        if tick.__module__ == "pendopo.kernel.lake.hooks":
            tick(now)
    assert state().seq == 2
    with (lake / folder.LOCK).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        for tick in hooks.ticks:
            if tick.__module__ == "pendopo.kernel.lake.hooks":
                tick(now)


def test_what_a_rolled_back_change_announced_is_nowhere(now):
    try:
        with transaction.atomic():
            book.record(sold(now), actor=marbles.CLERK, at=now)
            raise LookupError
    except LookupError:
        pass
    sealing.seal(now)
    writing.refresh(now=now)
    assert rows(SOLD) == []


def test_every_table_of_the_house_can_be_written_empty_and_read(now):
    writing.refresh(now=now)
    assert all(rows(name) == [] for name in tables.known())
