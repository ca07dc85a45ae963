"""Heads: signed, outside the database, one a day, never on top of a rewritten past."""

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pendopo.kernel.ledger import heads, keychain, merkle, sealing, shelf, statements, tree
from pendopo.kernel.ledger.models import Head, Seal
from pendopo.kernel.ledger.tests.emptying import without_guards
from pendopo.kernel.ledger.tests.test_sealing import record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    settings.KEYS_DIR = tmp_path / "keys"
    settings.HEADS_DIR = tmp_path / "heads"
    return settings.HEADS_DIR


def test_a_head_says_size_and_root_and_is_signed(folder, now):
    record(3, now)
    sealing.seal(now)
    head = heads.publish(now)
    [statement] = shelf.statements_in(folder)
    assert statement == heads.statement_of(head)
    assert (statement.size, statement.root) == (3, tree.root(3).hex())
    assert statement.is_signed_by(keychain.ours_for(folder))


def test_a_changed_statement_or_another_key_fails_the_check(folder, now):
    heads.publish(now)
    [statement] = shelf.statements_in(folder)
    larger = statements.read(statement.as_json().replace('"size":0', '"size":1'))
    assert not larger.is_signed_by(keychain.ours_for(folder))
    assert not statement.is_signed_by(Ed25519PrivateKey.generate().public_key())


def test_the_key_is_made_once_and_readable_by_its_owner_only(settings):
    first = keychain.our_chain()
    assert keychain.our_chain() == first
    path = settings.KEYS_DIR / "ledger" / "signing.pem"
    assert path.stat().st_mode & 0o777 == 0o600


def test_one_head_a_day_by_the_clock_of_the_government(now):
    assert heads.publish_heads(now)
    assert heads.publish_heads(now + timedelta(hours=13)) is None
    midnight_in_jakarta = now + timedelta(hours=14)
    assert heads.publish_heads(midnight_in_jakarta)
    assert Head.objects.count() == 2


def test_an_unchanged_tree_is_still_published(folder, now):
    record(1, now)
    sealing.seal(now)
    heads.publish_heads(now)
    heads.publish_heads(now + timedelta(days=1))
    assert [statement.size for statement in shelf.statements_in(folder)] == [1, 1]


def test_each_head_adds_the_leaves_that_came_since_the_last(folder, now):
    for count in (3, 2, 0):
        record(count, now)
        sealing.seal(now)
        now += timedelta(days=1)
        heads.publish(now)
    stored = [
        bytes(leaf) for leaf in Seal.objects.order_by("seq").values_list("leaf_hash", flat=True)
    ]
    assert list(shelf.leaves_in(folder)) == stored
    assert [path.stat().st_size // 32 for path in sorted(folder.glob("*.leaves"))] == [3, 2, 0]


def test_published_leaves_end_where_a_file_is_missing(folder, now):
    for _ in range(3):
        record(2, now)
        sealing.seal(now)
        now += timedelta(days=1)
        heads.publish(now)
    sorted(folder.glob("*.leaves"))[1].unlink()
    assert len(list(shelf.leaves_in(folder))) == 2


def test_a_file_is_never_replaced(folder, now):
    heads.publish(now)
    [statement] = shelf.statements_in(folder)
    with pytest.raises(FileExistsError):
        shelf.put(folder, statement, [])
    assert len(list(folder.iterdir())) == 2


def test_nothing_is_signed_on_top_of_a_rewritten_past(now):
    record(3, now)
    sealing.seal(now)
    heads.publish(now)
    with without_guards():
        Seal.objects.filter(seq=1).update(leaf_hash=merkle.leaf(b"other"))
    with pytest.raises(heads.HistoryRewritten):
        heads.publish(now + timedelta(days=1))


def test_nothing_is_signed_over_a_shortened_past(now):
    record(3, now)
    sealing.seal(now)
    heads.publish(now)
    with without_guards():
        Seal.objects.filter(seq=2).delete()
    with pytest.raises(heads.HistoryRewritten):
        heads.publish(now + timedelta(days=1))


def test_a_file_that_is_no_head_is_named(folder):
    folder.mkdir()
    (folder / "20260604-3.json").write_text("{}")
    with pytest.raises(ValueError, match=r"20260604-3\.json"):
        shelf.statements_in(folder)


def test_the_newest_head_that_holds_a_seal_is_found(now):
    record(1, now)
    sealing.seal(now)
    assert heads.covering(0) is None
    heads.publish(now)
    newest = heads.publish(now + timedelta(days=1))
    assert heads.covering(0) == newest
    assert heads.covering(1) is None
