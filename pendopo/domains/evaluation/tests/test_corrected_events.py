"""What a later entry corrects: the newest of each subject counts, however it came into the lake.

The ledger corrects nothing in place. A refused case is reopened and closed again, a value is
verified anew: each is a later entry about the same subject. A number of a month is made of what had
happened until its end (running.files), so a correction counts from the month in which it happened;
one that is entered late moves the months that had been counted without it.
"""

from collections.abc import Iterator
from fractions import Fraction

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from pendopo.domains.cases.events import CaseReopened
from pendopo.domains.evaluation.tests import lakes
from pendopo.domains.evaluation.tests.factories import NOW
from pendopo.kernel.actor import system
from pendopo.kernel.events import Code, Event, Ref
from pendopo.kernel.lake import measures, writing
from pendopo.kernel.lake.models import KeptResult
from pendopo.kernel.lake.tests import tries
from pendopo.kernel.ledger import book, sealing

pytestmark = pytest.mark.django_db
MONTHS = ("2026-04", "2026-05", "2026-06")
AGENCIES = ("dinas-kominfo", "dinas-kesehatan")
NEWEST = """
code: try-newest
version: 1
effective_from: 2024-01-01
title: Tepat waktu menurut keputusan terakhir
unit: percent
decimals: 1
definition: Bagian perkara yang keputusan terakhirnya tepat waktu dan tidak dibuka lagi.
period: month
rows: |
  SELECT c.entry_id, c.seq, c.subject, c.agency, c.on_time, c.occurred_on, c.month
  FROM cases_case_closed AS c
  LEFT JOIN cases_case_closed AS later ON later.subject = c.subject AND later.seq > c.seq
  LEFT JOIN cases_case_reopened AS again ON again.subject = c.subject AND again.seq > c.seq
  WHERE c.occurred_on BETWEEN :start AND :end AND later.seq IS NULL AND again.seq IS NULL
value: 100.0 * SUM(CASE WHEN on_time THEN 1 ELSE 0 END) / NULLIF(COUNT(*), 0)
breakdowns: [agency]
source: {text: hitungan dari buku besar, confidence: official}
"""

Told = tuple[str, str, str, bool]
"""What somebody closed: subject, month, agency, in time or not."""
closings = st.tuples(
    st.just("close"),
    st.integers(1, 4),
    st.sampled_from(MONTHS),
    st.sampled_from(AGENCIES),
    st.booleans(),
)
reopenings = st.tuples(st.just("reopen"), st.integers(1, 4), st.sampled_from(MONTHS))
works = st.tuples(st.sampled_from(["refresh", "again", "count", "rebuild", "repeat"]))
steps = st.lists(st.one_of(closings, closings, reopenings, works), min_size=3, max_size=9)


class House:
    """Does the steps, and keeps in a plain list what a fresh reading must find."""

    def __init__(self) -> None:
        self.closed: list[Told] = []
        self.reopened: list[tuple[int, str, str]] = []

    def do(self, step: tuple[object, ...]) -> None:
        kind, *rest = step
        if kind == "close":
            self._close(*rest)  # type: ignore[arg-type]  # drawn together with its kind
        elif kind == "reopen":
            self._reopen(*rest)  # type: ignore[arg-type]  # drawn together with its kind
        elif kind == "repeat" and self.closed:
            self._enter(self.closed[-1])
        elif kind == "count":
            measures.refresh(now=NOW, seconds=30)
        elif kind == "rebuild":
            writing.rebuild(now=NOW)
        else:
            for _ in range(1 + (kind == "again")):
                writing.refresh(now=NOW)

    def _close(self, case: int, month: str, agency: str, on_time: bool) -> None:
        self._enter((f"case:2026-K{case}", month, agency, on_time))

    def _enter(self, told: Told) -> None:
        subject, month, agency, on_time = told
        self._record(lakes.closed(agency, subject=Ref(subject), on_time=on_time), month)
        self.closed.append(told)

    def _reopen(self, case: int, month: str) -> None:
        subject = f"case:2026-K{case}"
        fact = CaseReopened(
            subject=Ref(subject), service=Code("surat-keterangan-usaha"), agency=Code(AGENCIES[0])
        )
        self._record(fact, month)
        self.reopened.append((len(self.closed), subject, month))

    @staticmethod
    def _record(fact: Event, month: str) -> None:
        at = NOW.replace(month=int(month[-2:]), day=4)
        with transaction.atomic():
            book.record(fact, actor=system("test"), at=at)
        sealing.seal(NOW)

    def expected(self, month: str, agency: str = "") -> tuple[Fraction | None, int]:
        """Return share and rows of a month, from nothing but what was done until its end."""
        done = [(place, told) for place, told in enumerate(self.closed) if told[1] <= month]
        newest = {told[0]: place for place, told in done}
        undone = {
            subject
            for place, subject, when in self.reopened
            if when <= month and newest.get(subject, place) < place
        }
        rows = [
            told
            for place, told in done
            if newest[told[0]] == place and told[0] not in undone and told[1] == month
            if agency in {"", told[2]}
        ]
        good = sum(1 for told in rows if told[3])
        return (Fraction(100 * good, len(rows)) if rows else None), len(rows)


def counted() -> dict[tuple[str, str], tuple[Fraction | None, int]]:
    """Return every number that a page would read, whole and by agency."""
    found: dict[tuple[str, str], tuple[Fraction | None, int]] = {}
    for month in MONTHS:
        one = measures.value("try-newest", month, breakdown="agency")
        found[month, ""] = (one.number, one.rows_count)
        found |= {(month, part.key or "?"): (part.number, part.rows) for part in one.parts}
    return found


@pytest.fixture
def house(lake: None) -> Iterator[House]:
    """One house for all examples: a ledger forgets nothing between them, and neither does it."""
    with time_machine.travel(NOW, tick=False):
        tries.load(NEWEST)
        yield House()


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example(
    given_steps=[
        ("close", 1, "2026-04", AGENCIES[0], True),
        ("refresh",),
        ("count",),
        ("close", 1, "2026-06", AGENCIES[0], False),
        ("refresh",),
        ("reopen", 1, "2026-06"),
    ]
)
@given(given_steps=steps)
def test_a_correction_counts_alike_whenever_it_comes_into_the_lake(
    house: House, given_steps: list[tuple[object, ...]]
) -> None:
    for step in [*given_steps, ("refresh",), ("count",)]:
        house.do(step)
    live = counted()
    writing.rebuild(now=NOW)
    KeptResult.objects.all().delete()
    fresh = counted()
    assert live == fresh
    for month in MONTHS:
        assert live[month, ""] == house.expected(month)
        for agency in AGENCIES:
            share, rows = live.get((month, agency), (None, 0))
            assert (share, rows) == house.expected(month, agency)
