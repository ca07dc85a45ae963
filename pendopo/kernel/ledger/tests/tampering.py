"""What somebody who owns the database can do to it: drop the triggers, change rows, rebuild hashes.

Run inside a transaction that the test rolls back. Each function returns the id that stands at
the touched place afterwards.
"""

from django.db import connection
from django.db.models import F

from pendopo.kernel.ledger import guards, merkle, tree
from pendopo.kernel.ledger.models import Entry, Node, Seal

RAISED = 1_000_000_000


def alter_text(seq: int) -> str:
    """Change what an entry says, and leave its seal."""
    guards.remove(connection)
    entry = _entry_at(seq)
    _write(entry, actor="person:other")
    return entry.id


def alter_column(seq: int) -> str:
    """Change a searchable column, and leave the text."""
    guards.remove(connection)
    entry = _entry_at(seq)
    Entry.objects.filter(pk=entry.pk).update(subject="lamp:999")
    return entry.id


def alter_and_rebuild(seq: int) -> str:
    """Change what an entry says, its columns, its seal and every hash above it."""
    guards.remove(connection)
    entry = _entry_at(seq)
    _write(entry, actor="person:other")
    entry.refresh_from_db()
    Seal.objects.filter(seq=seq).update(leaf_hash=merkle.leaf(entry.payload.encode()))
    _rebuild()
    return entry.id


def remove(seq: int) -> str:
    """Delete an entry and its seal."""
    guards.remove(connection)
    entry = _entry_at(seq)
    Seal.objects.filter(seq=seq).delete()
    entry.delete()
    return ""


def remove_and_rebuild(seq: int) -> str:
    """Delete an entry, close the gap and rebuild every hash."""
    remove(seq)
    _shift(seq, by=-1)
    _rebuild()
    return Seal.objects.get(seq=seq).entry.id


def insert_and_rebuild(seq: int) -> str:
    """Slip an entry in between, with a seal and rebuilt hashes."""
    guards.remove(connection)
    entry = _entry_at(seq)
    copy = "f" * 32
    text = entry.payload.replace(entry.id, copy)
    _shift(seq, by=1)
    new = Entry.objects.create(
        id=copy,
        name=entry.name,
        subject=entry.subject,
        actor=entry.actor,
        payload=text,
        occurred_at=entry.occurred_at,
        recorded_at=entry.recorded_at,
    )
    leaf = merkle.leaf(text.encode())
    Seal.objects.create(seq=seq, entry=new, leaf_hash=leaf, sealed_at=entry.recorded_at)
    _rebuild()
    return copy


def _entry_at(seq: int) -> Entry:
    return Seal.objects.get(seq=seq).entry


def _write(entry: Entry, *, actor: str) -> None:
    text = entry.payload.replace(f'"actor":"{entry.actor}"', f'"actor":"{actor}"')
    assert text != entry.payload
    Entry.objects.filter(pk=entry.pk).update(payload=text, actor=actor)


def _shift(seq: int, *, by: int) -> None:
    # By way of large numbers: row by row, one step would meet the neighbour's number.
    Seal.objects.filter(seq__gte=seq).update(seq=F("seq") + RAISED)
    Seal.objects.filter(seq__gte=RAISED).update(seq=F("seq") - RAISED + by)


def _rebuild() -> None:
    Node.objects.all().delete()
    tree.grow(0, tree.size())
