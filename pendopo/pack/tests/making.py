"""A small ledger in memory and a pack about it: three cases, one measure, one document, one index."""

import copy
import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pendopo.kernel.ledger import merkle, publickeys
from pendopo.kernel.ledger.statements import Statement
from pendopo.pack import contents, plain, signing, writer

ORIGIN, ZONE = "pendopo/batu-bara", "Asia/Jakarta"
AT = "2026-06-08T03:00:00.000000Z"
KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
DOCUMENT = b"%PDF-1.4 rencana aksi"
COLUMNS = [
    ["entry_id", "text"],
    ["seq", "integer"],
    ["applicant", "text"],
    ["on_time", "boolean"],
    ["pieces", "integer"],
    ["occurred_on", "date"],
    ["month", "text"],
]
DIRECT = {name: name for name, _ in COLUMNS}
ON_TIME = [
    "/",
    ["*", ["num", "100"], ["sum", ["case", ["col", "on_time"], ["int", "1"], ["int", "0"]]]],
    ["nullif", ["count"], ["num", "0"]],
]


def fact(number: int, name: str, subject: str, **payload: Any) -> str:
    return rfc8785.dumps(
        {
            "v": 1,
            "id": f"{number:032x}",
            "name": name,
            "subject": subject,
            "actor": "person:clerk",
            "occurred_at": AT,
            "recorded_at": AT,
            "payload": {"subject": subject, **payload},
            "salt": sha256(str(number).encode()).hexdigest()[:32],
        }
    ).decode()


def closed(number: int, *, on_time: bool) -> str:
    who = f"person:{number % 2}"
    return fact(number, "cases.case_closed", f"case:{number}", applicant=who, on_time=on_time)


def row(number: int, seq: int, *, on_time: bool) -> list[Any]:
    who = f"who:{number % 2:016x}"
    return [f"{number:032x}", seq, who, on_time, 1, "2026-06-08", "2026-06"]


def node_over(leaves: list[bytes]) -> merkle.Node:
    levels = [leaves]
    while len(levels[-1]) > 1:
        pairs = zip(levels[-1][::2], levels[-1][1::2], strict=False)
        levels.append([merkle.join(left, right) for left, right in pairs])
    return lambda level, index: levels[level][index]


@dataclass
class Making:
    """Everything a pack is made of, to be changed by a test before `write` puts it together."""

    folder: Path
    ledger: list[str] = field(default_factory=list)
    wanted: list[int] = field(default_factory=list)
    rows: list[list[Any]] = field(default_factory=list)
    measure: dict[str, Any] = field(default_factory=dict)
    snapshot: dict[str, Any] = field(default_factory=dict)
    manifest_measures: list[dict[str, Any]] = field(default_factory=list)
    made_at: str = AT
    key: Ed25519PrivateKey = KEY
    keys: dict[str, Any] = field(default_factory=dict)
    spoil: Callable[[Path], None] = lambda _: None

    @property
    def leaves(self) -> list[bytes]:
        return [merkle.leaf(text.encode()) for text in self.ledger]

    def head(self, size: int | None = None) -> Statement:
        size = len(self.ledger) if size is None else size
        said = Statement(
            size=size,
            root=merkle.root(size, node_over(self.leaves)).hex(),
            at=AT,
            origin=ORIGIN,
            key=publickeys.name(self.key.public_key()),
        )
        return said.signed(self.key)

    def write(self, name: str = "paket.zip") -> Path:
        draft, target = self.folder / "draft", self.folder / name
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        snapshot = plain.write(self.snapshot)
        writer.put(draft, contents.SNAPSHOT, snapshot)
        said = signing.sign(signing.SNAPSHOT, snapshot, self.key)
        writer.put_signature(draft, contents.SNAPSHOT_SIGNATURE, said)
        taken = {"sha256": signing.digest(snapshot), "snapshot": "snapshot:s1"}
        self.ledger[-1] = fact(99, "evaluation.snapshot_taken", "assessment:a", **taken)
        writer.put(draft, contents.HEAD, plain.write(asdict(self.head())))
        writer.put(draft, contents.KEYS, plain.write(self.keys))
        texts = [(seq, self.ledger[seq]) for seq in self.wanted]
        writer.put_entries(draft, texts, len(self.ledger), node_over(self.leaves))
        for one in self.manifest_measures:
            writer.put_rows(draft, one["file"], self.rows)
        writer.put(draft, "evidence/P01/e1.pdf", DOCUMENT)
        self.spoil(draft)
        origin = writer.Origin(name=ORIGIN, zone=ZONE, made_at=self.made_at, key=self.key)
        writer.finish(draft, target, origin, self.manifest_measures)
        return target


def small(folder: Path) -> Making:
    """Return a pack with entries 1, 3, 4, 6 and 7 of a ledger of eight."""
    digest = sha256(DOCUMENT).hexdigest()
    other = [fact(50 + place, "notices.notice_sent", f"notice:{place}") for place in range(8)]
    made = Making(folder, ledger=other, wanted=[1, 3, 4, 6, 7])
    for seq, number, on_time in ((1, 1, True), (3, 2, False), (4, 3, True)):
        made.ledger[seq] = closed(number, on_time=on_time)
        made.rows.append(row(number, seq, on_time=on_time))
    attached = {"evidence": "evidence:e1", "sha256": digest, "indicator": "P01"}
    made.ledger[6] = fact(60, "evaluation.evidence_attached", "assessment:a", **attached)
    made.keys = {"first": publickeys.write(KEY.public_key()), "handovers": []}
    made.manifest_measures = [_listed()]
    made.snapshot = snapshot(digest)
    return made


def _listed() -> dict[str, Any]:
    table = {
        "event": "cases.case_closed",
        "direct": dict(DIRECT),
        "refs": ["applicant"],
        "defaults": {"pieces": 1},
    }
    return {
        "code": "tepat-waktu",
        "file": "measures/tepat-waktu.ndjson",
        "columns": copy.deepcopy(COLUMNS),
        "rows": 3,
        "formula": json.loads(json.dumps(ON_TIME)),
        "table": table,
    }


def snapshot(digest: str) -> dict[str, Any]:
    leaf = {"children": [], "applies": True, "measured": None, "title": "x"}
    measured = {"measure": "tepat-waktu", "edges_in": ["0", "100"], "edges_out": ["1", "4"]}
    return {
        "format": signing.SNAPSHOT,
        "origin": ORIGIN,
        "taken_at": AT,
        "instrument": {
            "lowest": "1",
            "highest": "4",
            "times": "1",
            "decimals": 2,
            "missing": "lowest",
            "classify": "unrounded",
            "bands": [{"name": "Kurang", "lowest": "1"}, {"name": "Baik", "lowest": "2.5"}],
        },
        "tree": [
            {**leaf, "code": "P01", "weight": "40", "value": "2"},
            {**leaf, "code": "P02", "weight": "60", "value": "3", "measured": measured},
        ],
        # 0.4 · 2 + 0.6 · 3; two of three on time are 200/3, which is 3 between 1 and 4.
        "index": {"exact": "13/5", "rounded": "2.60", "band": "Baik", "simulation": ["Bobot."]},
        "measures": [
            {"code": "tepat-waktu", "number": "200/3", "rounded": "66.7", "decimals": 1, "rows": 3}
        ],
        "evidence": [
            {"key": "e1", "title": "Rencana aksi", "sha256": digest, "file": "evidence/P01/e1.pdf"}
        ],
    }
