"""Documents and the snapshot itself: the ledger knew them, under the same fingerprint."""

from collections.abc import Mapping, Sequence
from typing import Any

from pendopo.pack import contents, limits, plain, signing
from pendopo.pack.archive import Archive
from pendopo.pack.contents import Manifest
from pendopo.pack.facts import Fact
from pendopo.pack.misfit import Misfit

TAKEN, ATTACHED = "evaluation.snapshot_taken", "evaluation.evidence_attached"

MARK = b'"name":"evaluation.'
"""Every entry that is looked for here has this in its text; others may."""


def check(
    pack: Archive, manifest: Manifest, snapshot: Mapping[str, Any], said: Sequence[Fact]
) -> None:
    """Refuse a snapshot or a document that none of these entries announced. Raises Misfit."""
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
