"""Verification: nothing found in an honest ledger, and every kind of tampering named."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from pendopo.kernel.ledger import (
    differences,
    guards,
    heads,
    keychain,
    merkle,
    publickeys,
    sealing,
    shelf,
    tree,
    verification,
)
from pendopo.kernel.ledger.differences import Change, Difference, Leaf
from pendopo.kernel.ledger.models import Entry, Head, Node, Seal, Unsealed
from pendopo.kernel.ledger.tests import tampering
from pendopo.kernel.ledger.tests.test_sealing import record

SIZE = 600
SPOT = 345

TAMPERING = [
    (tampering.alter_text, "Segel {seq}: teks catatan {entry} diubah sesudah disegel."),
    (tampering.alter_column, "Segel {seq}: kolom subject catatan {entry} tidak sesuai teksnya."),
    (tampering.alter_and_rebuild, "Segel {seq}: catatan {entry} diubah sesudah diumumkan."),
    (tampering.remove, "Segel {seq} sampai {seq} dihapus."),
    (
        tampering.remove_and_rebuild,
        "Segel {seq}: catatan yang sudah diumumkan di tempat ini dihapus.",
    ),
    (tampering.insert_and_rebuild, "Segel {seq}: catatan {entry} disisipkan sesudah diumumkan."),
]


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.KEYS_DIR = tmp_path / "keys"
    settings.HEADS_DIR = tmp_path / "heads"
    return settings.HEADS_DIR


@pytest.fixture
def ledger(db, folder, now) -> Path:
    """Six hundred entries; one head after two hundred, one at the end."""
    fill(SIZE, now)
    return folder


def fill(size: int, now: datetime) -> None:
    for part in (200, size - 200):
        record(part, now)
        sealing.seal(now)
        now += timedelta(days=1)
        heads.publish(now)


def findings(folder: Path) -> list[str]:
    return verification.verify(folder, keychain.ours_for(folder)).findings


def test_an_honest_ledger_has_no_findings(ledger):
    report = verification.verify(ledger, keychain.ours_for(ledger))
    assert (report.findings, report.sealed, report.heads) == ([], SIZE, 2)
    assert verification.heads_only_in_database(ledger) == []


def test_an_empty_ledger_has_no_findings(db, folder, now):
    heads.publish(now)
    assert findings(folder) == []


@pytest.mark.django_db
def test_tampering_among_five_thousand_is_named(folder, now):
    fill(5000, now)
    for tamper, sentence in TAMPERING:
        with transaction.atomic():
            entry = tamper(2345)
            assert sentence.format(seq=2345, entry=entry) in findings(folder)
            transaction.set_rollback(True)
    assert findings(folder) == []


def test_rebuilt_hashes_are_betrayed_only_by_the_published_head(ledger):
    tampering.alter_and_rebuild(SPOT)
    found = findings(ledger)
    assert found[0].startswith(f"Kepala {shelf.newest_in(ledger).at}")
    assert "200 catatan pertama masih cocok" in found[0]
    for path in ledger.iterdir():
        path.unlink()
    assert not [sentence for sentence in findings(ledger) if "Pemicu" not in sentence]


def test_without_the_leaves_the_stretch_is_still_named(ledger):
    tampering.alter_and_rebuild(SPOT)
    for path in ledger.glob("*.leaves"):
        path.unlink()
    assert "200 catatan pertama masih cocok" in findings(ledger)[0]


def test_leaves_that_are_not_what_was_signed_accuse_nobody(ledger):
    tampering.alter_and_rebuild(SPOT)
    newest = max(ledger.glob("*.leaves"))
    data = newest.read_bytes()
    newest.chmod(0o644)
    newest.write_bytes(b"x" * 32 + data[32:])
    assert not [sentence for sentence in findings(ledger) if "sesudah diumumkan" in sentence]


def test_a_ledger_cut_short_is_named(ledger):
    tampering.remove(SIZE - 1)
    Node.objects.all().delete()
    tree.grow(0, tree.size())
    assert "Segel 599: catatan yang sudah diumumkan di tempat ini dihapus." in findings(ledger)


def test_an_entry_without_seal_and_outside_the_queue_is_named(ledger, now):
    guards.remove(connection)
    [entry] = record(1, now)
    assert any(f"Catatan {entry.id} tidak bersegel" in sentence for sentence in findings(ledger))


def test_an_entry_that_left_before_its_seal_is_named(ledger, now):
    [entry] = record(1, now)
    guards.remove(connection)
    Entry.objects.filter(pk=entry.pk).delete()
    sentence = f"Catatan nomor {entry.number} dihapus sebelum disegel."
    assert sentence in findings(ledger)


def test_a_seal_of_unreadable_text_is_named(ledger):
    guards.remove(connection)
    seal = Seal.objects.get(seq=7)
    Entry.objects.filter(pk=seal.entry_id).update(payload="{")
    Seal.objects.filter(seq=7).update(leaf_hash=merkle.leaf(b"{"))
    assert any("Segel 7: kolom payload" in sentence for sentence in findings(ledger))


def test_stored_nodes_that_would_give_wrong_proofs_are_found(ledger):
    Node.objects.filter(level=8, index=1).update(hash=b"x" * 32)
    assert findings(ledger)[0].startswith("Pohon yang tersimpan")


def test_a_head_signed_by_somebody_else_is_named(ledger):
    other = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    found = verification.verify(ledger, publickeys.read(other)).findings
    assert len([sentence for sentence in found if "tanda tangan tidak sah" in sentence]) == 2


def test_a_head_that_lies_in_the_database_only_is_named(ledger):
    guards.remove(connection)
    Head.objects.filter(size=SIZE).update(root="0" * 64)
    [sentence] = verification.heads_only_in_database(ledger)
    assert "(ukuran 600) tidak ada di folder" in sentence


def test_missing_triggers_are_named(ledger):
    guards.remove(connection)
    assert any(guards.QUEUE in sentence for sentence in findings(ledger))


def test_the_command_says_what_waits_and_ends_well(ledger, now, capsys):
    entries = record(2, now)
    call_command("verify", "--progress")
    out = capsys.readouterr().out
    assert f"Menunggu segel: 2, sejak {entries[0].recorded_at:%Y-%m-%d %H:%M:%S}" in out
    assert "Tidak ada temuan." in out


def test_the_command_ends_with_1_on_a_finding(ledger, capsys):
    tampering.alter_text(SPOT)
    with pytest.raises(SystemExit) as ended:
        call_command("verify", "--heads", str(ledger))
    assert ended.value.code == 1
    assert "TEMUAN: Segel 345" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_a_seal_whose_entry_is_gone_is_named(folder, now):
    record(3, now)
    sealing.seal(now)
    heads.publish(now)
    connection.disable_constraint_checking()
    guards.remove(connection)
    try:
        _delete_behind_the_constraint(Seal.objects.get(seq=1).entry_id)
        assert "Segel 1: catatannya dihapus." in findings(folder)
    finally:
        _close_the_wound()
        guards.install(connection)
        connection.enable_constraint_checking()


def _delete_behind_the_constraint(number: int) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM ledger_entry WHERE number = %s", [number])


def _close_the_wound() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_seal")
        cursor.execute("DELETE FROM ledger_entry")
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")
    Unsealed.objects.all().delete()


def leaves(numbers: list[int]) -> list[Leaf]:
    return [Leaf(str(number), merkle.leaf(str(number).encode())) for number in numbers]


@given(st.lists(st.integers(), unique=True, min_size=2, max_size=40), st.data())
def test_the_first_difference_is_named_wherever_it_is(numbers, data):
    published = [leaf.hash for leaf in leaves(numbers)]
    assert differences.first(published, leaves(numbers)) is None
    spot = data.draw(st.integers(0, len(numbers) - 1))
    new = max(numbers) + 1
    changes = {
        Change.ALTERED: [*numbers[:spot], new, *numbers[spot + 1 :]],
        Change.REMOVED: [*numbers[:spot], *numbers[spot + 1 :]],
        Change.INSERTED: [*numbers[:spot], new, *numbers[spot:]],
    }
    for change, changed in changes.items():
        entry = str(changed[spot]) if spot < len(changed) else ""
        found = differences.first(published, leaves(changed))
        assert found == Difference(spot, change, entry)


def test_two_that_changed_places_are_moved():
    published = [leaf.hash for leaf in leaves([1, 2, 3, 4])]
    assert differences.first(published, leaves([1, 3, 2, 4])).change is Change.MOVED
