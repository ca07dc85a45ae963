"""The rows behind each number: every one is an entry of the ledger, and says what the entry says."""

import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from pendopo.pack import entries
from pendopo.pack.archive import Archive
from pendopo.pack.contents import Manifest, Measure
from pendopo.pack.counting import Cell, Formula, Row
from pendopo.pack.entries import Fact
from pendopo.pack.misfit import Misfit

ENTRY, SEQ = "entry_id", "seq"
MOST_MINUTES = 100_000
PSEUDONYM = "who:"
"""Stands for a person: the same one each time, and nobody's name."""

_TYPES: Mapping[str, frozenset[type]] = {
    "text": frozenset({str, type(None)}),
    "integer": frozenset({int, type(None)}),
    "money": frozenset({int, type(None)}),
    "boolean": frozenset({bool, type(None)}),
    "date": frozenset({str, type(None)}),
    "timestamp": frozenset({str, type(None)}),
}
COMMON = frozenset(
    {
        "entry_id",
        "seq",
        "subject",
        "actor",
        "occurred_at",
        "recorded_at",
        "occurred_on",
        "month",
    }
)
"""The columns that rows of every event have."""

_OUTSIDE: Mapping[str, str] = {
    ENTRY: "id",
    "subject": "subject",
    "actor": "actor",
    "occurred_at": "occurred_at",
    "recorded_at": "recorded_at",
}


_NEVER = float("nan")
"""Equals no cell: what an entry says where no cell of the column's type could."""


class Rows:
    """The rows of one measure, read once in their order, counted as they pass."""

    def __init__(self, pack: Archive, measure: Measure, days: "Days", people: "People") -> None:
        """Begin before the first row. Raises Misfit for a formula that is none."""
        self.measure = measure
        self.formula = Formula(measure.formula, measure.names)
        self.count = 0
        self._days, self._people = days, people
        self._source = _parsed(pack, measure)
        self._waiting: list[Row] = []
        self._seq = itemgetter(measure.names.index(SEQ)) if measure.event else None

    def until(self, last: int) -> list[Row]:
        """Return the next rows, up to those of this leaf index."""
        assert self._seq is not None
        while not self._waiting or self._seq(self._waiting[-1]) <= last:
            more = next(self._source, None)
            if more is None:
                break
            self._waiting += more
        end = bisect_right(self._waiting, last, key=self._seq)
        taken, self._waiting = self._waiting[:end], self._waiting[end:]
        return taken

    def seqs(self, rows: Sequence[Row]) -> list[int]:
        """Return the leaf indexes of rows."""
        assert self._seq is not None
        return list(map(self._seq, rows))

    def compare(self, rows: Sequence[Row], by_seq: Mapping[int, Fact]) -> None:
        """Refuse rows that say something else than their entries, then count them. Raises Misfit."""
        found = [by_seq.get(seq) for seq in self.seqs(rows)]
        if None in found:
            raise Misfit(
                f"Baris {self.count + found.index(None) + 1} dari {self.measure.file} menunjuk "
                "catatan yang tidak ada di dalam paket."
            )
        facts = [fact for fact in found if fact is not None]
        self._require_same(
            "name", [fact["name"] for fact in facts], [self.measure.event] * len(facts)
        )
        payloads = [fact["payload"] for fact in facts]
        for place, (name, kind) in enumerate(self.measure.columns):
            said = self._said(name, facts, payloads)
            if said is not None:
                self._require(name, kind, said, list(map(itemgetter(place), rows)))
        self.take(rows)

    def take(self, rows: Sequence[Row]) -> None:
        """Count rows."""
        self.formula.feed(rows)
        self.count += len(rows)

    def rest(self) -> Iterator[list[Row]]:
        """Walk what is left."""
        if self._waiting:
            yield self._waiting
        yield from self._source

    def _said(
        self, name: str, facts: Sequence[Fact], payloads: Sequence[Fact]
    ) -> list[Cell] | None:
        """Return what entries say about a column; None where it is computed or of a register."""
        if name not in self.measure.direct:
            return None
        field = self.measure.direct[name]
        if field in _OUTSIDE:
            return list(map(itemgetter(_OUTSIDE[field]), facts))
        if field in {"occurred_on", "month"}:
            length = 7 if field == "month" else 10
            return [self._days[fact["occurred_at"][:16]][:length] for fact in facts]
        if field == SEQ:
            return None
        # A field that bears a common name has a column of its own: seq of a letter is own_seq.
        own = field[4:] if field[:4] == "own_" and field[4:] in COMMON else field
        try:
            return list(map(itemgetter(own), payloads))
        except KeyError:
            missing = self.measure.defaults.get(field)
            return [payload.get(own, missing) for payload in payloads]

    def _require(self, name: str, kind: str, said: list[Cell], shown: list[Cell]) -> None:
        # To Python 1, 1.0 and true are the same; of one type they are not.
        if not set(map(type, said)) <= _TYPES[kind]:
            said = [one if type(one) in _TYPES[kind] else _NEVER for one in said]
        elif said == shown:
            return
        if name in self.measure.refs:
            shown = [self._people.behind(a, b) for a, b in zip(said, shown, strict=True)]
        self._require_same(name, said, shown)

    def _require_same(self, name: str, said: list[Cell], shown: list[Cell]) -> None:
        for place, (one, other) in enumerate(zip(said, shown, strict=True)):
            if one != other:
                raise Misfit(
                    f"Baris {self.count + place + 1} dari {self.measure.file}: kolom {name} "
                    "tidak sama dengan catatannya di buku besar."
                )


