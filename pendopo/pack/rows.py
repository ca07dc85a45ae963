"""The rows behind each number: every one is an entry of the ledger, and says what the entry says."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pendopo.pack import cells
from pendopo.pack.archive import Archive
from pendopo.pack.cells import Cell, Row
from pendopo.pack.contents import Measure
from pendopo.pack.counting import Formula
from pendopo.pack.facts import INSIDE, OUTSIDE, Field, Told
from pendopo.pack.misfit import Misfit

ENTRY, SEQ = "entry_id", "seq"
MOST_MINUTES = 100_000
PSEUDONYM = '"who:'
"""Begins the cell of a person: the same one each time, and nobody's name."""

_TYPES: Mapping[str, frozenset[type]] = {
    "text": frozenset({str, type(None)}),
    "integer": frozenset({int, type(None)}),
    "money": frozenset({int, type(None)}),
    "boolean": frozenset({bool, type(None)}),
    "date": frozenset({str, type(None)}),
    "timestamp": frozenset({str, type(None)}),
}
_OUTSIDE: Mapping[str, str] = {
    ENTRY: "id",
    "subject": "subject",
    "actor": "actor",
    "occurred_at": "occurred_at",
    "recorded_at": "recorded_at",
    "occurred_on": "occurred_at",
    "month": "occurred_at",
}
COMMON = frozenset({*_OUTSIDE, SEQ})
"""The columns that rows of every event have."""


