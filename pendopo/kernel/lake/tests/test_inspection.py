"""Whatever is changed behind the lake's back is found and named."""

import json
from io import StringIO

import duckdb
import pytest
from django.core.management import CommandError, call_command

from pendopo.kernel.lake import files, inspection, lines, manifest, writing
from pendopo.kernel.lake.inspection import Fault, Finding
from pendopo.kernel.lake.tests.marbles import lake, lost, record, seal_sold, state
from pendopo.kernel.ledger import sealing
from pendopo.kernel.ledger.tests import tampering

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_registers")]

SOLD = "laketest_marble_sold"


@pytest.fixture
def file(now) -> str:
    """Fill a lake with one file and return its path."""
    seal_sold(3, now)
    writing.refresh(now=now)
    return state().files[0].path


def test_a_lake_that_nobody_touched_fits(file):
    assert inspection.check() == inspection.check_deeply() == []


def test_an_empty_lake_fits(lake):
    assert inspection.check() == inspection.check_deeply() == []


def test_a_file_with_one_changed_byte_is_named(file):
    data = bytearray((lake() / file).read_bytes())
    data[len(data) // 2] ^= 1
    (lake() / file).write_bytes(data)
    assert inspection.check() == [Finding(Fault.ALTERED, file)]
    assert inspection.check_deeply() == [Finding(Fault.ALTERED, file)]


def test_a_missing_file_is_named(file):
    (lake() / file).unlink()
    assert inspection.check() == [Finding(Fault.MISSING, file)]


def test_a_file_that_somebody_added_is_named(file):
    added = file.replace("0-2", "3-9")
    (lake() / added).write_bytes((lake() / file).read_bytes())
    assert inspection.check() == [Finding(Fault.EXTRA, added)]


def test_a_ledger_that_was_rewritten_below_is_told(file):
    tampering.alter_and_rebuild(1)
    assert inspection.check() == [Finding(Fault.ROOT, manifest.NAME)]


def test_an_entry_that_was_altered_below_is_told(file):
    tampering.alter_text(1)
    with pytest.raises(lines.EntryDoesNotFit):
        inspection.check_deeply()


FORGERIES = {
    "changed": ("SELECT * REPLACE (own_seq + (seq = 1)::INT AS own_seq) FROM t", "1"),
    "removed": ("SELECT * FROM t WHERE seq <> 1", "1"),
    "doubled": ("SELECT * FROM t UNION ALL SELECT * FROM t WHERE seq = 1", "1"),
    "moved": ("SELECT * REPLACE (DATE '2026-01-01' AS occurred_on) FROM t WHERE seq = 2", "0 1 2"),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_file_with_a_forged_manifest_is_found_row_by_row(file, forgery):
    sql, seqs = FORGERIES[forgery]
    _forge(file, sql)
    assert inspection.check() == []
    named = [Finding(Fault.ROW, f"{SOLD} {seq}") for seq in seqs.split()]
    assert inspection.check_deeply() == named


def test_an_invented_row_beyond_the_last_seal_is_found(file):
    _forge(file, "SELECT * FROM t UNION ALL SELECT * REPLACE (99 AS seq) FROM t WHERE seq = 1")
    assert inspection.check_deeply() == [Finding(Fault.BEYOND, SOLD)]


def test_a_table_that_the_manifest_forgot_is_found(now):
    record([(lost(1), now)])
    sealing.seal(now)
    writing.refresh(now=now)
    raw = json.loads((lake() / manifest.NAME).read_text())
    (lake() / raw["files"].pop()["path"]).unlink()
    (lake() / manifest.NAME).write_text(json.dumps(raw))
    assert inspection.check() == []
    assert inspection.check_deeply() == [Finding(Fault.ROW, "laketest_marble_lost 0")]


def test_a_lake_of_an_older_shape_says_so(file, monkeypatch):
    monkeypatch.setattr(writing, "WRITER", 99)
    assert inspection.check_deeply() == [Finding(Fault.OUTDATED, manifest.NAME)]


def _forge(file: str, sql: str) -> None:
    path = lake() / file
    with duckdb.connect() as db:
        db.execute(f"CREATE TABLE t AS SELECT * FROM '{path}'")
        db.execute(f"COPY ({sql}) TO '{path}' (FORMAT parquet)")
    raw = json.loads((lake() / manifest.NAME).read_text())
    raw["files"][0]["sha256"] = files.sha256(path)
    (lake() / manifest.NAME).write_text(json.dumps(raw))


def test_the_command_tells_what_it_did_and_what_it_found(now, file):
    assert run("check") == "Cocok: 1 berkas sampai segel 3.\n"
    assert run("check", "--deep") == "Cocok: 1 berkas sampai segel 3.\n"
    assert run("compact") == "Selesai: 0 berkas lebih sedikit.\n"
    assert run("refresh").startswith("Sampai segel 3: 0 baris baru dalam ")
    assert run("rebuild").startswith("Sampai segel 3: 3 baris baru dalam ")
    assert f"{SOLD} (3 baris)\n    entry_id text\n" in run("tables")
    (lake() / state().files[0].path).unlink()
    with pytest.raises(SystemExit, match="1"):
        run("check")


def test_the_command_says_why_it_could_not(file):
    (lake() / manifest.NAME).write_text("{")
    with pytest.raises(CommandError, match="Manifes danau data tidak terbaca"):
        run("refresh")


def run(*words: str) -> str:
    out = StringIO()
    call_command("lake", *words, stdout=out)
    return out.getvalue()