class People:
    """Who stands behind which token: one token, one person, all through the pack."""

    def __init__(self) -> None:
        """Know nobody."""
        self._refs: dict[Cell, Cell] = {}
        self._tokens: dict[Cell, Cell] = {}

    def behind(self, ref: Cell, shown: Cell) -> Cell:
        """Return the reference where this token may stand for it, else what is shown."""
        if not (isinstance(shown, str) and shown.startswith(PSEUDONYM)):
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
        day = self[minute] = at.astimezone(self._zone).date().isoformat()
        return day


def check(pack: Archive, manifest: Manifest, places: Sequence[int]) -> list[Rows]:
    """Compare every row with its entry and count them; return the measures counted. Raises Misfit."""
    days, people = Days(manifest.zone), People()
    every = [Rows(pack, measure, days, people) for measure in manifest.measures]
    of_entries = [rows for rows in every if rows.measure.event]
    for seqs, lines in entries.read(pack, places):
        if lines:
            _compare(of_entries, seqs, lines)
    for rows in every:
        _finish(rows)
    return every


def _compare(of_entries: Sequence[Rows], seqs: Sequence[int], lines: Sequence[bytes]) -> None:
    taken = [(rows, rows.until(seqs[-1])) for rows in of_entries]
    wanted = {seq for rows, some in taken for seq in rows.seqs(some)}
    if len(wanted) < len(seqs):
        pairs = [(seq, line) for seq, line in zip(seqs, lines, strict=True) if seq in wanted]
        seqs, lines = [seq for seq, _ in pairs], [line for _, line in pairs]
    by_seq = dict(zip(seqs, entries.facts(lines), strict=True))
    for rows, some in taken:
        rows.compare(some, by_seq)


def _finish(rows: Rows) -> None:
    for some in rows.rest():
        if rows.measure.event:
            raise Misfit(
                f"Baris {rows.count + 1} dari {rows.measure.file} menunjuk catatan yang tidak ada "
                "di dalam paket."
            )
        rows.take(some)
    if rows.count != rows.measure.rows:
        raise Misfit(f"{rows.measure.file} memuat {rows.count} baris, bukan {rows.measure.rows}.")


def _parsed(pack: Archive, measure: Measure) -> Iterator[list[Row]]:
    _require_columns(measure)
    last = -1
    for lines in pack.lines(measure.file):
        if not lines:
            continue
        try:
            rows: list[Any] = json.loads(b"[%b]" % b",".join(lines))
        except (ValueError, RecursionError) as error:
            raise Misfit(f"Ada baris di {measure.file} yang tidak terbaca.") from error
        last = _require_shape(measure, rows, last)
        yield rows


def _require_columns(measure: Measure) -> None:
    names = measure.names
    unknown = [kind for _, kind in measure.columns if kind not in _TYPES]
    if unknown or len(set(names)) < len(names) or not set(measure.direct) <= set(names):
        raise Misfit(f"Kolom ukuran {measure.code} tidak dikenal.")
    # Without these the rows would lead to no entry, and nothing could be compared.
    needed = {name: name for name in (ENTRY, SEQ)}
    if measure.event and not needed.items() <= measure.direct.items():
        raise Misfit(f"Baris ukuran {measure.code} tidak menunjuk catatannya.")


def _require_shape(measure: Measure, rows: Sequence[Any], last: int) -> int:
    width = len(measure.columns)
    if set(map(type, rows)) != {list} or set(map(len, rows)) != {width}:
        raise Misfit(f"Ada baris di {measure.file} yang kolomnya tidak lengkap.")
    for (name, kind), cells in zip(measure.columns, zip(*rows, strict=True), strict=True):
        if not set(map(type, cells)) <= _TYPES[kind]:
            raise Misfit(f"Kolom {name} di {measure.file} memuat nilai yang salah jenisnya.")
    if not measure.event:
        return last
    seqs = list(map(itemgetter(measure.names.index(SEQ)), rows))
    if None in seqs or sorted(seqs) != seqs or seqs[0] < last:
        raise Misfit(f"Baris di {measure.file} tidak berurutan menurut catatannya.")
    return int(seqs[-1])
