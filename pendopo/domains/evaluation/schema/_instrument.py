"""A whole instrument: its tree, what holds it together, and the bridge to an older one."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from pendopo.domains.evaluation.schema import _parts
from pendopo.domains.evaluation.schema._parts import (
    Band,
    Indicator,
    Input,
    InputKind,
    Node,
    Pattern,
    Scale,
    Words,
    fault,
)
from pendopo.kernel.content.schema import CodeText, Package, Part, Source

WHOLE = Decimal(100)
MOST_NODES = 1000
MOST_LEVELS = 12


class Method(StrEnum):
    """How values of indicators come about; all of them are then averaged by weight."""

    LEVELS = "weighted_mean_levels"
    CONTINUOUS = "weighted_mean_continuous"
    POINTS = "points"
    STAGES = "stages"
    SPM = "spm"
    IKM = "ikm"


class BridgeRow(Part):
    """Indicators here that follow from indicators of the other instrument."""

    here: tuple[_parts.NodeCode, ...] = Field(min_length=1)
    there: tuple[_parts.NodeCode, ...] = Field(min_length=1)


class Bridge(Part):
    """What leads from an older instrument to this one: neighbours to compare, never a conversion."""

    instrument: CodeText
    note: Words
    source: Source
    rows: tuple[BridgeRow, ...] = Field(min_length=1)


class Benchmark(Part):
    """A published index of others, to stand beside one's own."""

    title: Words
    value: _parts.Number
    source: Source


class Beside(Part):
    """A measure that is shown beside the index and weighs nothing: respondents, response rate."""

    measure: CodeText
    title: Words


class Instrument(Package):
    """One version of an instrument, `content/instruments/<code>/instrument.yaml`.

    The tree comes after what its checks look at, so that a fault in it is told with its line.
    """

    effective_to: date | None = None
    short: str = Field(min_length=2, max_length=24)
    about: Words
    regulation: Words
    owner: Words
    period: Literal["year", "semester"]
    method: Method
    scale: Scale
    missing: Literal["lowest", "none"]
    """What an indicator without a value counts: the lowest value, or no index at all."""
    classify: Literal["unrounded", "rounded"]
    source: Source
    sources: dict[str, Words] = Field(default_factory=dict)
    bands: tuple[Band, ...] = Field(min_length=2, max_length=12)
    bands_source: Source | None = None
    proposal_source: Source | None = None
    """How sure it is which document proves which level; None takes `source`."""
    patterns: dict[CodeText, Pattern] = Field(default_factory=dict)
    tags: dict[CodeText, Words] = Field(default_factory=dict)
    tree: tuple[Node, ...] = Field(min_length=1)
    bridge: Bridge | None = None
    benchmarks: tuple[Benchmark, ...] = ()
    beside: tuple[Beside, ...] = ()

    @field_validator("effective_to")
    @classmethod
    def _ends_after_it_starts(cls, day: date | None, info: ValidationInfo) -> date | None:
        start = info.data.get("effective_from")
        if day and start and day < start:
            raise fault("Masa berlaku berakhir sebelum dimulai.")
        return day

    @field_validator("bands")
    @classmethod
    def _bands_rise(cls, bands: tuple[Band, ...]) -> tuple[Band, ...]:
        if not _parts.is_rising([band.lowest for band in bands]):
            raise fault("Predikat harus diurutkan dari batas terendah.")
        return bands

    @field_validator("tree")
    @classmethod
    def _tree_stands(cls, tree: tuple[Node, ...]) -> tuple[Node, ...]:
        _parts.check_sum(tree, WHOLE, "tingkat teratas")
        codes = [node.code for node in _parts.walk(tree)]
        if len(codes) > MOST_NODES:
            raise fault(f"Pohon indikator memuat lebih dari {MOST_NODES} simpul.")
        if doubled := sorted({code for code in codes if codes.count(code) > 1}):
            raise fault(f"Kode “{doubled[0]}” dipakai dua kali.")
        return tree

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.levels > MOST_LEVELS:
            raise fault(f"Skala memuat lebih dari {MOST_LEVELS} tingkat.")
        for node in _parts.walk(self.tree):
            self._check_tags(node)
            if node.indicator:
                self._check_indicator(node.code, node.indicator)
        if self.bridge:
            self._check_bridge(self.bridge)
        return self

    @property
    def levels(self) -> int:
        """Return into how many levels or bands an indicator is divided; 0 where into none."""
        if self.method == Method.LEVELS:
            return int(self.scale.highest - self.scale.lowest) + 1
        return max(len(self.scale.edges) - 1, 0)

    @property
    def leaves(self) -> tuple[Node, ...]:
        """Return the indicators in the order of the questionnaire."""
        return tuple(node for node in _parts.walk(self.tree) if node.indicator)

    def leaf(self, code: str) -> Node | None:
        """Return an indicator by its code, or None."""
        return next((node for node in self.leaves if node.code == code), None)

    def criteria_of(self, indicator: Indicator) -> tuple[str | None, ...]:
        """Return the text of each level, lowest first; empty where the instrument has none."""
        shared = self.patterns[indicator.pattern].criteria if indicator.pattern else ()
        return tuple(
            f"{text}. {indicator.notes[level]}" if text and level in indicator.notes else text
            for level, text in enumerate(indicator.criteria or shared, start=1)
        )

    def inputs_of(self, indicator: Indicator, kind: InputKind | None = None) -> tuple[Input, ...]:
        """Return what an indicator rests on, of one kind if named."""
        shared = self.patterns[indicator.pattern].inputs if indicator.pattern else ()
        every = (*shared, *indicator.inputs)
        return tuple(one for one in every if kind is None or one.kind == kind)

    def _check_tags(self, node: Node) -> None:
        if unknown := set(node.tags) - set(self.tags):
            raise fault(f"Penanda “{min(unknown)}” pada “{node.code}” tidak dijelaskan di tags.")

    def _check_indicator(self, code: str, indicator: Indicator) -> None:
        if indicator.pattern and indicator.pattern not in self.patterns:
            raise fault(f"Pola “{indicator.pattern}” pada “{code}” tidak ada di patterns.")
        texts = len(self.criteria_of(indicator))
        if texts not in {0, self.levels}:
            raise fault(f"“{code}” memuat {texts} kriteria, seharusnya {self.levels}.")
        inputs = self.inputs_of(indicator)
        if not inputs:
            raise fault(f"“{code}” tidak menyebut satu pun masukan.")
        if len({one.code for one in inputs}) < len(inputs):
            raise fault(f"Ada kode masukan yang ditulis dua kali pada “{code}”.")
        proven = {one.level for one in inputs if one.level is not None}
        if not proven <= set(range(1, self.levels + 1)):
            raise fault(f"Dokumen pada “{code}” menyebut tingkat di luar skala.")

    def _check_bridge(self, bridge: Bridge) -> None:
        known = {node.code for node in self.leaves}
        if unknown := {code for row in bridge.rows for code in row.here} - known:
            raise fault(f"Jembatan menyebut indikator “{min(unknown)}” yang tidak ada.")
