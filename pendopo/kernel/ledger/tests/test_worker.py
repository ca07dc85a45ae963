"""The worker: one round does everything, no job stops another, a lost database is waited for."""

import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError

from pendopo.kernel import hooks
from pendopo.kernel.ledger import sealing
from pendopo.kernel.ledger.models import Head, Seal
from pendopo.kernel.ledger.tests.test_sealing import record
from pendopo.kernel.ledger.worker import Worker


@pytest.fixture(autouse=True)
def own_house(settings, tmp_path, monkeypatch):
    settings.KEYS_DIR = tmp_path / "keys"
    settings.HEADS_DIR = tmp_path / "heads"
    monkeypatch.setattr(hooks, "ticks", hooks.Hook())


@pytest.mark.django_db
def test_one_round_seals_and_publishes(now):
    record(3, now)
    call_command("work", "--once")
    assert Seal.objects.count() == Head.objects.get().size == 3


@pytest.mark.django_db
def test_ticks_come_once_a_minute_and_a_broken_one_stops_nobody(now, caplog):
    moments = []

    @hooks.ticks.fill
    def broken(at):
        raise LookupError("NIK 1234")

    @hooks.ticks.fill
    def sound(at):
        moments.append(at)

    times = [now, now + timedelta(seconds=30), now + timedelta(seconds=60)]
    worker = Worker(lambda: times[0])
    while times:
        worker.round()
        times.pop(0)
    assert moments == [now, now + timedelta(seconds=60)]
    assert "LookupError" in caplog.text
    assert "1234" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_the_loop_outlives_a_database_that_is_briefly_away(now, monkeypatch):
    worker, calls = Worker(lambda: now), []

    def away_twice(at):
        calls.append(at)
        if len(calls) < 3:
            raise OperationalError
        worker.stop.set()
        return 0

    monkeypatch.setattr(sealing, "seal", away_twice)
    monkeypatch.setattr("pendopo.kernel.ledger.worker.PAUSE", 0.001)
    worker.run()
    assert len(calls) == 3


@pytest.mark.django_db
def test_an_idle_worker_stops_at_once_when_asked(now, monkeypatch):
    worker = Worker(lambda: now)
    monkeypatch.setattr(worker, "round", lambda: False)
    thread = threading.Thread(target=worker.run)
    thread.start()
    worker.stop.set()
    thread.join(5)
    assert not thread.is_alive()


@pytest.mark.django_db
def test_sealing_that_fails_holds_back_no_tick(now, monkeypatch):
    moments = []
    hooks.ticks.fill(moments.append)

    def broken(at):
        raise LookupError

    monkeypatch.setattr(sealing, "seal", broken)
    Worker(lambda: now).round()
    assert moments == [now]
