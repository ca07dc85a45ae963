"""The ledger entries of a pack: their lines, their leaf hashes, and the proof over all of them."""

import itertools
import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from pendopo.kernel.ledger.statements import Statement
from pendopo.pack import contents, multiproof
from pendopo.pack.archive import Archive
from pendopo.pack.misfit import Misfit

BEFORE, BETWEEN = b'{"fact":', b',"seq":'
"""A line is `{"fact":<canonical text>,"seq":<leaf index>}`: JSON, and the exact text inside it."""

_LEAF = b"\x00"

Fact = dict[str, Any]


def line(seq: int, text: str) -> bytes:
    """Return the line of an entry."""
    return BEFORE + text.encode() + BETWEEN + b"%d}\n" % seq


def prove(pack: Archive, head: Statement) -> list[int]:
    """Return the leaf indexes of all entries, proven to stand under a head. Raises Misfit."""
    places: list[int] = []
    leaves: list[bytes] = []
    for lines in pack.lines(contents.ENTRIES):
        for one in lines:
            text, between, rest = one.rpartition(BETWEEN)
            seq = int(rest[:-1]) if rest[:-1].isdigit() and len(rest) < 20 else -1
            if not between or rest != b"%d}" % seq or text[:9] != b'{"fact":{':
                raise Misfit(f"Baris {len(places) + 1} dari {contents.ENTRIES} tidak terbaca.")
            places.append(seq)
            leaves.append(sha256(_LEAF + text[8:]).digest())
    _require_rising(places)
    _require_root(head, places, leaves, _hashes(pack))
    return places


def read(pack: Archive, places: Sequence[int]) -> Iterator[tuple[Sequence[int], list[bytes]]]:
    """Walk the leaf indexes and their lines again, many at a time."""
    at = 0
    for lines in pack.lines(contents.ENTRIES):
        yield places[at : at + len(lines)], lines
        at += len(lines)


def facts(lines: Sequence[bytes]) -> list[Fact]:
    """Return what these lines say. Raises Misfit."""
    try:
        found = json.loads(b"[%b]" % b",".join(lines))
    except (ValueError, RecursionError) as error:
        raise Misfit(f"Ada catatan di {contents.ENTRIES} yang tidak terbaca.") from error
    return [one["fact"] for one in found]


def _require_rising(places: Sequence[int]) -> None:
    for before, after in itertools.pairwise(places):
        if after <= before:
            raise Misfit(f"Catatan {after} tidak berada pada urutannya di {contents.ENTRIES}.")


def _hashes(pack: Archive) -> Iterator[bytes]:
    rest = b""
    for block in pack.blocks(contents.PROOF):
        data = rest + block
        whole = len(data) - len(data) % multiproof.HASH
        rest = data[whole:]
        yield from (data[at : at + multiproof.HASH] for at in range(0, whole, multiproof.HASH))
    if rest:
        yield rest


def _require_root(
    head: Statement, places: Sequence[int], leaves: Sequence[bytes], proof: Iterator[bytes]
) -> None:
    try:
        top = multiproof.root(head.size, places, leaves, proof)
    except multiproof.ProofDoesNotFit as error:
        raise Misfit(f"{contents.PROOF} tidak cocok dengan jumlah catatan.") from error
    if top.hex() != head.root:
        raise Misfit(
            "Catatan di dalam paket tidak berada di bawah kepala buku besar: ada yang diubah, "
            "ditambah, atau ditukar."
        )
