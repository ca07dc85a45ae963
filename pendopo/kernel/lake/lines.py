"""Read sealed entries out of the ledger: lines of their canonical text, one file per table.

A line is `{"seq": 7, "fact": …}`. An entry that does not fit its seal is refused, so nothing
reaches the lake that the ledger cannot prove.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

from pendopo.kernel.errors import DomainError
from pendopo.kernel.lake.tables import Table
from pendopo.kernel.ledger import merkle
from pendopo.kernel.ledger.models import Seal

BATCH = 5000


class EntryDoesNotFit(DomainError):
    """An entry of the ledger was altered or removed after it was sealed."""

    status = 500
    sentence = (
        "Ada catatan buku besar yang tidak cocok dengan segelnya. "
        "Jalankan `pendopo verify` untuk melihat yang mana."
    )


def spread(start: int, end: int, tables: Mapping[str, Table], folder: Path) -> dict[str, Path]:
    """Write the entries of these seals (`end` excluded), return the file of each table with any.

    `tables` are the event tables by the name of the event; what no installed domain announces
    any more is left out. Raises EntryDoesNotFit.
    """
    paths: dict[str, Path] = {}
    with ExitStack() as stack:
        files = {}
        for seq, name, text in _sealed(start, end):
            if name not in tables:
                continue
            if name not in files:
                paths[name] = folder / f"{tables[name].name}.ndjson"
                files[name] = stack.enter_context(paths[name].open("w"))
            files[name].write(f'{{"seq":{seq},"fact":{text}}}\n')
    return paths


def _sealed(start: int, end: int) -> Iterator[tuple[int, str, str]]:
    expected = start
    for first in range(start, end, BATCH):
        rows = Seal.objects.filter(seq__gte=first, seq__lt=min(first + BATCH, end))
        wanted = ("seq", "entry__name", "entry__payload", "leaf_hash")
        for seq, name, text, leaf in rows.order_by("seq").values_list(*wanted):
            if seq != expected or merkle.leaf(text.encode()) != bytes(leaf):
                raise EntryDoesNotFit(seq=expected)
            yield seq, name, text
            expected += 1
    if expected != end:
        raise EntryDoesNotFit(seq=expected)
