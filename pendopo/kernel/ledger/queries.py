"""What the pages show: heads and proofs that anybody can check, deliveries that are parked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import Count, Max, Min

from pendopo.kernel import events
from pendopo.kernel.errors import NotFound
from pendopo.kernel.ledger import delivery, heads, reactions, tree
from pendopo.kernel.ledger.models import Delivery, Entry, Head, Seal, Unsealed, Watermark


class HeadNotFound(NotFound):
    """No head of this size was published."""

    sentence = "Kepala buku besar dengan ukuran itu belum pernah diumumkan."


class EntryNotFound(NotFound):
    """There is no entry with this id."""

    sentence = "Catatan itu tidak ada di buku besar. Periksa lagi nomornya."


@dataclass(frozen=True, kw_only=True)
class Proof:
    """That an entry is in the tree of a published head; without a head it still waits for one."""

    entry: Entry
    seal: Seal | None
    head: Head | None
    path: tuple[str, ...] = ()

    @property
    def leaf_hash(self) -> str:
        """Return the leaf hash in hex, "" before the seal."""
        return bytes(self.seal.leaf_hash).hex() if self.seal else ""


@dataclass(frozen=True, kw_only=True)
class ParkedReaction:
    """A reaction with deliveries that are parked; `is_known` while the software still has it."""

    name: str
    count: int
    since: datetime
    is_known: bool

    @property
    def hears(self) -> str:
        """Return what it hears, in words."""
        return _label(self.name.partition(":")[2])

    @property
    def short_name(self) -> str:
        """Return domain and function: "surveys.invite"."""
        return self.name.partition(":")[0]


@dataclass(frozen=True, kw_only=True)
class ParkedRow:
    """One parked delivery, without anything that its entry says."""

    pk: int
    entry: str
    event: str
    reaction: str
    attempts: int
    error: str
    since: datetime | None
    is_known: bool


def latest_heads(count: int) -> list[Head]:
    """Return the newest heads, newest first."""
    return list(Head.objects.order_by("-at")[:count])


def heads_page(number: int, count: int) -> tuple[list[Head], bool]:
    """Return a page of heads (from 1), newest first, and one more to link the last; is there more?"""
    start = (number - 1) * count
    found = list(Head.objects.order_by("-at")[start : start + count + 1])
    return found, len(found) > count


def head_of(size: int) -> Head:
    """Return the newest head of this size. Raises HeadNotFound."""
    head = Head.objects.filter(size=size).order_by("at").last()
    if head is None:
        raise HeadNotFound
    return head


def consistency(first: int, second: int) -> tuple[Head, Head, list[str]]:
    """Return two heads and the proof that the smaller begins the larger. Raises HeadNotFound.

    Only between heads: nobody needs another proof, and nobody can ask for a million of them.
    """
    old, new = head_of(min(first, second)), head_of(max(first, second))
    path = tree.consistency(old.size, new.size) if old.size else []
    return old, new, [part.hex() for part in path]


def proof_of(key: str) -> Proof:
    """Return the proof of an entry against the newest head. Raises EntryNotFound."""
    entry = Entry.objects.filter(id=key).first()
    if entry is None:
        raise EntryNotFound
    seal = Seal.objects.filter(entry=entry).first()
    head = heads.covering(seal.seq) if seal else None
    if seal is None or head is None:
        return Proof(entry=entry, seal=seal, head=None)
    path = tree.inclusion(seal.seq, head.size)
    return Proof(entry=entry, seal=seal, head=head, path=tuple(part.hex() for part in path))


def texts(seqs: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Walk the canonical texts of these seals, in the order given, a thousand at a time."""
    every = iter(seqs)
    while some := list(islice(every, 1000)):
        rows = Seal.objects.filter(seq__in=some).order_by("seq")
        yield from rows.values_list("seq", "entry__payload")


def seals_of(subject: str) -> list[tuple[int, str, str]]:
    """Return seal, event name and text of every sealed entry about a subject, in their order."""
    rows = Seal.objects.filter(entry__subject=subject).order_by("seq")
    return list(rows.values_list("seq", "entry__name", "entry__payload"))


def waiting() -> int:
    """Return how much the worker still has to do: entries to seal and deliveries to make.

    Deliveries that were parked do not count; while a consumer is behind the newest seal the
    answer is at least 1, because what it will find there is not known yet.
    """
    last = Seal.objects.aggregate(last=Max("seq"))["last"]
    marks = dict(Watermark.objects.values_list("consumer", "seq"))
    behind = last is not None and any(marks.get(name, 0) <= last for name in reactions.registry)
    open_deliveries = Delivery.objects.filter(done_at=None, parked_at=None).count()
    return Unsealed.objects.count() + open_deliveries + behind


def parked_by_reaction() -> list[ParkedReaction]:
    """Return every reaction with something parked, the one that waits longest first."""
    rows = delivery.parked().order_by().values("reaction")
    counted = rows.annotate(count=Count("id"), since=Min("parked_at")).order_by("since")
    return [
        ParkedReaction(
            name=row["reaction"],
            count=row["count"],
            since=row["since"],
            is_known=row["reaction"] in reactions.registry,
        )
        for row in counted
    ]


def parked_row(parked: Delivery) -> ParkedRow:
    """Return what a person may see of a parked delivery."""
    return ParkedRow(
        pk=parked.pk,
        entry=parked.entry.id,
        event=_label(parked.entry.name),
        reaction=parked.reaction.partition(":")[0],
        attempts=parked.attempts,
        error=parked.last_error,
        since=parked.parked_at,
        is_known=parked.reaction in reactions.registry,
    )


def _label(name: str) -> str:
    known = events.type_of.get(name)
    return known.label if known else name
