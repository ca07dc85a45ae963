"""Put a pack together: entries with their proof, rows, documents, and a signed table of contents."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pendopo.kernel.ledger import merkle
from pendopo.pack import archive, contents, entries, multiproof, plain, signing


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Whose pack it is: ledger, zone of its clocks, the moment (UTC text), and the signing key."""

    name: str
    zone: str
    made_at: str
    key: Ed25519PrivateKey


def put(folder: Path, name: str, data: bytes) -> None:
    """Write one file of a pack that is being put together; whole or not at all."""
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}")
    draft.write_bytes(data)
    draft.replace(target)


def put_rows(folder: Path, name: str, rows: Iterable[Sequence[Any]]) -> int:
    """Write the rows of a measure in their order, one JSON array a line; return how many."""
    count, target = 0, folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}")
    with draft.open("w") as out:
        for row in rows:
            out.write(json.dumps(list(row), ensure_ascii=False, separators=(",", ":")) + "\n")
            count += 1
    draft.replace(target)
    return count


def put_entries(
    folder: Path, texts: Iterable[tuple[int, str]], size: int, node: merkle.Node
) -> int:
    """Write entries (leaf index, canonical text; rising) and the proof that a tree holds them."""
    places: list[int] = []

    def lines() -> Iterator[bytes]:
        for seq, text in texts:
            places.append(seq)
            yield entries.line(seq, text)

    draft = folder / f".{contents.ENTRIES}"
    with draft.open("wb") as out:
        out.writelines(lines())
    draft.replace(folder / contents.ENTRIES)
    put(folder, contents.PROOF, b"".join(multiproof.build(places, size, node)))
    return len(places)


def put_signature(folder: Path, name: str, signature: str) -> None:
    """Write a signature that was made before."""
    put(folder, name, plain.write({"signature": signature}))


def finish(
    folder: Path, target: Path, origin: Origin, measures: Sequence[Mapping[str, Any]]
) -> None:
    """Sign the table of contents of a folder and write the pack. Raises Misfit."""
    names = sorted(_names(folder))
    manifest = plain.write(
        {
            "format": signing.PACK,
            "origin": origin.name,
            "zone": origin.zone,
            "made_at": origin.made_at,
            "files": [_file(folder, name) for name in names],
            "measures": [dict(one) for one in measures],
        }
    )
    put(folder, contents.MANIFEST, manifest)
    put_signature(folder, contents.SIGNATURE, signing.sign(signing.PACK, manifest, origin.key))
    archive.write(target, [(name, folder / name) for name in (*archive.FIRST, *names)])


def _names(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not path.name.startswith(".") and name not in archive.FIRST:
            yield name


def _file(folder: Path, name: str) -> dict[str, Any]:
    with (folder / name).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"name": name, "size": (folder / name).stat().st_size, "sha256": digest}
