"""What is sent once is done once, however often it arrives."""

import threading
import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from pendopo.kernel.actor import ANONYMOUS, Actor
from pendopo.kernel.errors import DomainError
from pendopo.kernel.intake import receiving
from pendopo.kernel.intake.models import Submission
from pendopo.kernel.intake.receiving import Receipt

NOW = datetime(2026, 6, 4, 3, tzinfo=UTC)
SITI = Actor(ref="person:siti", person_id=1)
BUDI = Actor(ref="person:budi", person_id=2)
KEY = "7f9c24e8-3b12-4fef-91e0-0c2f1a9d6b54"


class Desk:
    """Counts how often the work was done."""

    def __init__(self):
        self.done = 0

    def handle(self):
        self.done += 1
        return Receipt(subject="case:1", text="Diterima.", address="/p/1/", code="RAHASIA-1")

    def receive(self, *, key=KEY, body=b"{}", actor=SITI, now=NOW, device="", form="sku@1"):
        return receiving.receive(
            form=form, key=key, body=body, actor=actor, now=now, device=device, handle=self.handle
        )


@pytest.fixture
def desk():
    return Desk()


@pytest.mark.django_db
def test_a_repetition_gets_the_first_receipt(desk):
    first = desk.receive()
    again = desk.receive(now=NOW + timedelta(hours=5))
    assert desk.done == 1
    assert (first.repeated, again.repeated) == (False, True)
    assert again.code == "RAHASIA-1"
    assert again.received_at == NOW


@pytest.mark.django_db
def test_the_same_key_with_another_body_is_refused(desk):
    desk.receive()
    with pytest.raises(receiving.KeyReused) as refusal:
        desk.receive(body=b'{"nama": "lain"}')
    assert refusal.value.status == 409
    assert desk.done == 1


@pytest.mark.django_db
def test_another_person_with_the_same_key_finds_no_receipt(desk):
    desk.receive()
    assert not desk.receive(actor=BUDI).repeated
    assert desk.done == 2


@pytest.mark.django_db
def test_one_key_may_serve_two_forms(desk):
    desk.receive()
    assert not desk.receive(form="sktm@1").repeated


@pytest.mark.django_db
def test_a_device_owns_what_it_sends_without_an_account(desk):
    desk.receive(actor=ANONYMOUS, device="d" * 20)
    assert desk.receive(actor=ANONYMOUS, device="d" * 20).repeated
    assert not desk.receive(actor=ANONYMOUS, device="e" * 20).repeated
    assert "dddd" not in Submission.objects.first().owner


@pytest.mark.django_db
@pytest.mark.parametrize("device", ["", "short", "x" * 201])
def test_without_person_or_device_nothing_is_received(desk, device):
    with pytest.raises(receiving.NoOwner):
        desk.receive(actor=ANONYMOUS, device=device)
    assert desk.done == 0


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "1", "{" + KEY + "}", KEY.replace("-", ""), KEY + " "])
def test_a_key_is_one_spelling_of_a_uuid(desk, key):
    with pytest.raises(receiving.BadKey):
        desk.receive(key=key)


@pytest.mark.django_db
def test_a_key_in_capitals_is_the_same_key(desk):
    desk.receive()
    assert desk.receive(key=KEY.upper()).repeated


@pytest.mark.django_db
def test_a_refusal_leaves_the_key_free(desk):
    def refuse():
        raise DomainError

    with pytest.raises(DomainError):
        receiving.receive(form="sku@1", key=KEY, body=b"a", actor=SITI, now=NOW, handle=refuse)
    assert Submission.objects.count() == 0
    assert not desk.receive(body=b"b").repeated


@pytest.mark.django_db
def test_the_receipt_is_sealed_in_the_database(desk):
    desk.receive()
    with connection.cursor() as cursor:
        cursor.execute("SELECT receipt FROM intake_submission")
        assert "RAHASIA" not in str(cursor.fetchone())


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_exactly_one_does_the_work():
    key, done, receipts = str(uuid4()), [], []
    gate = threading.Barrier(6, timeout=10)

    def handle():
        done.append(1)
        time.sleep(0.05)
        return Receipt(subject="case:1", text="Diterima.", address="/p/1/")

    def sender():
        gate.wait()
        receipts.append(
            receiving.receive(form="sku@1", key=key, body=b"{}", actor=SITI, now=NOW, handle=handle)
        )
        connection.close()

    threads = [threading.Thread(target=sender) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 1
    assert sorted(receipt.repeated for receipt in receipts) == [False] + [True] * 5


@pytest.mark.django_db(transaction=True)
def test_when_the_first_fails_the_second_does_the_work():
    began, outcomes = threading.Event(), []

    def fail():
        began.set()
        time.sleep(0.1)
        raise DomainError

    def first():
        try:
            receiving.receive(form="sku", key=KEY, body=b"{}", actor=SITI, now=NOW, handle=fail)
        except DomainError:
            outcomes.append("refused")
        connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert began.wait(10)
    assert not Desk().receive(form="sku").repeated
    thread.join()
    assert outcomes == ["refused"]
