"""What a measure is, as content: the shape of `content/measures/<code>/measure.yaml`.

`rows` is the evidence and `value` an aggregate over exactly those rows, so behind every number
lies the list of records that it was made of.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from pendopo.kernel.content import Package, Source
from pendopo.kernel.periods import Span

Sentence = Annotated[str, Field(min_length=3, max_length=1200)]
Column = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]

UNSURE = {"reconstructed", "unknown"}


class Unit(StrEnum):
    """What the number counts."""

    COUNT = "count"
    PERCENT = "percent"
    DAYS = "days"
    MINUTES = "minutes"
    RUPIAH = "rupiah"
    SCORE = "score"
    PERSONS = "persons"
    SHEETS = "sheets"
    VISITS = "visits"


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


class MeasurePackage(Package):
    """One measure. `thing` names what is counted, in the clerk's words: "permohonan".

    Where fewer than `fewest` rows stand behind a number, nobody is told it: opinions of three
    people are the opinions of those three. Rows that are `sensitive` are opened by those alone who
    oversee the whole government: a single answer at a small desk is somebody's.
    """

    unit: Unit
    thing: str = Field(default="", max_length=60)
    definition: Sentence
    period: Literal[Span.MONTH, Span.QUARTER, Span.HALF, Span.YEAR]
    rows: str = Field(min_length=10, max_length=4000)
    value: str = Field(min_length=3, max_length=1000)
    breakdowns: tuple[Column, ...] = Field(default=(), max_length=6)
    direction: Direction = Direction.NONE
    target: Decimal | None = None
    decimals: int = Field(default=0, ge=0, le=6)
    fewest: int = Field(default=1, ge=1, le=100)
    public: bool = False
    sensitive: bool = False
    simulation: str = Field(default="", max_length=400)
    source: Source

    @property
    def is_simulation(self) -> bool:
        """Tell whether every number of it carries the word simulasi."""
        return bool(self.simulation)

    @model_validator(mode="after")
    def _is_honest(self) -> Self:
        if self.source.confidence in UNSURE and not self.simulation:
            raise ValueError("sumber yang belum pasti membutuhkan “simulation” dengan sebabnya")
        if self.sensitive and self.public:
            raise ValueError("ukuran yang peka (sensitive) tidak dapat terbuka (public)")
        if len(set(self.breakdowns)) != len(self.breakdowns):
            raise ValueError("rincian (breakdowns) disebut dua kali")
        return self
