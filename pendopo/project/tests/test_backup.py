"""A backup holds what is needed and no key; the drill notices what is missing or changed."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from pendopo.project import backup

NOW = datetime(2026, 6, 4, 19, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    settings.FILES_DIR.mkdir(parents=True, exist_ok=True)
    (settings.FILES_DIR / "sealed").write_bytes(b"sealed bytes")
    return backup.make(tmp_path, now=NOW)


def test_a_backup_is_named_by_its_moment_and_holds_no_key(made: Path) -> None:
    assert made.name == "2026-06-04T190000Z"
    names = {path.name for path in made.rglob("*")}
    assert {"manifest.json", "sealed"} <= names
    assert "django-secret" not in names
    assert not any(path.suffix == ".key" for path in made.rglob("*"))


def test_an_untouched_backup_agrees_with_its_manifest(made: Path) -> None:
    assert backup.check(made) == len(json.loads((made / "manifest.json").read_text())["sha256"])


@pytest.mark.parametrize("harm", ["change", "remove", "add", "no manifest"])
def test_a_damaged_backup_is_refused(made: Path, harm: str) -> None:
    file = made / "files" / "sealed"
    if harm == "change":
        file.write_bytes(b"other bytes")
    elif harm == "remove":
        file.unlink()
    elif harm == "add":
        (made / "files" / "more").write_bytes(b"")
    else:
        (made / "manifest.json").unlink()
    with pytest.raises(backup.BackupDamaged):
        backup.check(made)


def test_a_draft_that_was_interrupted_is_no_backup(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(shutil, "copytree", _break)
    settings.FILES_DIR.mkdir(parents=True, exist_ok=True)
    with pytest.raises(OSError, match="full"):
        backup.make(tmp_path, now=NOW)
    assert [path.suffix for path in tmp_path.iterdir()] == [".draft"]


def test_the_drill_brings_the_copy_to_life(made: Path) -> None:
    backup.drill(made)


def test_the_drill_refuses_a_copy_without_its_tables(made: Path) -> None:
    next(made.glob("database.*")).write_bytes(b"")
    manifest = json.loads((made / "manifest.json").read_text())
    manifest["sha256"] = dict(backup._hashes(made))
    (made / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(backup.RestoreFailed):
        backup.drill(made)


def _break(*_: object, **__: object) -> None:
    raise OSError("the disk is full")
