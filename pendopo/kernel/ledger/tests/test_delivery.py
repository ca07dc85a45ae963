"""Delivery: each entry once to each reaction, failures retried, then parked, never in the way."""

import threading
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection, transaction

from pendopo.kernel import actor
from pendopo.kernel.events import Event, Ref
from pendopo.kernel.ledger import book, delivery, reactions, releasing, sealing
from pendopo.kernel.ledger.models import Delivery, Entry, Watermark
from pendopo.kernel.ledger.tests.test_sealing import record

CLERK = actor.Actor(ref="person:clerk")
KEEPER = actor.Actor(
    ref="person:keeper", grants=frozenset({actor.Grant(releasing.PERMISSION, "/")})
)


@dataclass(frozen=True, kw_only=True)
class BellRung(Event, name="ledgertest.bell_rung", label="Bel dibunyikan"):
    loud: bool = True


@dataclass(frozen=True, kw_only=True)
class BellHeard(Event, name="ledgertest.bell_heard", label="Bel didengar"):
    pass


@pytest.fixture(autouse=True)
def only_the_reactions_of_the_test(monkeypatch) -> None:
    monkeypatch.setattr(reactions, "registry", {})


def ring(now, count: int = 1) -> None:
    event = BellRung(subject=Ref("bell:1"))
    with transaction.atomic():
        book.record_many([(event, now)] * count, actor=CLERK)
    sealing.seal(now)


def listen(now):
    @reactions.react_to(BellRung)
    def hear(entry, event):
        book.record(BellHeard(subject=event.subject), actor=actor.system("bell"), at=now)


def heard() -> int:
    return Entry.objects.filter(name="ledgertest.bell_heard").count()


@pytest.mark.django_db
def test_a_reaction_hears_its_event_once(now):
    listen(now)
    ring(now, 3)
    assert (delivery.deliver(now), delivery.deliver(now)) == (3, 0)
    assert heard() == 3


@pytest.mark.django_db
def test_a_reaction_hears_nothing_before_the_seal(now):
    listen(now)
    with transaction.atomic():
        book.record(BellRung(subject=Ref("bell:1")), actor=CLERK, at=now)
    assert delivery.deliver(now) == 0


@pytest.mark.django_db
def test_other_events_pass_by_and_the_watermark_moves_on(now):
    listen(now)
    record(3, now)
    sealing.seal(now)
    delivery.deliver(now)
    assert Watermark.objects.get().seq == 3
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_long_stretches_are_enqueued_in_parts(now, monkeypatch):
    monkeypatch.setattr(delivery, "BATCH", 2)
    listen(now)
    ring(now, 5)
    assert delivery.deliver(now) == 5


@pytest.mark.django_db
def test_a_reaction_that_joins_later_may_leave_old_entries_quiet(now):
    ring(now)
    since = Entry.objects.get().recorded_at + timedelta(microseconds=1)
    seen = []

    @reactions.react_to(BellRung, since=since)
    def hear(entry, event):
        seen.append(entry.number)

    ring(now)
    delivery.deliver(now)
    assert seen == [Entry.objects.latest("number").number]


@pytest.mark.django_db
def test_a_failing_reaction_leaves_no_trace_and_does_not_hold_back_the_other(now):
    @reactions.react_to(BellRung)
    def break_down(entry, event):
        book.record(BellHeard(subject=event.subject), actor=CLERK, at=now)
        raise LookupError("NIK 1234")

    listen(now)
    ring(now, 2)
    assert delivery.deliver(now) == 2
    assert heard() == 2
    broken = Delivery.objects.filter(reaction__contains="break_down")
    assert set(broken.values_list("attempts", "done_at", "last_error")) == {
        (1, None, "LookupError")
    }


@pytest.mark.django_db
def test_a_failure_is_logged_without_its_message(now, caplog):
    @reactions.react_to(BellRung)
    def break_down(entry, event):
        raise LookupError("NIK 1234")

    ring(now)
    delivery.deliver(now)
    assert "LookupError" in caplog.text
    assert "1234" not in caplog.text


@pytest.mark.django_db
def test_a_failure_is_retried_later_and_later_then_parked_and_can_be_released(now):
    fail = True
    calls = []

    @reactions.react_to(BellRung)
    def hear(entry, event):
        calls.append(now)
        if fail:
            raise LookupError

    ring(now)
    assert delivery.deliver(now) == delivery.deliver(now + timedelta(seconds=9)) == 0
    assert len(calls) == 1
    for _ in range(20):
        now += timedelta(hours=1)
        delivery.deliver(now)
    assert len(calls) == delivery.ATTEMPTS
    [waiting] = delivery.parked()
    fail = False
    releasing.release(delivery_id=waiting.pk, actor=KEEPER, now=now)
    assert delivery.deliver(now) == 1
    assert not delivery.parked().exists()


@pytest.mark.django_db
def test_an_expired_lease_is_taken_over_and_the_first_worker_does_nothing_more(now):
    listen(now)
    ring(now)
    delivery.enqueue(now)
    first = delivery.claim(now)
    assert delivery.claim(now) is None
    second = delivery.claim(now + delivery.LEASE)
    assert delivery.run(second, now + delivery.LEASE)
    assert not delivery.run(first, now + delivery.LEASE)
    assert heard() == 1


@pytest.mark.django_db
def test_a_reaction_that_kills_its_worker_is_parked_after_the_last_attempt(now):
    listen(now)
    ring(now)
    delivery.enqueue(now)
    for _ in range(delivery.ATTEMPTS):
        assert delivery.claim(now)
        now += delivery.LEASE
    assert delivery.deliver(now) == 0
    assert delivery.parked().get().last_error == "WorkerLost"


@pytest.mark.django_db
def test_a_reaction_that_left_the_code_stays_open_and_harms_nobody(now):
    ring(now)
    Delivery.objects.create(entry=Entry.objects.get(), reaction="gone.reaction:x", leased_until=now)
    assert delivery.deliver(now) == 0


def test_one_name_cannot_be_registered_twice():
    def hear(entry, event):
        pass

    reactions.react_to(BellRung)(hear)
    reactions.react_to(BellHeard)(hear)
    with pytest.raises(TypeError, match="twice"):
        reactions.react_to(BellRung)(hear)


@pytest.mark.django_db(transaction=True)
def test_racing_workers_deliver_each_entry_once(now):
    listen(now)
    ring(now, 40)
    failures = []

    def work() -> None:
        try:
            delivery.deliver(now)
        except Exception as error:  # noqa: BLE001 - the test asserts that there was none
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    delivery.deliver(now)
    assert failures == []
    assert heard() == 40
