"""Recompute the whole ledger from its stored texts and compare it with what was published.

Three witnesses are asked. Each text must hash to its seal and say what its columns say; the
seals must follow one another without a gap; and the tree must have, at the size of every
published head, the root that was signed. Only the last holds against somebody who owns the
database and rebuilt every hash in it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection
from django.db.models import Exists, Min, OuterRef

from pendopo.kernel.ledger import (
    differences,
    facts,
    guards,
    heads,
    keychain,
    merkle,
    reigns,
    shelf,
    tree,
)
from pendopo.kernel.ledger.differences import Change, Difference, Leaf
from pendopo.kernel.ledger.models import Entry, Head, Seal, Unsealed
from pendopo.kernel.ledger.statements import Statement

PAGE = 1000
MOST_FINDINGS = 20

CHANGED = {
    Change.ALTERED: "Segel {seq}: catatan {entry} diubah sesudah diumumkan.",
    Change.REMOVED: "Segel {seq}: catatan yang sudah diumumkan di tempat ini dihapus.",
    Change.INSERTED: "Segel {seq}: catatan {entry} disisipkan sesudah diumumkan.",
    Change.MOVED: "Segel {seq}: catatan {entry} dipindahkan sesudah diumumkan.",
}


@dataclass
class Report:
    """What was read and what was found; no findings means that everything agrees."""

    sealed: int = 0
    heads: int = 0
    unsealed: int = 0
    unsealed_since: datetime | None = None
    findings: list[str] = field(default_factory=list)


def verify(
    folder: Path, key: Ed25519PublicKey, *, progress: Callable[[int], None] = lambda _: None
) -> Report:
    """Check the ledger against the heads in a folder; `progress` hears the entries read.

    `key` is the one signing key that is trusted; the folder's handovers lead to the others.
    """
    report = Report()
    statements = _genuine(folder, key, report)
    walk = _Walk(statements)
    for page in _pages():
        walk.read(page)
        progress(walk.growing.size)
    report.sealed, report.heads = walk.growing.size, len(statements)
    report.findings += walk.findings[:MOST_FINDINGS]
    report.findings += _against_heads(walk, folder)
    report.findings += _stored_tree(walk.growing)
    report.findings += _queue(report)
    report.findings += [f"Pemicu {name} tidak terpasang." for name in guards.missing(connection)]
    return report


def heads_only_in_database(folder: Path) -> list[str]:
    """Return a finding for each head that our pages show and the folder does not hold."""
    kept = set(shelf.statements_in(folder))
    return [
        f"Kepala {head.at:%Y-%m-%d %H:%M} (ukuran {head.size}) tidak ada di folder kepala."
        for head in Head.objects.order_by("at")
        if heads.statement_of(head) not in kept
    ]


class _Walk:
    """The walk over all seals: rows are checked, the tree grows, roots are compared."""

    def __init__(self, statements: list[Statement]) -> None:
        self.growing = merkle.Growing()
        self.findings: list[str] = []
        self.agreed = self.growing.copy()
        self.broken: Statement | None = None
        self._pending = statements[::-1]
        self._next_seq = 0
        self._compare()

    def read(self, page: list[tuple[Seal, Entry | None]]) -> None:
        for seal, entry in page:
            self._require_next(seal.seq)
            self.findings += _row(seal, entry)
            self.growing.append(_leaf(seal, entry))
            if self._pending:
                self._compare()

    def first_disagreement(self) -> Statement | None:
        """Return the first head with another root, or that is larger than the ledger."""
        return self.broken or (self._pending[-1] if self._pending else None)

    def _require_next(self, seq: int) -> None:
        if seq != self._next_seq:
            self.findings.append(f"Segel {self._next_seq} sampai {seq - 1} dihapus.")
        self._next_seq = seq + 1

    def _compare(self) -> None:
        while self._pending and self._pending[-1].size == self.growing.size:
            statement = self._pending.pop()
            if self.broken:
                continue
            if statement.root == self.growing.root().hex():
                self.agreed = self.growing.copy()
            else:
                self.broken = statement


def _genuine(folder: Path, key: Ed25519PublicKey, report: Report) -> list[Statement]:
    """Return the heads signed by the key of their time, smallest first; others are findings."""
    try:
        found = shelf.statements_in(folder)
        chain = keychain.chain_in(folder, key)
    except ValueError as error:
        report.findings.append(f"Berkas di folder kepala tidak terbaca: {error}.")
        return []
    except reigns.ChainBroken as error:
        report.findings.append(error.sentence)
        return []
    genuine = []
    for statement in found:
        if statement.is_signed_by(reigns.at(chain, statement.at)):
            genuine.append(statement)
        else:
            report.findings.append(
                f"Kepala {statement.at} (ukuran {statement.size}): tanda tangan tidak sah."
            )
    return sorted(genuine, key=lambda one: one.size)


def _pages() -> Iterator[list[tuple[Seal, Entry | None]]]:
    """Walk all seals with their entries; a plain join would hide a seal without its entry."""
    after = -1
    while seals := list(Seal.objects.filter(seq__gt=after).order_by("seq")[:PAGE]):
        entries = Entry.objects.in_bulk([seal.entry_id for seal in seals])
        yield [(seal, entries.get(seal.entry_id)) for seal in seals]
        after = seals[-1].seq


def _row(seal: Seal, entry: Entry | None) -> Iterator[str]:
    if entry is None:
        yield f"Segel {seal.seq}: catatannya dihapus."
    elif _leaf(seal, entry) != bytes(seal.leaf_hash):
        yield f"Segel {seal.seq}: teks catatan {entry.id} diubah sesudah disegel."
    else:
        for column in _differing_columns(entry):
            yield f"Segel {seal.seq}: kolom {column} catatan {entry.id} tidak sesuai teksnya."


def _leaf(seal: Seal, entry: Entry | None) -> bytes:
    return merkle.leaf(entry.payload.encode()) if entry else bytes(seal.leaf_hash)


def _differing_columns(entry: Entry) -> list[str]:
    try:
        fact = entry.fact
    except ValueError:
        return ["payload"]
    columns = {
        "id": entry.id,
        "name": entry.name,
        "subject": entry.subject,
        "actor": entry.actor,
        "occurred_at": facts.moment(entry.occurred_at),
        "recorded_at": facts.moment(entry.recorded_at),
    }
    return [column for column, value in columns.items() if fact.get(column) != value]


def _against_heads(walk: _Walk, folder: Path) -> Iterator[str]:
    statement = walk.first_disagreement()
    if statement is None:
        return
    yield (
        f"Kepala {statement.at} (ukuran {statement.size}) tidak cocok dengan isi buku besar; "
        f"{walk.agreed.size} catatan pertama masih cocok."
    )
    if difference := _difference(walk.agreed, statement, folder):
        seq = walk.agreed.size + difference.offset
        yield CHANGED[difference.change].format(seq=seq, entry=difference.entry)


def _difference(agreed: merkle.Growing, broken: Statement, folder: Path) -> Difference | None:
    """Name the first difference from the published leaves, if they prove to be what was signed."""
    witness = agreed.copy()
    witness.extend(islice(shelf.leaves_in(folder), agreed.size, broken.size))
    if (witness.size, witness.root().hex()) != (broken.size, broken.root):
        return None
    published = islice(shelf.leaves_in(folder), agreed.size, broken.size)
    return differences.first(published, _leaves_from(agreed.size))


def _leaves_from(seq: int) -> Iterator[Leaf]:
    rows = Seal.objects.filter(seq__gte=seq).order_by("seq")
    for key, text in rows.values_list("entry__id", "entry__payload").iterator(PAGE):
        yield Leaf(key, merkle.leaf(text.encode()))


def _stored_tree(growing: merkle.Growing) -> Iterator[str]:
    try:
        same = tree.root(growing.size) == growing.root()
    except LookupError:
        same = False
    if not same:
        yield "Pohon yang tersimpan tidak sesuai isi buku besar: bukti yang ditampilkan keliru."


def _queue(report: Report) -> Iterator[str]:
    """Count what waits for its seal, and report what fell out of the queue."""
    queued = Unsealed.objects.filter(number=OuterRef("number"))
    waiting = Entry.objects.filter(Exists(queued))
    report.unsealed = Unsealed.objects.count()
    report.unsealed_since = waiting.aggregate(since=Min("recorded_at"))["since"]
    present = Entry.objects.filter(number=OuterRef("number"))
    for number in Unsealed.objects.filter(~Exists(present)).values_list("number", flat=True)[:1]:
        yield f"Catatan nomor {number} dihapus sebelum disegel."
    stray = Entry.objects.filter(~Exists(queued), seal=None).order_by("number")
    for key in stray.values_list("id", flat=True)[:1]:
        yield f"Catatan {key} tidak bersegel dan tidak menunggu segel: disisipkan tanpa pemicu."
