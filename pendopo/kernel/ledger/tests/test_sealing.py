"""Sealing: every committed entry gets one number, also when sealers and writers race."""

import threading
from datetime import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from pendopo.kernel import actor
from pendopo.kernel.ledger import book, merkle, sealing, tree
from pendopo.kernel.ledger.models import Entry, Node, Seal, Unsealed
from pendopo.kernel.ledger.tests.test_book import lit

CLERK = actor.Actor(ref="person:clerk")


def record(count: int, now: datetime) -> list[Entry]:
    with transaction.atomic():
        return book.record_many([(lit(), now)] * count, actor=CLERK)


def sealed() -> list[int]:
    return list(Seal.objects.order_by("seq").values_list("seq", flat=True))


@pytest.mark.django_db
def test_entries_are_sealed_in_order_and_leave_the_queue(now):
    entries = record(5, now)
    assert sealing.seal(now) == 5
    assert [seal.entry_id for seal in Seal.objects.order_by("seq")] == [e.number for e in entries]
    assert sealed() == [0, 1, 2, 3, 4]
    assert not Unsealed.objects.exists()


@pytest.mark.django_db
def test_sealing_twice_seals_once(now):
    record(3, now)
    assert (sealing.seal(now), sealing.seal(now)) == (3, 0)


@pytest.mark.django_db
def test_the_leaf_is_the_hash_of_the_stored_text(now):
    [entry] = record(1, now)
    sealing.seal(now)
    assert bytes(entry.seal.leaf_hash) == merkle.leaf(entry.payload.encode())


@pytest.mark.django_db
def test_a_raw_insert_is_sealed_like_any_other(now):
    [entry] = record(1, now)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_entry (id, name, subject, actor, payload, occurred_at, recorded_at)"
            " SELECT 'other', name, subject, actor, payload, occurred_at, recorded_at"
            " FROM ledger_entry WHERE number = %s",
            [entry.number],
        )
    assert sealing.seal(now) == 2


@pytest.mark.django_db
def test_an_entry_that_is_queued_again_keeps_its_one_seal(now):
    [entry] = record(1, now)
    sealing.seal(now)
    Unsealed.objects.create(number=entry.number)
    record(1, now)
    sealing.seal(now)
    assert sealed() == [0, 1]
    assert not Unsealed.objects.exists()


@pytest.mark.django_db
def test_a_queued_number_without_entry_stays_as_evidence(now):
    Unsealed.objects.create(number=999)
    record(1, now)
    assert sealing.seal(now) == 1
    assert Unsealed.objects.get().number == 999


@pytest.mark.django_db
def test_seals_are_never_changed(now):
    record(1, now)
    sealing.seal(now)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Seal.objects.update(seq=7)


@pytest.mark.django_db
def test_stored_nodes_give_the_same_root_and_proofs_as_all_leaves(now, monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 100)
    record(600, now)
    sealing.seal(now)
    assert Node.objects.filter(level=8).count() == 2
    growing = merkle.Growing()
    for leaf in Seal.objects.order_by("seq").values_list("leaf_hash", flat=True):
        growing.append(bytes(leaf))
        if growing.size in {1, 255, 256, 257, 512, 600}:
            assert tree.root(growing.size) == growing.root()
    leaf = bytes(Seal.objects.get(seq=300).leaf_hash)
    assert merkle.is_included(300, 600, leaf, tree.inclusion(300, 600), tree.root(600))
    path = tree.consistency(257, 600)
    assert merkle.is_consistent(257, 600, tree.root(257), tree.root(600), path)


@pytest.mark.django_db
def test_a_missing_stored_node_is_an_error_not_a_wrong_proof(now):
    record(256, now)
    sealing.seal(now)
    Node.objects.all().delete()
    with pytest.raises(LookupError):
        tree.root(256)


@pytest.mark.django_db(transaction=True)
def test_racing_writers_and_sealers_leave_no_gap_and_no_double(now):
    writers = [threading.Thread(target=_write, args=(now, 15)) for _ in range(4)]
    writing = threading.Event()
    writing.set()
    failures: list[Exception] = []
    sealers = [threading.Thread(target=_seal, args=(now, writing, failures)) for _ in range(3)]
    for thread in [*sealers, *writers]:
        thread.start()
    for thread in writers:
        thread.join()
    writing.clear()
    for thread in sealers:
        thread.join()
    sealing.seal(now)
    assert failures == []
    assert sealed() == list(range(60))
    assert Seal.objects.values("entry").distinct().count() == Entry.objects.count() == 60


@pytest.mark.django_db(transaction=True)
def test_what_is_not_committed_is_neither_sealed_nor_waited_for(now):
    begun, go_on = threading.Event(), threading.Event()
    slow = threading.Thread(target=_write_slowly, args=(now, begun, go_on))
    slow.start()
    begun.wait(10)
    assert sealing.seal(now) == 0
    go_on.set()
    slow.join()
    assert sealing.seal(now) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_late_commit_gets_a_later_number(now):
    begun, go_on = threading.Event(), threading.Event()
    slow = threading.Thread(target=_write_slowly, args=(now, begun, go_on))
    slow.start()
    begun.wait(10)
    [quick] = record(1, now)
    sealing.seal(now)
    go_on.set()
    slow.join()
    sealing.seal(now)
    late = Entry.objects.exclude(number=quick.number).get()
    assert late.number < quick.number
    assert (quick.seal.seq, late.seal.seq) == (0, 1)


def _write(now: datetime, count: int) -> None:
    try:
        for _ in range(count):
            record(1, now)
    finally:
        connection.close()


def _write_slowly(now: datetime, begun: threading.Event, go_on: threading.Event) -> None:
    try:
        with transaction.atomic():
            record(1, now)
            begun.set()
            go_on.wait(10)
    finally:
        connection.close()


def _seal(now: datetime, writing: threading.Event, failures: list[Exception]) -> None:
    try:
        while writing.is_set():
            sealing.seal(now)
    except Exception as error:  # noqa: BLE001 - the test asserts that there was none
        failures.append(error)
    finally:
        connection.close()
