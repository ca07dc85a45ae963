"""Recording: one transaction, a text that can be read back, rows that never change."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import rfc8785
from django.db import IntegrityError, connection, transaction

from pendopo.kernel import actor
from pendopo.kernel.events import Code, Event, Ref
from pendopo.kernel.ledger import book, facts, guards
from pendopo.kernel.ledger.models import Entry, Unsealed
from pendopo.kernel.ledger.tests.emptying import without_guards

CLERK = actor.Actor(ref="person:clerk")


@dataclass(frozen=True, kw_only=True)
class LampLit(Event, name="ledgertest.lamp_lit", label="Lampu dinyalakan"):
    colour: Code
    watts: int
    outside: bool
    bought_on: date | None = None
    lit_at: datetime | None = None


def lit(number: int = 1, **fields: object) -> LampLit:
    values = {"colour": Code("kuning"), "watts": 5, "outside": True} | fields
    return LampLit(subject=Ref(f"lamp:{number}"), **values)


@pytest.mark.django_db
def test_what_was_recorded_is_read_back_as_the_same_event(now):
    event = lit(bought_on=date(2026, 5, 1), lit_at=now)
    entry = book.record(event, actor=CLERK, at=now)
    assert Entry.objects.get(id=entry.id).event == event


@pytest.mark.django_db
def test_the_stored_text_is_canonical_and_says_what_the_columns_say(now):
    key = book.record(lit(), actor=CLERK, at=now).id
    entry = Entry.objects.get(id=key)
    assert rfc8785.dumps(entry.fact).decode() == entry.payload
    assert entry.fact["id"] == entry.id
    assert entry.fact["actor"] == entry.actor == "person:clerk"
    assert entry.fact["occurred_at"] == facts.moment(entry.occurred_at)
    assert entry.fact["recorded_at"] == facts.moment(entry.recorded_at)


@pytest.mark.django_db
def test_late_recording_is_visible(now):
    entry = book.record(lit(), actor=CLERK, at=now - timedelta(days=9000))
    assert entry.occurred_at == now - timedelta(days=9000)
    assert entry.recorded_at > datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.django_db
def test_two_entries_of_the_same_fact_differ_in_id_and_salt(now):
    one, two = book.record_many([(lit(), now), (lit(), now)], actor=CLERK)
    assert one.id != two.id
    assert one.fact["salt"] != two.fact["salt"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "write",
    [
        lambda now: book.record(lit(), actor=CLERK, at=now),
        lambda now: book.record_many([(lit(), now)], actor=CLERK),
    ],
)
def test_recording_outside_a_transaction_is_refused(now, write):
    with pytest.raises(book.TransactionRequired):
        write(now)
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_entry_disappears_with_the_change_that_failed(now):
    def change() -> None:
        with transaction.atomic():
            book.record(lit(), actor=CLERK, at=now)
            raise LookupError

    with pytest.raises(LookupError):
        change()
    assert not Entry.objects.exists()
    assert not Unsealed.objects.exists()


@pytest.mark.django_db
def test_a_time_without_a_zone_is_refused(now):
    with pytest.raises(ValueError, match="zone"):
        book.record(lit(), actor=CLERK, at=now.replace(tzinfo=None))


@pytest.mark.django_db
def test_a_timeline_holds_one_subject_oldest_first(now):
    book.record_many([(lit(1), now), (lit(2), now), (lit(1, watts=7), now)], actor=CLERK)
    assert [entry.fact["payload"]["watts"] for entry in book.entries_of("lamp:1")] == [5, 7]


@pytest.mark.django_db
def test_every_insert_is_queued_for_its_seal(now):
    entries = book.record_many([(lit(), now)] * 3, actor=CLERK)
    assert set(Unsealed.objects.values_list("number", flat=True)) == {e.number for e in entries}


BEHIND_THE_DELETE_TRIGGER = {
    "sqlite": "INSERT OR REPLACE INTO ledger_entry SELECT * FROM ledger_entry",
    "postgresql": "TRUNCATE ledger_entry CASCADE",
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger_entry SET actor = 'person:other'",
        "DELETE FROM ledger_entry",
        BEHIND_THE_DELETE_TRIGGER[connection.vendor],
    ],
)
def test_the_database_refuses_to_change_an_entry(now, change):
    book.record(lit(), actor=CLERK, at=now)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute(change)


@pytest.mark.django_db
def test_missing_guards_are_named():
    assert guards.missing(connection) == []
    guards.remove(connection)
    assert guards.QUEUE in guards.missing(connection)
    with without_guards():
        pass
    assert guards.missing(connection) == []


def test_a_moment_is_written_in_utc_whatever_its_zone():
    wib = timezone(timedelta(hours=7))
    assert facts.moment(datetime(2026, 6, 4, 10, tzinfo=wib)) == "2026-06-04T03:00:00.000000Z"
