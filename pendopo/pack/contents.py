"""What a pack says of itself: the manifest and the snapshot, read once and held to their shape."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pendopo.kernel.ledger.reigns import Chain
from pendopo.kernel.ledger.statements import Statement
from pendopo.pack import archive, limits, plain, signing, trust
from pendopo.pack.archive import Archive
from pendopo.pack.misfit import Misfit

MANIFEST, SIGNATURE = archive.FIRST
KEYS, HEAD = "keys.json", "head.json"
SNAPSHOT, SNAPSHOT_SIGNATURE = "snapshot.json", "snapshot.sig"
ENTRIES, PROOF = "entries.ndjson", "proof.bin"
NEEDED = (KEYS, HEAD, SNAPSHOT, SNAPSHOT_SIGNATURE, ENTRIES, PROOF)

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A measure of a pack: its rows' columns, and which of them repeat fields of the row's entry.

    `direct` leads from a column to a field of the entry's payload, `refs` are the columns that hold
    references, `defaults` what an entry from before a field means. `event` is empty where the rows
    are no entries but the state of a register.
    """

    code: str
    file: str
    columns: tuple[tuple[str, str], ...]
    rows: int
    formula: Any
    event: str
    direct: Mapping[str, str]
    refs: frozenset[str]
    defaults: Mapping[str, Any]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return tuple(name for name, _ in self.columns)


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """The table of contents: who made it when, every file, every measure."""

    origin: str
    made_at: str
    zone: str
    files: Mapping[str, tuple[int, str]]
    measures: tuple[Measure, ...]


def manifest(pack: Archive) -> Manifest:
    """Read the manifest. Raises Misfit."""
    found = plain.read(pack.read(MANIFEST, limits.MANIFEST_BYTES), MANIFEST)
    if found.get("format") != signing.PACK:
        raise Misfit(f"Format paket ini tidak dikenal; yang dikenal adalah {signing.PACK}.")
    return Manifest(
        origin=plain.part(found, "origin", str, MANIFEST),
        made_at=moment(found, "made_at", MANIFEST),
        zone=plain.part(found, "zone", str, MANIFEST),
        files={
            plain.part(one, "name", str, MANIFEST): (
                plain.part(one, "size", int, MANIFEST),
                plain.part(one, "sha256", str, MANIFEST),
            )
            for one in plain.objects(found, "files", MANIFEST)
        },
        measures=_measures(plain.objects(found, "measures", MANIFEST)),
    )


def keys(pack: Archive, origin: str) -> Chain:
    """Read the chain of keys. Raises Misfit."""
    return trust.chain(plain.read(pack.read(KEYS, limits.SMALL_BYTES), KEYS), origin, KEYS)


def head(pack: Archive) -> Statement:
    """Read the tree head. Raises Misfit."""
    return trust.head(plain.read(pack.read(HEAD, limits.SMALL_BYTES), HEAD), HEAD)


def require_signed(pack: Archive, kind: str, names: tuple[str, str], chain: Chain, at: str) -> None:
    """Refuse a text that the key in force at a moment did not sign. Raises Misfit."""
    name, signature = names
    found = plain.read(pack.read(signature, limits.SMALL_BYTES), signature)
    said = plain.part(found, "signature", str, signature)
    text = pack.read(name, limits.MANIFEST_BYTES)
    # Only the signature: what else could stand here would be signed by nobody.
    if set(found) != {"signature"} or not signing.is_signed(
        kind, text, said, trust.key_at(chain, at)
    ):
        raise Misfit(f"Tanda tangan {name} tidak sah.")


def moment(found: Mapping[str, Any], name: str, what: str) -> str:
    """Return a moment as UTC text. Raises Misfit."""
    text: str = plain.part(found, name, str, what)
    if not _MOMENT.fullmatch(text):
        raise Misfit(f"{what}: bagian “{name}” bukan waktu.")
    return text


def _measures(found: Sequence[dict[str, Any]]) -> tuple[Measure, ...]:
    if len(found) > limits.MEASURES:
        raise Misfit("Paket ini memuat terlalu banyak ukuran.")
    read = tuple(_measure(one) for one in found)
    if len({one.file for one in read}) < len(read):
        raise Misfit("Dua ukuran menyebut berkas baris yang sama.")
    return read


def _measure(found: dict[str, Any]) -> Measure:
    code: str = plain.part(found, "code", str, MANIFEST)
    table = found.get("table")
    source: dict[str, Any] = table if isinstance(table, dict) else {}
    columns = plain.part(found, "columns", list, MANIFEST)
    if not all(_is_pair(pair) for pair in columns):
        raise Misfit(f"Kolom ukuran {code} tidak terbaca.")
    return Measure(
        code=code,
        file=plain.part(found, "file", str, MANIFEST),
        columns=tuple((name, kind) for name, kind in columns),
        rows=plain.part(found, "rows", int, MANIFEST),
        formula=plain.part(found, "formula", list, MANIFEST),
        event=plain.part(source, "event", str, MANIFEST) if source else "",
        direct=_texts(source, "direct"),
        refs=frozenset(map(str, plain.part(source, "refs", list, MANIFEST)))
        if source
        else frozenset(),
        defaults=plain.part(source, "defaults", dict, MANIFEST) if source else {},
    )


def _is_pair(pair: object) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair)


def _texts(source: Mapping[str, Any], name: str) -> dict[str, str]:
    found = plain.part(source, name, dict, MANIFEST) if source else {}
    return {str(key): str(value) for key, value in found.items()}
