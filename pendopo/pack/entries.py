"""The ledger entries of a pack: their lines, their leaf hashes, and the proof over all of them."""

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

from pendopo.kernel.ledger.statements import Statement
from pendopo.pack import contents, facts, multiproof
from pendopo.pack.archive import Archive
from pendopo.pack.facts import Fact
from pendopo.pack.misfit import Misfit

BEFORE, BETWEEN = b'{"fact":', b',"seq":'
"""A line is `{"fact":<canonical text>,"seq":<leaf index>}`: JSON, and the exact text inside it."""

_LEAF = b"\x00"
_TEXT = len(BEFORE)
_OPENING = BEFORE + b"{"
_TAIL = re.compile(rb'(?m)^,"seq":(0|[1-9][0-9]{0,17})\}$')
_LINE = re.compile(re.escape(_OPENING) + rb'.*,"seq":(0|[1-9][0-9]{0,17})\}', re.DOTALL)

Lines = Sequence[bytes]


def line(seq: int, text: str) -> bytes:
    """Return the line of an entry."""
    return BEFORE + text.encode() + BETWEEN + b"%d}\n" % seq


def prove(
    pack: Archive, head: Statement, marked: bytes, see: Callable[[list[int], Lines], None]
) -> tuple[int, list[Fact]]:
    """Return how many entries there are, proven to stand under a head, and the facts so marked.

    `see` is shown their leaf indexes and lines, many at a time, before anything is proven. Raises Misfit.
    """
    places: list[int] = []
    leaves: list[bytes] = []
    kept: list[bytes] = []
    for lines in pack.lines(contents.ENTRIES):
        if not lines:
            continue
        ends = [one.rfind(BETWEEN) for one in lines]
        seqs = _places(lines, ends, len(places))
        places += seqs
        leaves += [
            sha256(_LEAF + one[_TEXT:end]).digest() for one, end in zip(lines, ends, strict=True)
        ]
        kept += [one for one in lines if marked in one]
        see(seqs, lines)
    _require_rising(places)
    _require_root(head, places, leaves, _hashes(pack))
    return len(places), facts.read(kept)


def _places(lines: Lines, ends: Sequence[int], before: int) -> list[int]:
    """Return the leaf indexes that lines say, each written in the one way there is. Raises Misfit."""
    tails = [one[end:] for one, end in zip(lines, ends, strict=True)]
    seqs = list(map(int, _TAIL.findall(b"\n".join(tails))))
    if len(seqs) < len(lines) or {one[: len(_OPENING)] for one in lines} != {_OPENING}:
        place = next(at for at, one in enumerate(lines) if not _LINE.fullmatch(one))
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
