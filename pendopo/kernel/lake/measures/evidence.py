"""What is asked of a measure and what comes back: plain values, without the reader of SQL.

Pages that show kept results need only this; reading.py opens the reader when it is needed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from pendopo.kernel.errors import BadInput, DomainError
from pendopo.kernel.lake import folder, manifest
from pendopo.kernel.lake.engine import Cell
from pendopo.kernel.lake.manifest import Manifest
from pendopo.kernel.lake.measures.schema import MeasurePackage
from pendopo.kernel.lake.tables import ColumnType
from pendopo.kernel.periods import Period

Where = Mapping[str, Sequence[str]]
"""Column → the texts that it may hold; several columns must all fit."""

EMPTY = "-"
"""The text of a filter that asks for rows where nothing is filled in."""


class BadFilter(BadInput):
    """The rows have no such column, or it cannot hold this."""

    sentence = "Saringan ini tidak cocok dengan kolom yang ada."


class FileAltered(DomainError):
    """A file of the lake is not what the manifest says; no number comes from it."""

    status = 503
    sentence = "Berkas danau data berubah di luar sistem. Jalankan `pendopo lake check`."


class Place(NamedTuple):
    """One result that somebody wants: a measure in a period, whole or by a breakdown."""

    measure: MeasurePackage
    period: Period
    breakdown: str


@dataclass(frozen=True)
class Part:
    """One group of the rows (key None is the whole, or where nothing is filled in).

    `terms` are what the engine counted and `number` what the formula makes of them, exactly.
    `shares` are those terms that count some of the rows (SUM(CASE WHEN … THEN 1 ELSE 0 END)),
    `distinct` those that count how many different ones there are: what hiding has to look at.
    """

    key: str | None
    rows: int
    terms: tuple[int | None, ...] = ()
    number: Fraction | None = None
    shares: tuple[int, ...] = ()
    distinct: tuple[int, ...] = ()


@dataclass(frozen=True)
class Shape:
    """What a question reads: columns with types, the conditions of its rows, and its first table.

    Rows with more conditions over the same table are some of those with fewer (`is_within`).
    `is_open` where it reads only registers that are public anyway: services, sites, offices.
    `is_counted` where the number is made of how many rows there are, and how many of a kind.
    """

    columns: Mapping[str, ColumnType]
    table: str
    conditions: frozenset[str]
    is_open: bool = False
    is_counted: bool = False

    def is_within(self, other: "Shape") -> bool:
        """Tell whether every row of this is a row of the other."""
        return self.table == other.table and self.conditions >= other.conditions


@dataclass(frozen=True)
class Page:
    """Some of the rows behind a number; `total` fit the filter, `columns` are names with types."""

    columns: tuple[tuple[str, ColumnType], ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    number: int
    size: int


def state() -> Manifest:
    """Return the newest whole state of the lake."""
    return manifest.read(folder.path())
