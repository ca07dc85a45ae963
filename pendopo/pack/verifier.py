"""Verify a pack from the outside in; the first thing that does not fit ends it with its name."""

import gc
import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from pendopo.kernel.ledger.reigns import Chain
from pendopo.kernel.ledger.statements import Statement
from pendopo.pack import (
    archive,
    contents,
    entries,
    evidence,
    limits,
    numbers,
    plain,
    signing,
    trust,
)
from pendopo.pack.archive import Archive
from pendopo.pack.comparing import Comparison
from pendopo.pack.contents import Manifest
from pendopo.pack.misfit import Misfit
from pendopo.pack.rows import Rows
from pendopo.pack.watching import Watched


@dataclass
class Report:
    """What was checked, and what a reader must know beside it."""

    checked: list[str] = field(default_factory=list)
    simulations: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    index: str = ""


def verify(
    path: Path,
    *,
    key: Ed25519PublicKey | None = None,
    watched: Watched | None = None,
    said: Callable[[str], None] = lambda _: None,
) -> Report:
    """Return what was checked. `key` and `watched` are what the assessor kept.

    `said` hears each step as it is done. Raises Misfit for the first thing that does not fit, and
    OSError where the file cannot be read.
    """
    report = Report()

    def note(sentence: str) -> None:
        report.checked.append(sentence)
        said(sentence)

    with Archive(path) as pack, _without_tidying():
        manifest, chain = _open(pack, note)
        _require_files(pack, manifest)
        note(f"{len(manifest.files)} berkas sesuai dengan sidik jarinya.")
        snapshot = _snapshot(pack, manifest, chain)
        note("Potret ditandatangani pemerintah daerah dan tidak berubah.")
        head = _head(pack, manifest, chain, note)
        _trust(report, chain, head, key, watched)
        counted = _follow(pack, manifest, snapshot, head, note)
    report.warnings += numbers.not_of_entries(counted)
    _conclude(report, snapshot)
    return report


@contextmanager
def _without_tidying() -> Iterator[None]:
    """Let Python not look for circles among millions of small things that form none: a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _open(pack: Archive, note: Callable[[str], None]) -> tuple[Manifest, Chain]:
    note("Bentuk paket baku; tidak ada data tersembunyi.")
    manifest = contents.manifest(pack)
    chain = contents.keys(pack, manifest.origin)
    contents.require_signed(pack, signing.PACK, archive.FIRST, chain, manifest.made_at)
    note(f"Daftar isi ditandatangani {manifest.origin}, {manifest.made_at}.")
    return manifest, chain


def _require_files(pack: Archive, manifest: Manifest) -> None:
    found = [name for name in pack.members if name not in archive.FIRST]
    for name in sorted({*found, *manifest.files, *contents.NEEDED}):
        if name not in manifest.files:
            raise Misfit(f"Berkas {name} tidak disebut dalam daftar isi.")
        if name not in pack.members:
            raise Misfit(f"Berkas {name} tidak ada di dalam paket.")
    for name in found:
        digest, size = hashlib.sha256(), 0
        for block in pack.blocks(name):
            digest.update(block)
            size += len(block)
        if (size, digest.hexdigest()) != manifest.files[name]:
            raise Misfit(f"Berkas {name} tidak sesuai dengan sidik jarinya dalam daftar isi.")


def _snapshot(pack: Archive, manifest: Manifest, chain: Chain) -> Mapping[str, Any]:
    name = contents.SNAPSHOT
    found = plain.read(pack.read(name, limits.SNAPSHOT_BYTES), name)
    if found.get("format") != signing.SNAPSHOT or found.get("origin") != manifest.origin:
        raise Misfit(f"{name} bukan potret dari {manifest.origin}.")
    at = contents.moment(found, "taken_at", name)
    names = (name, contents.SNAPSHOT_SIGNATURE)
    contents.require_signed(pack, signing.SNAPSHOT, names, chain, at)
    return found


def _head(
    pack: Archive, manifest: Manifest, chain: Chain, note: Callable[[str], None]
) -> Statement:
    head = contents.head(pack)
    if head.origin != manifest.origin:
        raise Misfit(f"{contents.HEAD} bukan kepala buku besar {manifest.origin}.")
    trust.require_signed(head, chain, "kepala buku besar")
    note(f"Kepala buku besar {head.at} atas {head.size} catatan sah.")
    return head


def _trust(
    report: Report,
    chain: Chain,
    head: Statement,
    key: Ed25519PublicKey | None,
    watched: Watched | None,
) -> None:
    if key is not None:
        trust.require_known(chain, key)
        report.checked.append("Kunci yang Anda percayai ada dalam rangkaian kunci paket.")
    if watched is not None:
        watched.require(head, chain)
        report.checked.append("Kepala di dalam paket cocok dengan kepala yang Anda simpan.")
    if key is None and watched is None:
        report.warnings.append(
            "Paket ini hanya terbukti cocok dengan dirinya sendiri. Bandingkan dengan kepala yang "
            "Anda simpan (--head) atau kunci yang Anda catat (--key)."
        )


def _follow(
    pack: Archive,
    manifest: Manifest,
    snapshot: Mapping[str, Any],
    head: Statement,
    note: Callable[[str], None],
) -> list[Rows]:
    """Go from the entries over the rows and the numbers to the index."""
    comparison = Comparison(pack, manifest)
    count, announced = entries.prove(pack, head, evidence.MARK, comparison.take)
    note(f"{count} catatan terbukti berada di bawah kepala buku besar.")
    evidence.check(pack, manifest, snapshot, announced)
    note("Potret dan setiap dokumen bukti tercatat di buku besar dengan sidik jari yang sama.")
    counted = comparison.finish()
    note(f"{sum(one.count for one in counted)} baris sama dengan catatannya.")
    numbers.check(snapshot, counted)
    note(f"{len(counted)} angka dihitung ulang dari barisnya dan sama.")
    numbers.check_index(snapshot)
    note("Indeks dihitung ulang dari nilai dan bobotnya dan sama.")
    return counted


def _conclude(report: Report, snapshot: Mapping[str, Any]) -> None:
    index = plain.part(snapshot, "index", dict, contents.SNAPSHOT)
    report.index = (
        f"{index.get('rounded') or 'belum ada'} ({index.get('band') or 'tanpa predikat'})"
    )
    report.simulations = numbers.simulations(snapshot)
    report.warnings += numbers.left_to_people(snapshot)
