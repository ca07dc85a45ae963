"""Verifying a pack with 100,000 entries, beside hashing alone.

    python -m benchmarks.pack [entries]

Hashing alone reads the same bytes from the same file and makes the same hashes: SHA-256 of every file,
of every leaf and of every node up to the root. The verifier also walks the zip, checks signatures, compares
each row with its entry, column by column, and counts the number again. The entries are a part of a ledger
of two and a half times as many; one row stands on each, with the columns of the shipped measures.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import rfc8785

from benchmarks import scratch
from benchmarks.figures import Figure, report

ENTRIES = 100_000
ROUNDS = 7
AIM = 2.0
MOMENT = "2026-06-{day:02}T03:{minute:02}:00.000000Z"
COLUMNS = {
    "entry_id": "text",
    "seq": "integer",
    "subject": "text",
    "service": "text",
    "agency": "text",
    "district": "text",
    "channel": "text",
    "outcome": "text",
    "on_time": "boolean",
    "net_days": "integer",
    "gross_days": "integer",
    "occurred_on": "date",
    "month": "text",
}
SHARE = [
    "/",
    ["*", ["num", "100"], ["sum", ["case", ["col", "on_time"], ["int", "1"], ["int", "0"]]]],
    ["nullif", ["count"], ["num", "0"]],
]


def main(entries: int = ENTRIES) -> None:
    with scratch.folder() as place:
        report(measure(entries, Path(place)))


def measure(entries: int, place: Path) -> list[Figure]:
    from pendopo.pack import verifier

    path = write(entries, place)
    _require_all_checked(path, entries)
    # By turns, so that a busy hour of the machine falls on both.
    turns = [
        (_seconds(lambda: verifier.verify(path)), _seconds(lambda: hash_alone(path)))
        for _ in range(ROUNDS)
    ]
    whole, floor = (statistics.median(column) for column in zip(*turns, strict=True))
    size = path.stat().st_size / 1e6
    return [
        Figure(
            what=f"verify a pack of {entries:,} entries ({size:.0f} MB)",
            figure=f"{whole:.2f} s of one processor",
            floor=f"hashing alone {floor:.2f} s",
            ratio=f"{whole / floor:.1f}",
            aim=f"≤ {AIM:.0f}",
            reached=whole / floor <= AIM,
        )
    ]


def hash_alone(path: Path) -> bytes:
    """Make every hash that the verifier makes; return the root."""
    from pendopo.pack import multiproof
    from pendopo.pack.archive import Archive

    places, leaves = [], []
    with Archive(path) as pack:
        for name in pack.members:
            digest = sha256()
            for block in pack.blocks(name):
                digest.update(block)
        for lines in pack.lines("entries.ndjson"):
            for line in lines:
                leaves.append(sha256(b"\0" + line[8 : line.rindex(b',"seq":')]).digest())
                places.append(int(line[line.rindex(b":") + 1 : -1]))
        proof = pack.read("proof.bin", 10**9)
        hashes = (proof[at : at + 32] for at in range(0, len(proof), 32))
        size = 5 * len(places) // 2
        return multiproof.root(size, places, leaves, hashes)


def write(entries: int, place: Path) -> Path:
    """Return a pack of so many cases, put together as the house does it."""
    from pendopo.kernel.ledger import merkle, publickeys
    from pendopo.pack import contents, plain, signing, writer
    from pendopo.pack.tests import making

    draft, path = place / "draft", place / "pack.zip"
    draft.mkdir()
    key, size = making.KEY, 5 * entries // 2
    ledger = [sha256(str(seq).encode()).digest() for seq in range(size)]
    # Runs and gaps, as in a real ledger: two of five entries are about closed cases.
    texts = {seq: _text(seq) for seq in range(size) if seq % 5 in (1, 2)}
    snapshot = _snapshot(texts)
    written = plain.write(snapshot)
    texts[max(texts)] = making.fact(
        max(texts), "evaluation.snapshot_taken", "assessment:a", sha256=signing.digest(written)
    )
    for seq, text in texts.items():
        ledger[seq] = merkle.leaf(text.encode())
    node = making.node_over(ledger)
    head = asdict(_head(size, merkle.root(size, node).hex(), key))
    writer.put(draft, contents.SNAPSHOT, written)
    signature = signing.sign(signing.SNAPSHOT, written, key)
    writer.put_signature(draft, contents.SNAPSHOT_SIGNATURE, signature)
    writer.put(draft, contents.HEAD, plain.write(head))
    keys = {"first": publickeys.write(key.public_key()), "handovers": []}
    writer.put(draft, contents.KEYS, plain.write(keys))
    writer.put_entries(draft, texts.items(), size, node)
    count = writer.put_rows(draft, "measures/on-time.ndjson", _rows(texts))
    origin = writer.Origin(name=making.ORIGIN, zone=making.ZONE, made_at=making.AT, key=key)
    writer.finish(draft, path, origin, [_listed(count)])
    return path


def _text(seq: int) -> str:
    at = _moment(seq)
    fact = {
        "v": 1,
        "id": f"{seq:032x}",
        "name": "cases.case_closed",
        "subject": f"case:2026-{seq:08}",
        "actor": "person:clerk",
        "occurred_at": at,
        "recorded_at": at,
        "payload": {
            "subject": f"case:2026-{seq:08}",
            "service": "surat-keterangan-usaha",
            "agency": "kecamatan-talawi",
            "district": "12.19.05",
            "outcome": "issued",
            "on_time": seq % 7 != 0,
            "net_days": seq % 9,
            "gross_days": seq % 13,
            "channel": "online",
            "applicant": f"person:{seq % 2000:06}",
            "correspondent": None,
        },
        "salt": sha256(str(seq).encode()).hexdigest()[:32],
    }
    return rfc8785.dumps(fact).decode()


def _moment(seq: int) -> str:
    return MOMENT.format(day=seq % 30 + 1, minute=seq % 60)


def _rows(texts: dict[int, str]) -> Iterator[list[Any]]:
    import json

    for seq, text in texts.items():
        said = json.loads(text)
        payload = said["payload"]
        if said["name"] == "cases.case_closed":
            own = [payload[name] for name in list(COLUMNS)[2:11]]
            yield [said["id"], seq, *own, said["occurred_at"][:10], said["occurred_at"][:7]]


def _listed(count: int) -> dict[str, Any]:
    table = {
        "event": "cases.case_closed",
        "direct": {name: name for name in COLUMNS},
        "refs": ["subject"],
        "defaults": {},
    }
    return {
        "code": "on-time",
        "file": "measures/on-time.ndjson",
        "columns": [list(pair) for pair in COLUMNS.items()],
        "rows": count,
        "formula": SHARE,
        "table": table,
    }


def _snapshot(texts: dict[int, str]) -> dict[str, Any]:
    from fractions import Fraction

    from pendopo.kernel import rounding
    from pendopo.pack.tests import making

    last = max(texts)
    counted = [seq for seq in texts if seq != last]
    share = Fraction(100 * sum(seq % 7 != 0 for seq in counted), len(counted))
    said = making.snapshot("")
    said["evidence"] = []
    said["tree"] = [{**leaf, "measured": None} for leaf in said["tree"]]
    said["measures"] = [
        {
            "code": "on-time",
            "number": str(share),
            "rounded": f"{rounding.half_up(share, 1):f}",
            "decimals": 1,
            "rows": len(counted),
        }
    ]
    return said


def _head(size: int, root: str, key: Any) -> Any:
    from pendopo.kernel.ledger import publickeys
    from pendopo.kernel.ledger.statements import Statement
    from pendopo.pack.tests import making

    name = publickeys.name(key.public_key())
    said = Statement(size=size, root=root, at=making.AT, origin=making.ORIGIN, key=name)
    return said.signed(key)


def _require_all_checked(path: Path, entries: int) -> None:
    """All rows and entries were looked at, or the comparison says nothing."""
    from pendopo.pack import verifier

    checked = verifier.verify(path).checked
    wanted = (f"{entries} catatan terbukti", f"{entries - 1} baris sama")
    if not all(any(word in sentence for sentence in checked) for word in wanted):
        raise RuntimeError(checked)


def _seconds(work: Callable[[], object]) -> float:
    """Return seconds of one processor: both work alone, on files in memory."""
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
