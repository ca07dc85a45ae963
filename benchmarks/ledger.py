"""Ledger append beside a plain ORM insert of the same rows, in the same transactions.

    python -m benchmarks.ledger    # SQLite in a scratch folder, or what PENDOPO_DATABASE names

Four processes write one row per transaction, by turns into the ledger (canonical text, salt,
triggers that guard and queue) and into a plain table with the same columns and indexes.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any
from uuid import uuid4

import django

from benchmarks import figures

PROCESSES = 4
SECONDS = 4.0
ROUNDS = 3
AIM = 0.5
NAME = "ledgerbench.case_closed"
TABLE = "ledgerbench_plain"


@dataclass(frozen=True)
class Result:
    """Rows a second: through the ledger, and as plain rows."""

    ledger: float
    plain: float

    @property
    def ratio(self) -> float:
        return self.ledger / self.plain


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["PENDOPO_DATA"] = scratch
        result = measure()
    figures.report(
        [
            figures.Figure(
                what=f"ledger append, entries/s at concurrency {PROCESSES}",
                figure=f"{result.ledger:.0f}/s",
                floor=f"plain ORM insert {result.plain:.0f}/s",
                ratio=f"{result.ratio:.2f}",
                aim=f"≥ {AIM:.2f}",
                reached=result.ratio >= AIM,
            )
        ]
    )


def measure() -> Result:
    """Alternate both for some rounds, so that a busy machine disturbs both alike."""
    _prepare()
    context = get_context("spawn")
    barrier, counts = context.Barrier(PROCESSES), context.Queue()
    writers = [context.Process(target=_write, args=(barrier, counts)) for _ in range(PROCESSES)]
    for writer in writers:
        writer.start()
    written = [counts.get() for _ in writers]
    for writer in writers:
        writer.join()
    return Result(
        ledger=sum(ledger for ledger, _ in written) / (ROUNDS * SECONDS),
        plain=sum(plain for _, plain in written) / (ROUNDS * SECONDS),
    )


def _prepare() -> None:
    _set_up()
    from django.core.management import call_command
    from django.db import connection

    from pendopo.kernel.ledger.models import Entry

    call_command("migrate", verbosity=0)
    if Entry.objects.exclude(name=NAME).exists():
        sys.exit("this database is in use: entries written here could never be removed")
    plain = _plain_model()
    with connection.schema_editor() as editor:
        if TABLE in connection.introspection.table_names():
            editor.delete_model(plain)
        editor.create_model(plain)
    connection.close()


def _write(barrier: Any, counts: Any) -> None:
    """Write in one of the processes; they start every stretch together."""
    _set_up()
    writers = (_ledger_writer(), _plain_writer())
    written = [0, 0]
    for _ in range(ROUNDS):
        for kind, write in enumerate(writers):
            barrier.wait()
            written[kind] += _stretch(write)
    counts.put(written)


def _stretch(write: Callable[[], object]) -> int:
    from django.db import transaction

    written, end = 0, time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        with transaction.atomic():
            write()
        written += 1
    return written


def _ledger_writer() -> Callable[[], object]:
    from django.utils import timezone

    from pendopo.kernel import actor
    from pendopo.kernel.ledger import book

    event, clerk = _event(), actor.Actor(ref="person:k7qm3f9t")
    return lambda: book.record(event, actor=clerk, at=timezone.now())


def _plain_writer() -> Callable[[], object]:
    from django.utils import timezone

    from pendopo.kernel.ledger import facts

    event, now, plain = _event(), timezone.now(), _plain_model()
    ready = {"key": "0" * 32, "actor": "person:k7qm3f9t", "salt": "0" * 32}
    text = facts.write(event, occurred_at=now, recorded_at=now, **ready)

    def write() -> None:
        plain.objects.create(
            id=uuid4().hex,
            name=event.name,
            subject=event.subject,
            actor="person:k7qm3f9t",
            payload=text,
            occurred_at=now,
            recorded_at=timezone.now(),
        )

    return write


def _event() -> Any:
    from pendopo.kernel.events import Code, Event, Ref, type_of

    if NAME not in type_of:

        @dataclass(frozen=True, kw_only=True)
        class CaseClosed(Event, name=NAME, label="Permohonan selesai"):
            service: Code
            on_time: bool
            working_days: int

    values = {"service": Code("surat-keterangan-usaha"), "on_time": True, "working_days": 1}
    return type_of[NAME](subject=Ref("case:2026-K7QM3F9T"), **values)


def _plain_model() -> Any:
    """Return a model with the columns and indexes of an entry, and no triggers."""
    from django.db import models

    class PlainEntry(models.Model):
        number = models.BigAutoField(primary_key=True)
        id = models.CharField(max_length=32, unique=True)
        name = models.CharField(max_length=80)
        subject = models.CharField(max_length=120)
        actor = models.CharField(max_length=120)
        payload = models.TextField()
        occurred_at = models.DateTimeField()
        recorded_at = models.DateTimeField()

        class Meta:
            app_label = "ledgerbench"
            db_table = TABLE
            indexes = (
                models.Index(fields=["subject", "number"], name="plain_subject"),
                models.Index(fields=["name", "occurred_at"], name="plain_name"),
            )

    return PlainEntry


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pendopo.project.settings")
    django.setup()


if __name__ == "__main__":
    main()