class Rows:
    """The rows of one measure, read once in their order, counted as they pass."""

    def __init__(self, pack: Archive, measure: Measure, days: "Days", people: "People") -> None:
        """Begin before the first row. Raises Misfit for a formula that is none."""
        _require_columns(measure)
        self.measure = measure
        self._used = sorted(Formula(measure.formula, measure.names).used)
        self.formula = Formula(measure.formula, self._used)
        self.count = 0
        self._days, self._people = days, people
        self._shape = _shape(measure)
        self._may_repeat = _may_repeat(measure)
        self._source = pack.lines(measure.file)
        self._waiting: list[bytes] = []
        self._seqs: list[int] = []
        self._last = -1

    def fields(self) -> Iterator[tuple[Field, str]]:
        """Yield the fields of an entry that its row repeats, and its name, with their kind of cell."""
        yield (OUTSIDE, "name"), cells.TEXT
        for name, kind in self.measure.columns:
            column = self.measure.direct.get(name, SEQ)
            field, shape = _field(column), cells.KINDS[kind]
            if field[0] == OUTSIDE:
                shape = cells.TEXT if shape == cells.KINDS["text"] else cells.NEVER
            if column != SEQ:
                yield field, shape

    def until(self, last: int) -> tuple[list[int], list[bytes]]:
        """Return the next lines, up to those of this leaf index, and the leaf index of each."""
        while not self._seqs or self._seqs[-1] <= last:
            lines = next(self._source, None)
            if lines is None:
                break
            if lines:
                self._seqs += self._indexes(lines)
                self._waiting += lines
        end = bisect_right(self._seqs, last)
        taken = self._seqs[:end], self._waiting[:end]
        self._seqs, self._waiting = self._seqs[end:], self._waiting[end:]
        return taken

    def compare(self, lines: Sequence[bytes], told: Told) -> None:
        """Refuse rows that say something else than their entries, then count them. Raises Misfit."""
        names = told.column((OUTSIDE, "name"), cells.NONE)
        self._require("name", names, [cells.write(self.measure.event)] * len(lines))
        said = {name: self._said(column, told) for name, column in self.measure.direct.items()}
        columns = self._repeated(lines, said) if told.is_plain else None
        if columns is None:
            columns = self._columns(lines)
            for name, shown in zip(self.measure.names, columns, strict=True):
                if name in said:
                    self._require(name, said[name], shown)
        self._count(columns)

    def require_there(self, seqs: Sequence[int], there: set[int]) -> None:
        """Refuse rows whose entry is not among these. Raises Misfit."""
        if not there.issuperset(seqs):
            self._refuse_stray(next(place for place, seq in enumerate(seqs) if seq not in there))

    def finish(self) -> None:
        """Count what is left, which only a register may have. Raises Misfit."""
        for lines in (self._waiting, *self._source):
            if lines and self.measure.event:
                self._refuse_stray(0)
            if lines:
                self._count(self._columns(lines))
        measure = self.measure
        if self.count != measure.rows:
            raise Misfit(f"{measure.file} memuat {self.count} baris, bukan {measure.rows}.")

    def _repeated(
        self, lines: Sequence[bytes], said: Mapping[str, Sequence[Cell]]
    ) -> list[Sequence[Cell]] | None:
        """Return the columns of rows that are, letter by letter, what their entries say.

        Those of an entry laid out plainly are cells of the column's kind. None where a row says something
        else, or the same in other letters: then it is read.
        """
        if not self._may_repeat:
            return None
        columns = [said[name] for name in self.measure.names]
        built = "]\n[".join(map(",".join, zip(*columns, strict=True)))
        return columns if f"[{built}]".encode() == b"\n".join(lines) else None

    def _columns(self, lines: Sequence[bytes]) -> list[Sequence[Cell]]:
        rows = cells.read(lines, self._shape) if self._shape else None
        return list(zip(*(rows or _one_by_one(self.measure, lines)), strict=True))

    def _indexes(self, lines: Sequence[bytes]) -> list[int]:
        """Return the leaf indexes that rows name. Raises Misfit where they do not rise.

        They stand behind the first comma; where that was another one, comparing finds it.
        """
        place = self.measure.names.index(SEQ)
        try:
            seqs = [int(line.split(b",", place + 1)[place]) for line in lines] if place < 2 else []
        except (ValueError, IndexError):
            seqs = []
        seqs = seqs or cells.values(self._columns(lines)[place])
        if None in seqs or sorted(seqs) != seqs or seqs[0] < self._last:
            raise Misfit(f"Baris di {self.measure.file} tidak berurutan menurut catatannya.")
        self._last = seqs[-1]
        return seqs

    def _count(self, columns: Sequence[Sequence[Cell]]) -> None:
        """Count rows; only columns that are used become values."""
        count, names = len(columns[0]), self.measure.names
        used = [cells.values(columns[names.index(name)]) for name in self._used]
        self.formula.feed(list(zip(*used, strict=True)) if used else [()] * count)
        self.count += count

    def _said(self, column: str, told: Told) -> Sequence[Cell]:
        """Return what entries say about a column of the ledger's table."""
        if column == SEQ:
            return list(map(str, told.seqs))
        missing = cells.write(self.measure.defaults.get(column))
        said = told.column(_field(column), missing)
        if column == "occurred_on":
            return [self._days[at[1:17]] for at in said]
        if column == "month":
            return [day[:8] + '"' for day in (self._days[at[1:17]] for at in said)]
        return said

    def _require(self, name: str, said: Sequence[Cell], shown: Sequence[Cell]) -> None:
        if list(said) == list(shown):
            return
        if name in self.measure.refs:
            shown = [self._people.behind(a, b) for a, b in zip(said, shown, strict=True)]
        for place, (one, other) in enumerate(zip(said, shown, strict=True)):
            if one != other:
                raise Misfit(
                    f"Baris {self.count + place + 1} dari {self.measure.file}: kolom {name} "
                    "tidak sama dengan catatannya di buku besar."
                )

    def _refuse_stray(self, place: int) -> None:
        raise Misfit(
            f"Baris {self.count + place + 1} dari {self.measure.file} menunjuk catatan yang "
            "tidak ada di dalam paket."
        )


