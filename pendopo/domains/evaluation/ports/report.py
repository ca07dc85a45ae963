"""The report of a pack as PDF: what is said arrives as data, and the template holds no word of it."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from pendopo.domains.evaluation import rules
from pendopo.domains.evaluation.ports import spreadsheet
from pendopo.domains.evaluation.rules import NodeScore, Score
from pendopo.kernel import rounding
from pendopo.shell import formats

TEMPLATE = Path(__file__).with_name("report.typ")
UNITS = {
    "percent": " %",
    "days": " hari",
    "minutes": " menit",
    "rupiah": " rupiah",
    "persons": " orang",
    "sheets": " lembar",
    "visits": " kunjungan",
}
UNSURE = ("reconstructed", "unknown")


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a report is about: a snapshot's text, its score computed anew, and the periods before.

    `past` holds the earlier periods and this one, oldest first.
    """

    said: dict[str, Any]
    score: Score
    past: Sequence[tuple[str, Score]]
    government: str
    at: datetime
    zone: tzinfo


def write(subject: Subject) -> bytes:
    """Return the PDF."""
    data = json.dumps(_data(subject), ensure_ascii=False, sort_keys=True)
    return _compile(
        {"main.typ": TEMPLATE.read_bytes()},
        root=TEMPLATE.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"report": data},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=int(subject.at.timestamp()),
    )


# The stubs know files and bytes only; a mapping of names to sources works since typst 0.13.
_compile: Callable[..., bytes] = typst.compile


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Only the typefaces inside the typst wheel: every machine sets the same report."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _data(subject: Subject) -> dict[str, Any]:
    said, score = subject.said, subject.score
    return {
        **_front(subject),
        "axes": [_axis(score, node) for node in score.nodes],
        "tree": list(_lines(score.nodes, 0)),
        "history": [_point(*one) for one in subject.past if one[1].exact is not None],
        "indicators": [
            _indicator(said, node)
            for node in spreadsheet.walk(said["tree"])
            if not node["children"]
        ],
        "measures": [_measure(one) for one in said["measures"]],
    }


def _front(subject: Subject) -> dict[str, Any]:
    said, scale = subject.said, subject.score.instrument.scale
    instrument, index, ledger = said["instrument"], said["index"], said["ledger"]
    return {
        "government": subject.government,
        **{name: instrument[name] for name in ("title", "short", "regulation", "owner")},
        "version": str(instrument["version"]),
        "period": rules.in_words(rules.period(said["period"])),
        "taken": formats.moment(subject.at, subject.zone),
        "signed_as": said["signed_as"],
        "index": _comma(index["rounded"]),
        "scale": formats.short_number(scale.highest * scale.times),
        "band": index["band"] or "tanpa predikat",
        "filled": f"{index['filled']} dari {index['counted']}",
        "reasons": index["simulation"],
        "ledger": {"root": ledger["root"], "size": formats.number(ledger["size"])},
        "origin": said["origin"],
        "key": said["key"],
    }


def _axis(score: Score, node: NodeScore) -> dict[str, Any]:
    return {
        "code": node.node.code,
        "title": node.node.title,
        "value": _number(node.exact),
        "share": _share(score, node.exact),
    }


def _lines(nodes: Iterable[NodeScore], depth: int) -> Iterable[dict[str, Any]]:
    for node in nodes:
        yield {
            "depth": depth,
            "code": node.node.code,
            "title": node.node.title,
            "weight": formats.short_number(rounding.half_up(node.weight, 2)),
            "value": _number(node.exact) if node.applies else "tidak berlaku",
            "band": node.band.name if node.band and node.applies else "–",
            "simulation": node.marks.weakest in UNSURE,
        }
        yield from _lines(node.children, depth + 1)


def _point(period: str, score: Score) -> dict[str, Any]:
    assert score.exact is not None
    times = Fraction(score.instrument.scale.times)
    return {
        "period": period,
        "value": _comma(f"{score.value:f}"),
        "share": _share(score, score.exact / times),
        "simulation": score.is_simulation,
    }


def _indicator(said: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    value = None if node["value"] is None else Fraction(node["value"])
    return {
        "code": node["code"],
        "title": node["title"],
        "value": _number(value) if node["applies"] else "tidak berlaku",
        "source": node["source"] or "belum ada bukti",
        "measure": node["measured"]["measure"] if node["measured"] else "",
        "reasons": node["reasons"],
        "evidence": [_proof(one) for one in said["evidence"] if one["indicator"] == node["code"]],
    }


def _proof(one: dict[str, Any]) -> dict[str, Any]:
    until = f" sampai {_day(one['expires_on'])}" if one["expires_on"] else ""
    return {
        "title": one["title"],
        "dates": f"berlaku {_day(one['effective_on'])}{until}",
        "verdict": spreadsheet.VERDICTS[one["verdict"]],
        "sha256": one["sha256"] or "",
        "file": one["file"] or "",
    }


def _measure(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": one["title"],
        "definition": one["definition"],
        "value": _comma(one["rounded"]) + UNITS.get(one["unit"], ""),
        "rows": formats.number(one["rows"]),
        "seals": formats.number(one["seals"]),
        "period": one["period"],
        "simulation": one["simulation"],
    }


def _share(score: Score, value: Fraction | None) -> float:
    """Return where a value lies on the scale, from 0 to 1."""
    if value is None:
        return 0.0
    low, high = Fraction(score.instrument.scale.lowest), Fraction(score.instrument.scale.highest)
    return float(min(max((value - low) / (high - low), Fraction()), Fraction(1)))


def _day(text: str) -> str:
    return formats.day(date.fromisoformat(text))


def _number(value: Fraction | None) -> str:
    return "–" if value is None else formats.number(rounding.half_up(value, 2), 2)


def _comma(text: str | None) -> str:
    return "–" if text is None else text.replace(".", ",")
