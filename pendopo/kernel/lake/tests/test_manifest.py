"""The manifest is whole or not there, and forgets a file only when nobody can be reading it."""

import json
from datetime import timedelta

import pytest

from pendopo.kernel.lake import manifest
from pendopo.kernel.lake.manifest import File, Manifest, ManifestUnreadable

FILE = File(path="g0001/a/month=2026-06/0-1.parquet", table="a", month="2026-06", rows=2)
OTHER = File(path="g0001/a/month=2026-05/2-2.parquet", table="a", month="2026-05", rows=1)


def test_what_was_written_is_read_back(tmp_path, now):
    state = Manifest(generation=3, seq=7).having([FILE, OTHER]).without([OTHER], now=now)
    manifest.write(tmp_path, state)
    assert manifest.read(tmp_path) == state
    assert [entry.name for entry in tmp_path.iterdir()] == [manifest.NAME]


def test_no_lake_is_an_empty_one(tmp_path):
    assert manifest.read(tmp_path) == Manifest()


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"format": 1}', '{"format": 2}', "null"])
def test_a_manifest_that_is_none_is_refused(tmp_path, text):
    (tmp_path / manifest.NAME).write_text(text)
    with pytest.raises(ManifestUnreadable):
        manifest.read(tmp_path)


def test_a_file_of_a_newer_version_is_refused(tmp_path):
    manifest.write(tmp_path, Manifest())
    raw = json.loads((tmp_path / manifest.NAME).read_text())
    (tmp_path / manifest.NAME).write_text(json.dumps({**raw, "format": 2}))
    with pytest.raises(ManifestUnreadable):
        manifest.read(tmp_path)


def test_files_are_listed_by_table_month_and_seal():
    state = Manifest().having([FILE, OTHER])
    assert state.files_of("a") == (OTHER, FILE)
    assert (state.files_of("b"), state.rows_of("a")) == ((), 3)


def test_a_file_that_no_longer_counts_stays_for_the_grace(now):
    state = Manifest().having([FILE]).without([FILE], now=now)
    assert state.files == ()
    assert state.paths() == {FILE.path}
    assert state.past_grace(now + manifest.GRACE - timedelta(seconds=1)) == ()
    assert state.past_grace(now + manifest.GRACE) == state.retired