class People:
    """Who stands behind which token: one token, one person, all through the pack."""

    def __init__(self) -> None:
        """Know nobody."""
        self._refs: dict[Cell, Cell] = {}
        self._tokens: dict[Cell, Cell] = {}

    def behind(self, ref: Cell, shown: Cell) -> Cell:
        """Return the reference where this token may stand for it, else what is shown."""
        if not shown.startswith(PSEUDONYM) or not ref.startswith('"'):
            return shown
        is_same = self._tokens.setdefault(ref, shown) == shown
        return ref if is_same and self._refs.setdefault(shown, ref) == ref else shown


class Days(dict[str, str]):
    """The day of a minute (UTC text) on the government's clocks, each computed once.

    Clocks are changed at whole minutes, so all of a minute is of one day.
    """

    def __init__(self, zone: str) -> None:
        """Know the zone. Raises Misfit."""
        super().__init__()
        try:
            self._zone = ZoneInfo(zone)
        except (ValueError, OSError) as error:
            raise Misfit("Zona waktu paket ini tidak dikenal di komputer ini.") from error

    def __missing__(self, minute: str) -> str:
        """Return the day of a minute that was not asked for yet. Raises Misfit."""
        try:
            at = datetime.fromisoformat(f"{minute}:00+00:00")
        except ValueError as error:
            raise Misfit("Ada catatan tanpa waktu yang terbaca.") from error
        if len(self) > MOST_MINUTES:
            self.clear()
        day = self[minute] = cells.write(at.astimezone(self._zone).date().isoformat())
        return day


def _field(column: str) -> Field:
    """Return where an entry says what a column of its table holds."""
    if column in COMMON:
        return OUTSIDE, _OUTSIDE.get(column, column)
    # A field that bears a common name has a column of its own: seq of a letter is own_seq.
    own = column[4:] if column[:4] == "own_" and column[4:] in COMMON else column
    return INSIDE, own


def _shape(measure: Measure) -> re.Pattern[str] | None:
    kinds = [f"({cells.KINDS[kind]})" for _, kind in measure.columns]
    return cells.layout(rf"\[{','.join(kinds)}\]") if 1 < len(kinds) <= cells.MOST_PARTS else None


def _may_repeat(measure: Measure) -> bool:
    """Tell whether whatever a plain entry says of any column is a cell of the column's kind."""
    for name, kind in measure.columns:
        column = measure.direct.get(name)
        if column is None or (column == SEQ and kind not in {"integer", "money"}):
            return False
        missing = cells.write(measure.defaults.get(column))
        if not re.fullmatch(cells.KINDS[kind], missing):
            return False
    return True


def _one_by_one(measure: Measure, lines: Sequence[bytes]) -> list[Row]:
    try:
        rows: list[Any] = json.loads(b"[%b]" % b",".join(lines))
    except (ValueError, RecursionError) as error:
        raise Misfit(f"Ada baris di {measure.file} yang tidak terbaca.") from error
    is_row = set(map(type, rows)) == {list} and set(map(len, rows)) == {len(measure.columns)}
    if not is_row or len(rows) != len(lines):
        raise Misfit(f"Ada baris di {measure.file} yang kolomnya tidak lengkap.")
    for (name, kind), column in zip(measure.columns, zip(*rows, strict=True), strict=True):
        if not set(map(type, column)) <= _TYPES[kind]:
            raise Misfit(f"Kolom {name} di {measure.file} memuat nilai yang salah jenisnya.")
    return [tuple(map(cells.write, row)) for row in rows]


def _require_columns(measure: Measure) -> None:
    names = measure.names
    unknown = [kind for _, kind in measure.columns if kind not in cells.KINDS]
    if unknown or len(set(names)) < len(names) or not set(measure.direct) <= set(names):
        raise Misfit(f"Kolom ukuran {measure.code} tidak dikenal.")
    # Without these the rows would lead to no entry, and nothing could be compared.
    needed = {name: name for name in (ENTRY, SEQ)}
    if measure.event and not needed.items() <= measure.direct.items():
        raise Misfit(f"Baris ukuran {measure.code} tidak menunjuk catatannya.")
