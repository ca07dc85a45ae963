"""Whose word a pack is: the chain of signing keys, the head, and what the assessor brought along."""

from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from pendopo.kernel.ledger import handovers, merkle, publickeys, reigns, statements
from pendopo.kernel.ledger.reigns import Chain, Reign
from pendopo.kernel.ledger.statements import Statement
from pendopo.pack import limits, plain
from pendopo.pack.misfit import Misfit


def chain(found: Mapping[str, Any], origin: str, what: str) -> Chain:
    """Return the keys of `{"first", "handovers"}`, the first one first. Raises Misfit."""
    first = key_of(plain.part(found, "first", str, what), what)
    try:
        linked = [
            handovers.read(plain.write(one).decode())
            for one in plain.objects(found, "handovers", what)
        ]
        keys: Chain = reigns.linked(linked) if linked else [Reign(first)]
    except (reigns.ChainBroken, ValueError) as error:
        raise Misfit(f"{what}: pernyataan ganti kunci tidak sah.") from error
    if keys[0].key != first or any(one.origin != origin for one in linked):
        raise Misfit(f"{what}: pernyataan ganti kunci bukan milik rangkaian ini.")
    return keys


def key_of(text: str, what: str) -> Ed25519PublicKey:
    """Return a public key of 64 hex digits. Raises Misfit."""
    try:
        return publickeys.read(text)
    except ValueError as error:
        raise Misfit(f"{what}: kunci publik tidak terbaca.") from error


def require_known(keys: Chain, trusted: Ed25519PublicKey) -> None:
    """Refuse a chain without the key that the assessor trusts. Raises Misfit."""
    if trusted not in [reign.key for reign in keys]:
        raise Misfit("Kunci yang Anda percayai tidak ada dalam rangkaian kunci paket ini.")


def head(found: Mapping[str, Any], what: str) -> Statement:
    """Return a tree head as it was published. Raises Misfit."""
    shapes = {"size": int, "root": str, "at": str, "origin": str, "key": str, "signature": str}
    for name, kind in shapes.items():
        plain.part(found, name, kind, what)
    if set(found) != set(shapes):
        raise Misfit(f"{what} memuat bagian yang tidak dikenal.")
    read = statements.read(plain.write(found).decode())
    if not 0 <= read.size <= limits.TREE_SIZE:
        raise Misfit(f"{what} menyebut ukuran yang tidak mungkin.")
    return read


def require_signed(said: Statement, keys: Chain, what: str) -> None:
    """Refuse a head that the key in force at its time did not sign. Raises Misfit."""
    if not said.is_signed_by(key_at(keys, said.at)):
        raise Misfit(f"Tanda tangan {what} tidak sah.")


def key_at(keys: Chain, moment: str) -> Ed25519PublicKey:
    """Return the key in force at a moment."""
    return reigns.at(keys, moment)


def require_continued(old: Statement, new: Statement, path: Sequence[str], what: str) -> None:
    """Refuse two heads of which the later is not grown from the earlier. Raises Misfit."""
    try:
        hashes = [bytes.fromhex(part) for part in path]
        tops = bytes.fromhex(old.root), bytes.fromhex(new.root)
    except (TypeError, ValueError) as error:
        raise Misfit(f"{what}: bukti konsistensi tidak terbaca.") from error
    # Every tree continues the empty one.
    if old.size and not merkle.is_consistent(old.size, new.size, *tops, hashes):
        raise Misfit(f"{what}: kepala yang kemudian tidak melanjutkan kepala sebelumnya.")
