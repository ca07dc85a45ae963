"""Heads that somebody kept: each signed, and all of them states of one ledger that only grew."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pendopo.kernel.ledger.reigns import Chain
from pendopo.kernel.ledger.statements import Statement
from pendopo.pack import limits, plain, trust
from pendopo.pack.misfit import Misfit

Link = tuple[int, int, list[str]]
"""Two sizes, and the consistency proof between them."""


@dataclass
class Watched:
    """What some files say: heads, the proofs between them, and the keys where a feed names them."""

    heads: list[Statement] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    chain: Chain = ()

    def require(self, head: Statement, chain: Chain) -> None:
        """Refuse where this head is not one of those heads' ledger. Raises Misfit."""
        for one in self.heads:
            if one.origin != head.origin:
                raise Misfit(f"Kepala yang Anda simpan milik {one.origin}, bukan {head.origin}.")
            trust.require_signed(one, chain, f"kepala atas {one.size} catatan")
        roots = _roots([*self.heads, head])
        self._require_links(roots, {one.size: one for one in [*self.heads, head]})
        if missing := set(roots) - _reached(head.size, self.links):
            size = max(missing)
            low, high = sorted((size, head.size))
            raise Misfit(
                f"Kepala atas {size} catatan belum terhubung dengan kepala atas {head.size} "
                f"catatan. Minta buktinya di /buku-besar/konsistensi?dari={low}&ke={high} dan "
                "berikan juga berkas itu."
            )

    def _require_links(self, roots: dict[int, str], by_size: dict[int, Statement]) -> None:
        for first, second, path in self.links:
            if first in roots and second in roots:
                trust.require_continued(
                    by_size[first], by_size[second], path, f"Kepala atas {second} catatan"
                )


def read(paths: Iterable[Path]) -> Watched:
    """Read saved heads, feeds and answers to /buku-besar/konsistensi. Raises Misfit, OSError."""
    found = Watched()
    for path in paths:
        if path.stat().st_size > limits.MANIFEST_BYTES:
            raise Misfit(f"{path.name} terlalu besar untuk sebuah kepala.")
        _take(found, plain.loose(path.read_bytes(), path.name), path.name)
    if not found.heads:
        raise Misfit("Berkas itu tidak memuat kepala buku besar.")
    return found


def verify(watched: Watched) -> int:
    """Check saved heads against each other; return how many. Raises Misfit."""
    if not watched.chain:
        raise Misfit("Tidak ada kunci publik: berikan umpan kepala.json atau --key.")
    watched.require(max(watched.heads, key=lambda one: one.size), watched.chain)
    return len(watched.heads)


def _take(found: Watched, said: dict[str, Any], what: str) -> None:
    if "heads" in said:
        _take_feed(found, said, what)
    elif "path" in said:
        first, second = (
            trust.head(plain.part(said, name, dict, what), what) for name in ("first", "second")
        )
        found.heads += [first, second]
        found.links.append((first.size, second.size, plain.part(said, "path", list, what)))
    else:
        found.heads.append(trust.head(said, what))


def _take_feed(found: Watched, said: dict[str, Any], what: str) -> None:
    found.heads += [trust.head(one, what) for one in plain.objects(said, "heads", what)]
    for one in plain.objects(said, "consistency", what) if "consistency" in said else []:
        sizes = (plain.part(one, name, int, what) for name in ("from", "to"))
        first, second = sizes
        found.links.append((first, second, plain.part(one, "path", list, what)))
    keys = plain.objects(said, "keys", what)
    if not (keys and found.heads):
        return
    given = {"first": keys[0].get("key"), "handovers": said.get("handovers")}
    found.chain = trust.chain(given, found.heads[-1].origin, what)


def _roots(heads: Sequence[Statement]) -> dict[int, str]:
    roots: dict[int, str] = {}
    for one in heads:
        if roots.setdefault(one.size, one.root) != one.root:
            raise Misfit(
                f"Ada dua kepala berbeda atas {one.size} catatan: buku besar ini bercabang."
            )
    return roots


def _reached(start: int, links: Sequence[Link]) -> set[int]:
    # Every tree continues the empty one, so size 0 needs no proof.
    reached, before = {start, 0}, 0
    while len(reached) > before:
        before = len(reached)
        for first, second, _ in links:
            if first in reached or second in reached:
                reached |= {first, second}
    return reached
