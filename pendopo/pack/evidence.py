"""Documents and the snapshot itself: the ledger knew them, under the same fingerprint."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pendopo.pack import contents, entries, limits, plain, signing
from pendopo.pack.archive import Archive
from pendopo.pack.contents import Manifest
from pendopo.pack.entries import Fact
from pendopo.pack.misfit import Misfit

TAKEN, ATTACHED = "evaluation.snapshot_taken", "evaluation.evidence_attached"

_NAMED = b'"name":"evaluation.'


def check(
    pack: Archive, manifest: Manifest, snapshot: Mapping[str, Any], places: Sequence[int]
) -> None:
    """Refuse a snapshot or a document that no entry announced. Raises Misfit."""
    said = list(_facts(pack, places))
    digest = signing.digest(pack.read(contents.SNAPSHOT, limits.SNAPSHOT_BYTES))
    if not any(fact["name"] == TAKEN and fact["payload"].get("sha256") == digest for fact in said):
        raise Misfit("Tidak ada catatan di buku besar tentang potret ini.")
    known = {
        (fact["payload"].get("evidence"), fact["payload"].get("sha256"))
        for fact in said
        if fact["name"] == ATTACHED
    }
    for one in plain.objects(snapshot, "evidence", contents.SNAPSHOT):
        _require(manifest, one, known)


def _require(manifest: Manifest, one: Mapping[str, Any], known: set[tuple[Any, Any]]) -> None:
    ref, digest = f"evidence:{one.get('key')}", one.get("sha256")
    if (ref, digest) not in known:
        raise Misfit(f"Bukti “{one.get('title')}” tidak tercatat di buku besar.")
    # A reading has no file: its number is among the measures.
    if digest is None:
        return
    name = plain.part(one, "file", str, contents.SNAPSHOT)
    if manifest.files.get(name, (0, ""))[1] != digest:
        raise Misfit(f"Berkas {name} bukan dokumen yang dilampirkan.")


def _facts(pack: Archive, places: Sequence[int]) -> Iterator[Fact]:
    for _, lines in entries.read(pack, places):
        wanted = [line for line in lines if _NAMED in line]
        yield from entries.facts(wanted)
