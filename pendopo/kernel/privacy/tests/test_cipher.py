"""Sealing, opening, hashing, masking; the key rings."""

import base64
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pendopo.kernel.privacy import cipher, keys, masking, prints
from pendopo.kernel.privacy.classes import DataClass, treatment


@pytest.fixture(autouse=True)
def own_keys(tmp_path, settings, monkeypatch):
    settings.KEYS_DIR = tmp_path / "keys"
    # What the database remembers of keys is tested in test_prints.
    monkeypatch.setattr(prints, "check", lambda ring, keys: None)
    monkeypatch.setattr(prints, "retire", lambda ring, version: None)


PLACE = "people_nikclaim.number"


@given(st.binary(max_size=2000))
def test_what_is_sealed_opens_to_the_same_bytes(plain):
    assert cipher.open_bytes(cipher.seal_bytes(plain, place=PLACE), place=PLACE) == plain


@given(st.text(max_size=200))
def test_text_survives_and_is_not_readable(plain):
    sealed = cipher.seal_text(plain, place=PLACE)
    assert cipher.open_text(sealed, place=PLACE) == plain
    assert bool(sealed) == bool(plain)
    assert len(plain) < 4 or plain not in sealed


def test_the_same_text_is_sealed_differently_each_time():
    assert cipher.seal_text("rahasia", place=PLACE) != cipher.seal_text("rahasia", place=PLACE)


@given(st.data())
def test_one_changed_bit_does_not_open(data):
    sealed = bytearray(cipher.seal_bytes(b"1219054107900001", place=PLACE))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises((cipher.SealBroken, keys.KeyMissing)):
        cipher.open_bytes(bytes(sealed), place=PLACE)


def test_a_value_moved_to_another_column_does_not_open():
    sealed = cipher.seal_text("1219054107900001", place=PLACE)
    with pytest.raises(cipher.SealBroken):
        cipher.open_text(sealed, place="people_account.phone")


@pytest.mark.parametrize("junk", ["x", "bukan base64!", base64.b64encode(b"PND1").decode()])
def test_junk_is_a_broken_seal(junk):
    with pytest.raises(cipher.SealBroken):
        cipher.open_text(junk, place=PLACE)


def test_another_key_is_a_named_error(settings, tmp_path):
    sealed = cipher.seal_text("rahasia", place=PLACE)
    settings.KEYS_DIR = tmp_path / "others"
    keys.data.add()
    with pytest.raises(cipher.SealBroken):
        cipher.open_text(sealed, place=PLACE)


def test_a_missing_key_is_a_named_error(settings, tmp_path):
    keys.data.add()
    keys.data.add()
    sealed = cipher.seal_text("rahasia", place=PLACE)
    settings.KEYS_DIR = tmp_path / "others"
    keys.data.add()
    with pytest.raises(keys.KeyMissing):
        cipher.open_text(sealed, place=PLACE)


def test_the_version_is_readable_at_the_head_of_the_text():
    keys.data.add()
    old = cipher.seal_text("rahasia", place=PLACE)
    keys.data.add()
    assert old.startswith(cipher.text_mark(1))
    assert cipher.seal_text("rahasia", place=PLACE).startswith(cipher.text_mark(2))
    assert cipher.open_text(old, place=PLACE) == "rahasia"


def test_keys_are_readable_by_their_owner_only():
    keys.data.add()
    path = keys.data.folder / "0001.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert keys.data.folder.stat().st_mode & 0o077 == 0


def test_a_key_file_that_others_can_read_is_refused():
    keys.data.add()
    path = keys.data.folder / "0001.key"
    path.chmod(0o644)
    (keys.data.folder / "touch").touch()
    with pytest.raises(keys.KeyFolderOpen):
        keys.data.key(1)


def test_a_new_key_is_seen_without_a_restart():
    other_process = keys.Ring("data")
    assert other_process.newest() == 1
    keys.data.add()
    assert other_process.newest() == 2


def test_many_at_once_make_one_first_key():
    rings = [keys.Ring("data") for _ in range(8)]
    threads = [threading.Thread(target=ring.newest) for ring in rings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({ring.key(1) for ring in rings}) == 1
    assert not list(Path(keys.data.folder).glob("tmp*"))


def test_a_retired_key_is_set_aside_and_its_number_is_not_used_again():
    keys.data.add()
    keys.data.add()
    keys.data.retire(1)
    assert keys.data.versions() == [2]
    assert (keys.data.folder / "retired" / "0001.key").exists()
    assert keys.data.add() == 3


def test_the_newest_key_cannot_be_retired():
    keys.data.add()
    with pytest.raises(keys.KeyMissing):
        keys.data.retire(1)


def test_the_hash_depends_on_value_purpose_and_key():
    first = cipher.lookup_hash("1219054107900001", "nik")
    assert first == cipher.lookup_hash("1219054107900001", "nik")
    assert first != cipher.lookup_hash("1219054107900002", "nik")
    assert first != cipher.lookup_hash("1219054107900001", "phone")
    keys.lookup.add()
    assert first != cipher.lookup_hash("1219054107900001", "nik")
    assert first in cipher.lookup_hashes("1219054107900001", "nik")


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (masking.mask_name, "Siti Rahma Dewi", "Siti R*** D***"),
        (masking.mask_name, "Suharto", "S***"),
        (masking.mask_name, "  ", ""),
        (masking.mask_nik, "1219054107900001", "••••••••••••0001"),
        (masking.mask_nik, "123", "•••"),
        (masking.mask_contact, "siti@contoh.id", "s•••@contoh.id"),
        (masking.mask_contact, "+6281234567890", "•••7890"),
        (masking.hide, "", ""),
    ],
)
def test_masks_show_little(mask, value, shown):
    assert mask(value) == shown


@given(st.text(max_size=60))
def test_a_masked_name_never_shows_a_second_word(name):
    words = name.split()
    for word in words[1:]:
        if len(word) > 1 and word not in words[0] and "*" not in word:
            assert word not in masking.mask_name(name)


def test_every_class_says_how_it_is_treated():
    assert set(treatment) == set(DataClass)
    assert all(rule.label and rule.keep_years > 0 for rule in treatment.values())
