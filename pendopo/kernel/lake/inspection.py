"""Find what was changed in the lake behind its back: a file altered, missing, added, or invented.

The quick look compares every file with the manifest. The deep one makes each row again from
the sealed text of the ledger and compares, so it also finds a forged file with a forged
manifest. Snapshots of registers have no second source; for them the quick look is all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pendopo.kernel.lake import files, folder, lines, manifest, parquet, tables, writing
from pendopo.kernel.lake.duck import Db
from pendopo.kernel.lake.manifest import File, Manifest
from pendopo.kernel.lake.tables import Table
from pendopo.kernel.ledger import tree

NAMED = 20
"""How many rows of a table are named in one stretch; the rest would say the same."""


class Fault(StrEnum):
    """What can be wrong; the value is the sentence that names it."""

    ALTERED = "{what}: isi berkas tidak sama dengan manifes."
    MISSING = "{what}: berkas tidak ada."
    EXTRA = "{what}: berkas tidak tercatat di manifes."
    ROOT = "{what}: buku besar di bawahnya bukan lagi yang sama. Jalankan `pendopo verify`."
    OUTDATED = (
        "{what}: bentuk tabel sudah berubah. Jalankan `pendopo lake refresh`, lalu periksa lagi."
    )
    ROW = "{what}: baris tidak sama dengan catatan buku besar."
    BEYOND = "{what}: ada baris tanpa segel yang sah."


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong; `what` is a path, or a table and a seal: "cases_case_closed 17"."""

    fault: Fault
    what: str

    @property
    def sentence(self) -> str:
        """Return what is wrong, and where."""
        return self.fault.value.format(what=self.what)


def check() -> list[Finding]:
    """Return what does not fit between files, manifest and tree. Raises LakeBusy."""
    with folder.alone():
        return _outside(manifest.read(folder.path()))


def check_deeply() -> list[Finding]:
    """Do the same, then compare every row with the ledger. Raises LakeBusy, EntryDoesNotFit."""
    with folder.alone() as draft, parquet.writer(draft) as db:
        state = manifest.read(folder.path())
        # Rows of a file that is broken or of an older shape say nothing.
        return _outside(state) or _outdated(state) or [*_rows(db, state, draft)]


def _outside(state: Manifest) -> list[Finding]:
    building = manifest.read(folder.path(), manifest.BUILDING)
    stored = folder.stored()
    extra = stored - state.paths() - building.paths()
    return [
        *(found for file in state.files for found in _file(file, stored)),
        *(Finding(Fault.EXTRA, place) for place in sorted(extra)),
        *_root(state),
    ]


def _file(file: File, stored: set[str]) -> Iterator[Finding]:
    if file.path not in stored:
        yield Finding(Fault.MISSING, file.path)
    elif files.sha256(folder.path() / file.path) != file.sha256:
        yield Finding(Fault.ALTERED, file.path)


def _root(state: Manifest) -> Iterator[Finding]:
    if state.seq > tree.size() or tree.root(state.seq).hex() != state.root:
        yield Finding(Fault.ROOT, manifest.NAME)


def _outdated(state: Manifest) -> list[Finding]:
    fits = not state.files or state.fingerprint == writing.fingerprint()
    return [] if fits else [Finding(Fault.OUTDATED, manifest.NAME)]


def _rows(db: Db, state: Manifest, draft: Path) -> Iterator[Finding]:
    by_event = {t.origin: t for t in tables.known().values() if t.source == "event"}
    for start in range(0, state.seq, writing.CHUNK):
        end = min(start + writing.CHUNK, state.seq)
        texts = lines.spread(start, end, by_event, draft)
        for event, table in by_event.items():
            stored = _paths(state, table)
            if stored or event in texts:
                _stage(db, table, texts.get(event))
                wrong = parquet.differing(db, table, stored, start, end)
                yield from (Finding(Fault.ROW, f"{table.name} {seq}") for seq in wrong[:NAMED])
    for table in by_event.values():
        if (stored := _paths(state, table)) and parquet.beyond(db, stored, state.seq):
            yield Finding(Fault.BEYOND, table.name)


def _paths(state: Manifest, table: Table) -> list[Path]:
    return [folder.path() / file.path for file in state.files_of(table.name)]


def _stage(db: Db, table: Table, text: Path | None) -> None:
    if text is None:
        parquet.stage_nothing(db, table)
    else:
        parquet.stage_entries(db, table, text, {})
