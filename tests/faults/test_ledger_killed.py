"""A worker that is killed at any moment loses no effect and doubles none."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from django.conf import settings
from django.db import connection, transaction

from pendopo.kernel import actor
from pendopo.kernel.ledger import book, delivery
from pendopo.kernel.ledger.models import Delivery, Seal
from tests.faults import ledger_bells

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

ENTRIES = 600
KILLS = 25


def test_killed_workers_lose_and_double_nothing(now, tmp_path, monkeypatch):
    monkeypatch.setitem(os.environ, "PENDOPO_DATA", str(tmp_path))
    with connection.cursor() as cursor:
        cursor.execute(ledger_bells.EFFECTS)
    try:
        _campaign(now)
        assert _effects() == Counter(range(ENTRIES))
        seals = Seal.objects.order_by("seq").values_list("seq", flat=True)
        assert list(seals) == list(range(ENTRIES))
        assert not delivery.parked().exists()
        # Otherwise no kill fell into work, and the test proved nothing.
        assert Delivery.objects.filter(attempts__gt=1).exists()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE ledgertest_effect")


def _campaign(now) -> None:
    chance = Random(20260604)
    for number in range(KILLS):
        _ring(range(number * ENTRIES // KILLS, (number + 1) * ENTRIES // KILLS), now)
        worker = _start()
        time.sleep(chance.uniform(0, 0.6))
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    # Leases of the dead run out: moved into the past here instead of waiting five minutes.
    Delivery.objects.filter(done_at=None).update(leased_until=now)
    worker = _start()
    _wait_until(lambda: Delivery.objects.exclude(done_at=None).count() == ENTRIES)
    worker.terminate()
    assert worker.wait(20) == 0


def _ring(numbers: range, now) -> None:
    for number in numbers:
        with transaction.atomic():
            book.record(ledger_bells.ring(number), actor=actor.system("bell"), at=now)


def _start() -> subprocess.Popen[bytes]:
    database = settings.DATABASES["default"]
    environment = os.environ | {"PENDOPO_DATABASE": _address(database)}
    command = [sys.executable, "-m", "tests.faults.ledger_bells"]
    worker = subprocess.Popen(
        command, env=environment, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE
    )
    assert worker.stdout
    assert worker.stdout.readline() == b"ready\n"
    return worker


def _address(database) -> str:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite://{name}"
    user, host, port = (database[key] for key in ("USER", "HOST", "PORT"))
    password = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
    return f"postgresql://{user}{password}@{host.replace('/', '%2F')}:{port}/{name}"


def _effects() -> Counter[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT bell FROM ledgertest_effect")
        return Counter(row[0] for row in cursor.fetchall())


def _wait_until(is_so) -> None:
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end, "the worker did not finish"
        time.sleep(0.2)
