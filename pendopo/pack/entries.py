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
_TEXT = len(BEFORE)
_OPENING = BEFORE + b"{"

_NEEDED = {"id", "name", "subject", "actor", "occurred_at", "recorded_at", "payload"}

Fact = dict[str, Any]


def line(seq: int, text: str) -> bytes:
    """Return the line of an entry."""
    return BEFORE + text.encode() + BETWEEN + b"%d}\n" % seq


def prove(pack: Archive, head: Statement, marked: bytes) -> tuple[list[int], list[Fact]]:
    """Return the leaf indexes of all entries, proven to stand under a head, and the facts so marked.

    Raises Misfit.
    """
    places: list[int] = []
    leaves: list[bytes] = []
    kept: list[bytes] = []
    for lines in pack.lines(contents.ENTRIES):
        ends = [one.rfind(BETWEEN) for one in lines]
        places += _places(lines, ends, len(places))
        leaves += [
            sha256(_LEAF + one[_TEXT:end]).digest() for one, end in zip(lines, ends, strict=True)
        ]
        kept += [one for one in lines if marked in one]
    _require_rising(places)
    _require_root(head, places, leaves, _hashes(pack))
    return places, facts(kept)


def read(pack: Archive, places: Sequence[int]) -> Iterator[tuple[Sequence[int], list[bytes]]]:
    """Walk the leaf indexes and their lines again, many at a time."""
    at = 0
    for lines in pack.lines(contents.ENTRIES):
        yield places[at : at + len(lines)], lines
        at += len(lines)


def facts(lines: Sequence[bytes]) -> list[Fact]:
    """Return what these lines say. Raises Misfit."""
    text = b"[%b]" % b",".join(lines)
    try:
        said: list[Fact] = [one["fact"] for one in json.loads(text)]
        members = sum(2 + len(fact) + len(fact["payload"]) for fact in said)
        if not _is_simple(text, members):
            json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError, LookupError, TypeError) as error:
        raise Misfit(f"Ada catatan di {contents.ENTRIES} yang tidak terbaca.") from error
    if len(said) != len(lines) or not all(map(_is_whole, said)):
        raise Misfit(f"Ada catatan di {contents.ENTRIES} yang tidak lengkap.")
    return said


def _is_whole(fact: Fact) -> bool:
    return (
        fact.keys() >= _NEEDED
        and type(fact["payload"]) is dict
        and type(fact["occurred_at"]) is str
    )


def _is_simple(text: bytes, members: int) -> bool:
    """Tell whether it is plain that no name stands twice, when so many members were read.

    Without a space each member has its `":`, so there are at most as many as of these. As many were read:
    then none took another's place. Nested members are not counted and make it not plain.
    """
    return text.count(b'":') == members and not any(blank in text for blank in (b" ", b"\t", b"\r"))


def _once(pairs: list[tuple[str, Any]]) -> Fact:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Misfit(f"Ada catatan di {contents.ENTRIES} yang menyebut satu hal dua kali.")
    return found


def _places(lines: Sequence[bytes], ends: Sequence[int], before: int) -> list[int]:
    """Return the leaf indexes that lines say, each written in the one way there is. Raises Misfit."""
    tails = [one[end:] for one, end in zip(lines, ends, strict=True)]
    numbers = [tail[len(BETWEEN) : -1] for tail in tails]
    seqs = [int(one) if one.isdigit() and len(one) < 19 else -1 for one in numbers]
    for place, (one, tail, seq) in enumerate(zip(lines, tails, seqs, strict=True)):
        if tail != b',"seq":%d}' % seq or not one.startswith(_OPENING):
            raise Misfit(f"Baris {before + place + 1} dari {contents.ENTRIES} tidak terbaca.")
    return seqs


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
