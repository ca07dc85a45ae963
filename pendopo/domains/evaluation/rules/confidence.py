"""How sure a score is: confidence comes from the nearest ancestor, and doubt makes a simulation."""

from collections.abc import Iterator
from dataclasses import dataclass

from pendopo.domains.evaluation.schema import Instrument, Node
from pendopo.kernel.content.schema import Source
from pendopo.kernel.sentences import Filled

DOUBTFUL = ("reconstructed", "unknown")
WORDS = {
    "official": "resmi",
    "secondary": "sumber kedua",
    "reconstructed": "rekonstruksi",
    "unknown": "belum diketahui",
}
_FROM_SURE_TO_UNSURE = tuple(WORDS)

_EQUAL_BY_IGNORANCE = "unknown"


@dataclass(frozen=True)
class Marks:
    """Where the weight and the thresholds of a node come from."""

    weight: Source
    thresholds: Source

    @property
    def weakest(self) -> str:
        """Return the lesser of both confidences."""
        return weakest(self.weight.confidence, self.thresholds.confidence)


def weakest(*confidences: str) -> str:
    """Return the least sure of some confidences."""
    return max(confidences, key=_FROM_SURE_TO_UNSURE.index)


def is_doubtful(source: Source) -> bool:
    """Tell whether what rests on this source is a simulation."""
    return source.confidence in DOUBTFUL


def marks(instrument: Instrument) -> dict[str, Marks]:
    """Return the marks of every node by its code."""
    return dict(_inherit(instrument.tree, instrument.source))


def reasons(instrument: Instrument) -> tuple[str, ...]:
    """Say which weights and thresholds of the instrument itself make a score a simulation."""
    found = marks(instrument)
    said = []
    if weights := [code for code, mark in found.items() if is_doubtful(mark.weight)]:
        said.append(_about_weights(weights, len(found)))
    if is_doubtful(instrument.bands_source or instrument.source):
        said.append("Batas predikat belum bersumber resmi.")
    if texts := _unsure_thresholds(instrument, found):
        said.append(Filled("Kriteria {codes} belum bersumber resmi.", codes=_list(texts)))
    return tuple(said)


def _inherit(nodes: tuple[Node, ...], above: Source) -> Iterator[tuple[str, Marks]]:
    for node in nodes:
        own = node.source or above
        weight = node.weight_source or own
        if node.weight == _EQUAL_BY_IGNORANCE:
            weight = Source(text=weight.text, confidence="unknown")
        yield node.code, Marks(weight=weight, thresholds=own)
        yield from _inherit(node.children, own)


def _unsure_thresholds(instrument: Instrument, found: dict[str, Marks]) -> list[str]:
    return [node.code for node in instrument.leaves if is_doubtful(found[node.code].thresholds)]


def _about_weights(codes: list[str], of_all: int) -> str:
    if len(codes) == of_all:
        return "Sumber resmi bobotnya tidak ditemukan; yang dipakai hanya perkiraan."
    return Filled("Bobot {codes} belum bersumber resmi.", codes=_list(codes))


def _list(codes: list[str]) -> str:
    shown = ", ".join(codes[:5])
    return shown if len(codes) <= 5 else f"{shown}, dan {len(codes) - 5} lainnya"
