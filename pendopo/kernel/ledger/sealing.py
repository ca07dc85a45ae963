"""Give every committed entry its place in the tree: one sealer at a time, no gaps.

A trigger queues each inserted entry in `ledger_unsealed`; the row becomes visible when its
writer commits. So a late commit gets a later number, writers never wait for one another or
for the sealer, and nobody guesses from gaps in ids whether something is still to come.
"""

from datetime import datetime

from django.db import transaction

from pendopo.kernel.ledger import merkle, tree
from pendopo.kernel.ledger.models import Entry, Lease, Seal, Unsealed

BATCH = 1000


def seal(now: datetime) -> int:
    """Seal everything that waits; return how many entries left the queue."""
    total = 0
    # Asked outside a transaction: an idle sealer takes no lock.
    while Unsealed.objects.exists() and (taken := seal_batch(now)):
        total += taken
    return total


@transaction.atomic
def seal_batch(now: datetime) -> int:
    """Take up to a thousand entries from the queue in one transaction; return how many."""
    _become_the_only_sealer()
    numbers = list(Unsealed.objects.order_by("number").values_list("number", flat=True)[:BATCH])
    queued = Entry.objects.filter(number__in=numbers)
    # Rows copied from another database bring their seals with them and are queued all the same.
    waiting = queued.filter(seal=None).order_by("number").values_list("number", "payload")
    _append(list(waiting), now)
    taken, _ = Unsealed.objects.filter(number__in=queued.values("number")).delete()
    return taken


def _become_the_only_sealer() -> None:
    # PostgreSQL locks the row until the transaction ends, also when the sealer is killed; on
    # SQLite the transaction itself is alone. The unique seal numbers are the second guard.
    Lease.objects.get_or_create(job="seal")
    Lease.objects.select_for_update().get(job="seal")


def _append(waiting: list[tuple[int, str]], now: datetime) -> None:
    first = tree.size()
    Seal.objects.bulk_create(
        Seal(seq=seq, entry_id=number, leaf_hash=merkle.leaf(text.encode()), sealed_at=now)
        for seq, (number, text) in enumerate(waiting, start=first)
    )
    tree.grow(first, first + len(waiting))
