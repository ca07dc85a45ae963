"""The parts of an instrument: scale, bands, inputs, indicators and the nodes of its tree."""

import itertools
from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from pendopo.kernel.content.schema import CodeText, Part, Source

NodeCode = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,19}$")]
Number = Annotated[Decimal, Field(allow_inf_nan=False, max_digits=12, decimal_places=4)]
Words = Annotated[str, Field(min_length=2, max_length=400)]


class Scale(Part):
    """Where the value of one indicator lies; the index is the weighted mean times `times`.

    `edges` are the limits of an indicator's own bands, both ends included.
    """

    lowest: Number
    highest: Number
    edges: tuple[Number, ...] = ()
    times: Number = Decimal(1)
    decimals: int = Field(default=2, ge=0, le=4)

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if self.lowest >= self.highest or self.times <= 0:
            raise fault("Batas bawah skala harus lebih kecil daripada batas atasnya.")
        if self.edges and not _joins(self.edges, self.lowest, self.highest):
            raise fault("Batas pita harus naik dari batas bawah sampai batas atas skala.")
        return self


class Band(Part):
    """A predicate of the index and the lowest index that earns it."""

    name: Words
    lowest: Number
    note: str = ""


class Conversion(Part):
    """Straight lines between pairs of edges: an outside number becomes a value of the scale.

    `edges_out` may fall: fewer days are better.
    """

    edges_in: tuple[Number, ...] = Field(min_length=2, max_length=20)
    edges_out: tuple[Number, ...] = Field(min_length=2, max_length=20)
    source: Source | None = None

    @model_validator(mode="after")
    def _pairs(self) -> Self:
        if len(self.edges_in) != len(self.edges_out):
            raise fault("Jumlah batas masuk dan batas keluar harus sama.")
        if not is_rising(self.edges_in):
            raise fault("Batas masuk harus naik.")
        return self


class Question(Part):
    """One line of a checklist, answered with yes or no."""

    code: CodeText
    text: Words


class Feed(Part):
    """Activity in the ledger that a document would report: a measure whose rows are that activity.

    It gives no value and proves no level; it only points people to work that nobody reported.
    """

    measure: CodeText
    because: Words
    source: Source


class InputKind(StrEnum):
    """Where a value comes from."""

    MEASURE = "measure"
    DOCUMENT = "document"
    FORM = "form"
    JUDGEMENT = "judgement"
    EXTERNAL = "external"


class Input(Part):
    """One thing that an indicator rests on.

    A document names the `level` that it proves and how many months it holds.
    """

    kind: InputKind
    code: CodeText
    title: Words
    level: int | None = None
    months: int | None = Field(default=None, ge=1, le=120)
    measure: CodeText | None = None
    conversion: Conversion | None = None
    questions: tuple[Question, ...] = ()
    fed_by: tuple[Feed, ...] = Field(default=(), max_length=4)

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if (self.kind == InputKind.MEASURE) != (self.measure is not None):
            raise fault("Masukan “measure”, dan hanya itu, menyebut kode ukuran.")
        if (self.kind == InputKind.FORM) != bool(self.questions):
            raise fault("Masukan “form”, dan hanya itu, memuat pertanyaan.")
        if self.kind == InputKind.EXTERNAL and self.conversion is None:
            raise fault("Nilai dari instrumen lain memerlukan tabel konversi.")
        if self.kind != InputKind.DOCUMENT and (self.level is not None or self.months):
            raise fault("Hanya dokumen yang membuktikan tingkat dan punya masa berlaku.")
        if self.kind != InputKind.DOCUMENT and self.fed_by:
            raise fault("Hanya dokumen yang menyebut kegiatan asalnya (fed_by).")
        return self


class Pattern(Part):
    """What many indicators share: the texts of the levels, lowest first, and the proof of each."""

    criteria: tuple[Words, ...] = ()
    inputs: tuple[Input, ...] = Field(default=(), max_length=40)


class Indicator(Part):
    """A leaf: what its levels ask for and what its value rests on, here or in its pattern.

    A criterion of `null` was not found in any source. `notes` add to single levels.
    """

    inputs: tuple[Input, ...] = Field(default=(), max_length=40)
    criteria: tuple[Words | None, ...] = ()
    pattern: CodeText | None = None
    notes: dict[int, Words] = Field(default_factory=dict)
    may_not_apply: bool = False


class Node(Part):
    """A domain, aspect or indicator.

    `weight` is a part of 100 of the whole, "equal" where siblings share alike by rule, or
    "unknown" where nobody knows: they then share alike and the score is a simulation.
    """

    code: NodeCode
    title: Words
    weight: Number | Literal["equal", "unknown"]
    weight_source: Source | None = None
    source: Source | None = None
    tags: tuple[CodeText, ...] = ()
    children: "tuple[Node, ...]" = ()
    indicator: Indicator | None = None

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if bool(self.children) == (self.indicator is not None):
            raise fault(f"“{self.code}” harus memuat bagian (children) atau satu indicator.")
        if isinstance(self.weight, Decimal):
            if self.weight <= 0:
                raise fault(f"Bobot “{self.code}” harus lebih besar dari nol.")
            check_sum(self.children, self.weight, f"bagian “{self.code}”")
        elif any(isinstance(child.weight, Decimal) for child in self.children):
            raise fault(f"Bobot “{self.code}” tidak diketahui, jadi bobot bagiannya juga.")
        return self


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Walk a tree, parents before their children."""
    for node in nodes:
        yield node
        yield from walk(node.children)


def check_sum(nodes: tuple[Node, ...], whole: Decimal, place: str) -> None:
    """Refuse siblings whose weights do not make up the whole. Raises a fault."""
    known = [node.weight for node in nodes if isinstance(node.weight, Decimal)]
    if known and len(known) < len(nodes):
        raise fault(f"Pada {place} sebagian bobot berupa angka dan sebagian tidak.")
    if known and sum(known) != whole:
        said, wanted = f"{sum(known):f}".replace(".", ","), f"{whole:f}".replace(".", ",")
        raise fault(f"Jumlah bobot {place} adalah {said}, seharusnya {wanted}.")


def is_rising(numbers: Sequence[Decimal]) -> bool:
    """Tell whether each number is larger than the one before."""
    return all(a < b for a, b in itertools.pairwise(numbers))


def fault(sentence: str) -> PydanticCustomError:
    """Return a refusal that the package reader shows with its line, in these words."""
    # Braces would be taken for placeholders.
    return PydanticCustomError("instrument", "{said}", {"said": sentence})


def _joins(edges: tuple[Decimal, ...], lowest: Decimal, highest: Decimal) -> bool:
    return is_rising(edges) and edges[0] == lowest and edges[-1] == highest
