"""A key folder that is not the database's own stops the house before it writes."""

import shutil

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.db import connection

from pendopo.kernel.privacy import checks, cipher, keys, prints
from pendopo.kernel.privacy.models import KeyPrint

pytestmark = pytest.mark.django_db
PLACE = "people_nikclaim.number"


@pytest.fixture(autouse=True)
def own_keys(tmp_path, settings, monkeypatch):
    settings.KEYS_DIR = tmp_path / "keys"
    _start(monkeypatch)


def _start(monkeypatch):
    """Begin like a new process: nothing is remembered but what lies on disk."""
    monkeypatch.setattr(keys, "data", keys.Ring("data"))
    monkeypatch.setattr(keys, "lookup", keys.Ring("lookup"))
    monkeypatch.setattr(keys, "rings", (keys.data, keys.lookup))


def _errors():
    found = run_checks(tags=[Tags.database], databases=["default"])
    return [message.id for message in found if message.id.startswith("privacy.")]


def test_the_first_use_remembers_the_key_and_not_its_bytes():
    cipher.seal_text("rahasia", place=PLACE)
    cipher.lookup_hash("rahasia", "nik")
    rows = {row.ring: row for row in KeyPrint.objects.all()}
    assert rows.keys() == {"data", "lookup"}
    assert rows["data"].fingerprint == prints.of(keys.data.key(1))
    assert keys.data.key(1).hex() not in rows["data"].fingerprint
    assert _errors() == []


def test_an_emptied_folder_is_never_filled_with_new_keys(settings, monkeypatch):
    cipher.seal_text("rahasia", place=PLACE)
    cipher.lookup_hash("rahasia", "nik")
    shutil.rmtree(settings.KEYS_DIR)
    _start(monkeypatch)
    with pytest.raises(prints.KeysDoNotMatch):
        cipher.seal_text("lagi", place=PLACE)
    with pytest.raises(prints.KeysDoNotMatch):
        cipher.lookup_hash("lagi", "nik")
    with pytest.raises(prints.KeysDoNotMatch):
        keys.data.add()
    assert not settings.KEYS_DIR.exists()
    assert _errors() == ["privacy.E001", "privacy.E001"]


def test_a_running_process_notices_that_the_folder_was_emptied(settings):
    sealed = cipher.seal_text("rahasia", place=PLACE)
    shutil.rmtree(settings.KEYS_DIR)
    for use in (lambda: cipher.open_text(sealed, place=PLACE), keys.data.newest):
        with pytest.raises(prints.KeysDoNotMatch):
            use()


def test_the_keys_of_another_installation_neither_write_nor_search(settings, tmp_path, monkeypatch):
    cipher.seal_text("rahasia", place=PLACE)
    cipher.lookup_hash("rahasia", "nik")
    settings.KEYS_DIR = tmp_path / "others"
    for ring in ("data", "lookup"):
        (settings.KEYS_DIR / ring).mkdir(parents=True)
        key = settings.KEYS_DIR / ring / "0001.key"
        key.write_text("A" * 43 + "=")
        key.chmod(0o600)
    _start(monkeypatch)
    with pytest.raises(prints.KeysDoNotMatch):
        cipher.seal_text("lagi", place=PLACE)
    with pytest.raises(prints.KeysDoNotMatch):
        cipher.lookup_hashes("rahasia", "nik")
    assert _errors() == ["privacy.E001", "privacy.E001"]


def test_one_lost_version_is_noticed_and_one_set_aside_is_not(settings, monkeypatch):
    cipher.seal_text("rahasia", place=PLACE)
    keys.data.add()
    cipher.seal_text("rahasia", place=PLACE)
    keys.data.retire(1)
    _start(monkeypatch)
    assert keys.data.newest() == 2
    (keys.data.folder / "0002.key").unlink()
    _start(monkeypatch)
    with pytest.raises(prints.KeysDoNotMatch):
        keys.data.newest()


def test_the_check_changes_nothing():
    keys.data.add()
    assert checks.keys_match(databases=["default"]) == []
    assert not KeyPrint.objects.exists()
    assert checks.keys_match(databases=None) == []


def test_before_the_first_migration_keys_can_be_made(monkeypatch):
    monkeypatch.setattr(connection.introspection, "table_names", list)
    assert keys.data.newest() == 1
    keys.data.key(1)
    assert not KeyPrint.objects.exists()


def test_init_makes_and_remembers_both_rings(capsys):
    call_command("keys", "init")
    assert set(KeyPrint.objects.values_list("ring", flat=True)) == {"data", "lookup"}
