"""A score as one text: everything that it rests on, exact, so that it can be computed for ever."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings

from pendopo.domains.evaluation import rules, schema
from pendopo.domains.evaluation.models import Assessment, Evidence, Snapshot
from pendopo.domains.evaluation.queries import measuring
from pendopo.domains.evaluation.queries._assessments import instrument
from pendopo.domains.evaluation.queries._standing import (
    Standing,
    is_given,
    proven_values,
    standings,
)
from pendopo.domains.evaluation.rules import NodeScore, Score, Value
from pendopo.domains.evaluation.schema import Instrument
from pendopo.kernel.content import library
from pendopo.kernel.content.models import Version
from pendopo.kernel.files import store
from pendopo.kernel.ledger import facts, tree
from pendopo.pack import signing
from pendopo.shell import government

SIGNED, ASKED = "signed", "asked"
_ENDINGS = {store.PDF: "pdf", store.JPEG: "jpg", store.PNG: "png"}


def statement(assessment: Assessment, *, key: str, reason: str, now: datetime) -> dict[str, Any]:
    """Return what a snapshot of this assessment says now; docs/reference/pack.md has the shape."""
    known = standings(assessment, today=government.local_date(now))
    values = proven_values(assessment, known)
    what = instrument(assessment)
    score = rules.score(what, values)
    measures = list(_measures(assessment, what, known))
    sealed = tree.size()
    return {
        "format": signing.SNAPSHOT,
        "origin": f"pendopo/{settings.GOVERNMENT}",
        "key": key,
        "reason": reason,
        "assessment": assessment.ref,
        "period": assessment.period,
        "taken_at": facts.moment(now),
        "signed_as": assessment.signed_as,
        "target": _text(assessment.target),
        "instrument": _instrument(assessment, what),
        "tree": [_node(node, known, values) for node in score.nodes],
        "index": _index(score),
        "measures": measures,
        "evidence": [_evidence(one) for item in known.values() for one in item.held],
        "content": _content(assessment, measures),
        "ledger": {"size": sealed, "root": tree.root(sealed).hex()},
    }


def score_of_snapshot(snapshot: Snapshot) -> Score:
    """Return the score that a snapshot's inputs give, computed anew."""
    values = dict(_values(snapshot.said["tree"]))
    return rules.score(instrument(snapshot.assessment), values)


def _values(nodes: Iterable[dict[str, Any]]) -> Iterator[tuple[str, Value]]:
    for node in nodes:
        if node["children"]:
            yield from _values(node["children"])
        else:
            number = node["value"]
            yield (
                node["code"],
                Value(
                    number=None if number is None else rules.exact(number),
                    applies=node["applies"],
                    reasons=tuple(node["reasons"]),
                ),
            )


def _instrument(assessment: Assessment, what: Instrument) -> dict[str, Any]:
    scale = what.scale
    return {
        "code": what.code,
        "version": what.version,
        "sha256": _version(assessment).sha256,
        "title": what.title,
        "short": what.short,
        "about": what.about,
        "regulation": what.regulation,
        "owner": what.owner,
        "method": what.method.value,
        "lowest": _text(scale.lowest),
        "highest": _text(scale.highest),
        "times": _text(scale.times),
        "decimals": scale.decimals,
        "missing": what.missing,
        "classify": what.classify,
        "bands": [
            {"name": band.name, "lowest": _text(band.lowest), "note": band.note}
            for band in what.bands
        ],
    }


def _node(node: NodeScore, known: dict[str, Standing], values: dict[str, Value]) -> dict[str, Any]:
    code, weight = node.node.code, node.node.weight
    said = {
        "code": code,
        "title": node.node.title,
        "weight": _text(weight) if isinstance(weight, Decimal) else weight,
        "confidence": node.marks.weakest,
        "children": [_node(child, known, values) for child in node.children],
    }
    if node.children:
        return said
    value, standing = values.get(code, Value()), known.get(code)
    return said | {
        "value": None if value.number is None else str(value.number),
        "applies": value.applies,
        "reasons": [str(reason) for reason in value.reasons],
        "source": standing.source if standing else "",
        "measured": _measured(standing, value) if standing else None,
    }


def _measured(standing: Standing, value: Value) -> dict[str, Any] | None:
    """Return by which measure and table a value came about, if it did."""
    for one, reading in standing.readings:
        if reading is None or one.conversion is None or is_given(standing.verified):
            continue
        made = rules.measured(one, reading.number, code=standing.node.code)
        if made.number is not None and made.number == value.number:
            table = one.conversion
            return {
                "measure": one.measure,
                "edges_in": [_text(edge) for edge in table.edges_in],
                "edges_out": [_text(edge) for edge in table.edges_out],
            }
    return None


def _index(score: Score) -> dict[str, Any]:
    return {
        "exact": None if score.exact is None else str(score.exact),
        "rounded": _text(score.value),
        "band": score.band.name if score.band else None,
        "simulation": [str(reason) for reason in score.reasons],
        "filled": score.filled,
        "counted": score.counted,
    }


def _measures(
    assessment: Assessment, what: Instrument, known: dict[str, Standing]
) -> Iterator[dict[str, Any]]:
    period = rules.period(assessment.period)
    read = {
        reading.measure: reading
        for standing in known.values()
        for _, reading in standing.readings
        if reading is not None
    }
    for one in what.beside:
        if (reading := measuring.read(one.measure, period)) is not None:
            read.setdefault(one.measure, reading)
    for code in sorted(read):
        yield measuring.frozen(read[code], period)


def _evidence(one: Evidence) -> dict[str, Any]:
    stored = one.file
    ending = _ENDINGS.get(stored.media_type, "bin") if stored else ""
    return {
        "key": one.key,
        "indicator": one.indicator,
        "input": one.input,
        "kind": one.kind,
        "title": one.title,
        "file": f"evidence/{one.indicator}/bukti-{one.key}.{ending}" if stored else None,
        "sha256": one.sha256 or None,
        "effective_on": one.effective_on.isoformat(),
        "expires_on": one.expires_on.isoformat() if one.expires_on else None,
        "agency": one.agency,
        "verdict": one.verdict,
        "attached_at": facts.moment(one.attached_at),
    }


def _content(assessment: Assessment, measures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    what = _version(assessment)
    listed = [
        {"kind": "measures", **{name: one[name] for name in ("code", "version", "sha256")}}
        for one in measures
    ]
    own = {"kind": schema.KIND, "code": what.code, "version": what.version, "sha256": what.sha256}
    return [own, *listed]


def _version(assessment: Assessment) -> Version:
    return library.by_id(schema.KIND, assessment.version_id)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
