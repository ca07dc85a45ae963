"""Rows beside entries: compared as the entries pass by, judged when these are proven."""

from collections.abc import Sequence

from pendopo.pack import cells, facts
from pendopo.pack.archive import Archive
from pendopo.pack.contents import Manifest
from pendopo.pack.facts import Field, Told
from pendopo.pack.misfit import Misfit
from pendopo.pack.rows import Days, People, Rows


class Comparison:
    """All measures of a pack beside its entries, which are read once for proof and comparison.

    What does not fit is kept and said by `finish`: that the entries are none of the ledger comes first.
    """

    def __init__(self, pack: Archive, manifest: Manifest) -> None:
        """Begin before the first entry."""
        self._every: list[Rows] = []
        self._readers: dict[str, facts.Reader] = {}
        self._misfit: Misfit | None = None
        try:
            self._begin(pack, manifest)
        except Misfit as error:
            self._misfit = error

    def take(self, seqs: list[int], lines: Sequence[bytes]) -> None:
        """Compare the rows of these entries (leaf indexes, rising)."""
        if self._misfit is None:
            try:
                self._compare(seqs, lines)
            except Misfit as error:
                self._misfit = error

    def finish(self) -> list[Rows]:
        """Return the measures, each counted. Raises Misfit for the first thing that did not fit."""
        if self._misfit is not None:
            raise self._misfit
        for rows in self._every:
            rows.finish()
        return self._every

    def _begin(self, pack: Archive, manifest: Manifest) -> None:
        days, people = Days(manifest.zone), People()
        self._every = [Rows(pack, measure, days, people) for measure in manifest.measures]
        for event in {rows.measure.event for rows in self._every} - {""}:
            self._readers[event] = facts.Reader(_wanted(self._every, event))

    def _compare(self, seqs: list[int], lines: Sequence[bytes]) -> None:
        there = set(seqs)
        for event, reader in self._readers.items():
            every = [rows for rows in self._every if rows.measure.event == event]
            taken = [(rows, *rows.until(seqs[-1])) for rows in every]
            for rows, some, _ in taken:
                rows.require_there(some, there)
            wanted = {seq for _, some, _ in taken for seq in some}
            told = _told(reader, wanted, seqs, lines)
            for rows, some, shown in taken:
                if shown:
                    rows.compare(shown, told.at(some))


def _wanted(every: Sequence[Rows], event: str) -> dict[Field, str]:
    kinds: dict[Field, str] = {}
    for rows in every:
        for field, kind in rows.fields() if rows.measure.event == event else ():
            # One field in columns of two kinds: then nothing about it is plain.
            kinds[field] = kind if kinds.get(field, kind) == kind else cells.NEVER
    return kinds


def _told(reader: facts.Reader, wanted: set[int], seqs: list[int], lines: Sequence[bytes]) -> Told:
    if len(wanted) < len(seqs):
        pairs = [(seq, line) for seq, line in zip(seqs, lines, strict=True) if seq in wanted]
        seqs, lines = [seq for seq, _ in pairs], [line for _, line in pairs]
    return reader.read(seqs, lines) if lines else Told([], {})
