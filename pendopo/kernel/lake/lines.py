"""Read sealed entries out of the ledger: lines of their canonical text, one file per table.

A line is `{"seq": 7, "fact": …}`. An entry that does not fit its seal is refused, so nothing
reaches the lake that the ledger cannot prove.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

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
        files: dict[str, TextIO] = {}
        for batch in _batches(start, end):
            for name, lines in _by_event(batch, tables).items():
                if name not in files:
                    paths[name] = folder / f"{tables[name].name}.ndjson"
                    files[name] = stack.enter_context(paths[name].open("w"))
                files[name].write("".join(lines))
    return paths


def _by_event(
    batch: Iterable[tuple[int, str, str]], tables: Mapping[str, Table]
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for seq, name, text in batch:
        if name in tables:
            found.setdefault(name, []).append(f'{{"seq":{seq},"fact":{text}}}\n')
    return found


def _batches(start: int, end: int) -> Iterator[list[tuple[int, str, str]]]:
    """Yield seal, event and text of some entries at a time, each checked against its seal."""
    for first in range(start, end, BATCH):
        last = min(first + BATCH, end)
        rows = Seal.objects.filter(seq__gte=first, seq__lt=last).order_by("seq")
        wanted = ("seq", "entry__name", "entry__payload", "leaf_hash")
        found = list(rows.values_list(*wanted))
        for expected, (seq, _, text, leaf) in enumerate(found, start=first):
            if seq != expected or merkle.leaf(text.encode()) != bytes(leaf):
                raise EntryDoesNotFit(seq=expected)
        if len(found) != last - first:
            raise EntryDoesNotFit(seq=first + len(found))
        yield [(seq, name, text) for seq, name, text, _ in found]
