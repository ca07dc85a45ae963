"""What entries say: each as an object, or all entries of an event as columns of cells."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pendopo.pack import cells, contents
from pendopo.pack.cells import Cell
from pendopo.pack.misfit import Misfit

Fact = dict[str, Any]
Field = tuple[str, str]
"""Where a field stands and its name: `OUTSIDE` or `INSIDE` of the payload."""

OUTSIDE, INSIDE = "", "payload"
_NEEDED = {"id", "name", "subject", "actor", "occurred_at", "recorded_at", "payload"}


@dataclass(frozen=True)
class Told:
    """What some entries (leaf indexes, rising) say, column by column."""

    seqs: Sequence[int]
    columns: Mapping[Field, Sequence[Cell]]
    is_plain: bool = True
    """Whether each cell is of the kind that was asked for, and none is missing from only some."""

    def column(self, field: Field, missing: Cell) -> Sequence[Cell]:
        """Return a column, with `missing` where an entry lacks the field."""
        found = self.columns.get(field)
        if found is None:
            return [missing] * len(self.seqs)
        return [one or missing for one in found] if not self.is_plain else found

    def at(self, seqs: Sequence[int]) -> "Told":
        """Return the same for these entries, each of which must be there; one may come twice."""
        if seqs == self.seqs:
            return self
        places = {seq: place for place, seq in enumerate(self.seqs)}
        wanted = [places[seq] for seq in seqs]
        picked = {name: [one[place] for place in wanted] for name, one in self.columns.items()}
        return Told(seqs, picked, self.is_plain)


class Reader:
    """Reads the entries of one event, most of which are laid out alike."""

    def __init__(self, wanted: Mapping[Field, str]) -> None:
        """Read these fields of each, which mostly are cells of these kinds."""
        self._wanted = wanted
        self._shape: re.Pattern[str] | None = None
        self._names: list[Field] = []

    def read(self, seqs: Sequence[int], lines: Sequence[bytes]) -> Told:
        """Return what these lines say. Raises Misfit."""
        found = self._alike(lines) or self._alike_first(lines)
        if found is None:
            return Told(seqs, self._one_by_one(lines), is_plain=False)
        return Told(seqs, dict(zip(self._names, zip(*found, strict=True), strict=True)))

    def _alike(self, lines: Sequence[bytes]) -> list[cells.Row] | None:
        return None if self._shape is None else cells.read(lines, self._shape)

    def _alike_first(self, lines: Sequence[bytes]) -> list[cells.Row] | None:
        """Read all lines as the first one is laid out, which is read as JSON with every check."""
        [first] = read(lines[:1])
        self._shape, self._names = None, []
        if len(first) + len(first["payload"]) > cells.MOST_PARTS:
            return None
        fact = self._object(first, OUTSIDE)
        if fact is not None:
            self._shape = cells.layout(rf'\{{"fact":{fact},"seq":[0-9]+\}}')
        return self._alike(lines)

    def _object(self, said: Fact, where: str) -> str | None:
        """Return the layout of an object; None where it holds more than cells and the payload."""
        parts = []
        for name, value in said.items():
            field = (where, name)
            inner = (
                self._object(value, INSIDE)
                if field == (OUTSIDE, INSIDE)
                else self._cell(field, value)
            )
            if inner is None:
                return None
            parts.append(f"{re.escape(cells.write(name))}:{inner}")
        return rf"\{{{','.join(parts)}\}}"

    def _cell(self, field: Field, value: Any) -> str | None:
        if isinstance(value, dict | list):
            return None
        usual = cells.TEXT if field == (OUTSIDE, "occurred_at") else cells.ANY
        kind = self._wanted.get(field, usual)
        if field not in self._wanted:
            return f"(?:{kind})"
        self._names.append(field)
        return f"({kind})"

    def _one_by_one(self, lines: Sequence[bytes]) -> dict[Field, list[Cell]]:
        said = read(lines)
        return {
            (where, name): [
                cells.write(one[name]) if name in one else cells.NONE
                for one in ([fact["payload"] for fact in said] if where else said)
            ]
            for where, name in self._wanted
        }


def read(lines: Sequence[bytes]) -> list[Fact]:
    """Return what these lines say. Raises Misfit."""
    text = b"[%b]" % b",".join(lines)
    try:
        said: list[Fact] = [one["fact"] for one in json.loads(text)]
        members = sum(2 + len(fact) + len(fact["payload"]) for fact in said)
        if not _is_simple(text, members):
            json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError, LookupError, TypeError) as error:
        raise Misfit(f"Ada catatan di {contents.ENTRIES} yang tidak terbaca.") from error
    if len(said) != len(lines) or not all(map(_is_whole, said)):
        raise Misfit(f"Ada catatan di {contents.ENTRIES} yang tidak lengkap.")
    return said


def _is_whole(fact: Fact) -> bool:
    return (
        fact.keys() >= _NEEDED
        and type(fact["payload"]) is dict
        and type(fact["occurred_at"]) is str
    )


def _is_simple(text: bytes, members: int) -> bool:
    """Tell whether it is plain that no name stands twice, when so many members were read.

    Without a space each member has its `":`, so there are at most as many as of these. As many were read:
    then none took another's place. Nested members are not counted and make it not plain.
    """
    return text.count(b'":') == members and not any(blank in text for blank in (b" ", b"\t", b"\r"))


def _once(pairs: list[tuple[str, Any]]) -> Fact:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Misfit(f"Ada catatan di {contents.ENTRIES} yang menyebut satu hal dua kali.")
    return found
