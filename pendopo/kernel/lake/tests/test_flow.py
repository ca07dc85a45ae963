"""Whatever happens in whatever order, the lake says what the ledger says."""

import shutil
from collections import Counter
from datetime import UTC, datetime, timedelta
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from pendopo.kernel.events import Ref
from pendopo.kernel.lake import clock, inspection, tokens, writing
from pendopo.kernel.lake.tests.marbles import contents, lake, lost, record, rows, sold
from pendopo.kernel.ledger import sealing
from pendopo.kernel.ledger.models import Entry, Seal, Unsealed

NOW = datetime(2026, 6, 4, 3, 0, tzinfo=UTC)

hours = st.integers(min_value=-2000, max_value=2000)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("sell"), hours),
        st.tuples(st.just("lose"), hours),
        st.tuples(st.just("hold_back"), st.none()),
        st.tuples(st.sampled_from(["release", "seal", "refresh", "compact", "rebuild"]), st.none()),
    ),
    max_size=25,
)


@pytest.mark.usefixtures("no_registers")
class Flow(TestCase):
    """Entries come, are held back by slow writers, sealed late, refreshed, merged, built anew."""

    @hypothesis_settings(max_examples=20)
    @given(steps=steps)
    def test_the_lake_equals_the_ledger_and_a_fresh_build(self, steps):
        shutil.rmtree(lake(), ignore_errors=True)
        self.now, self.held = NOW, []
        with mock.patch.multiple(writing, **_SMALL):
            for step, hour in steps:
                self._do(step, hour)
            self._do("release", None)
            self._do("seal", None)
            self._do("refresh", None)
            for name in ("laketest.marble_sold", "laketest.marble_lost"):
                assert _in_lake(name) == _told(name)
            assert inspection.check_deeply() == []
            grown = contents()
            self._do("rebuild", None)
            assert contents() == grown

    def _do(self, step, hour):
        self.now += timedelta(minutes=25)
        at = NOW + timedelta(hours=hour or 0)
        if step in ("sell", "lose"):
            buyer = Ref(f"person:p{(hour or 0) % 3}")
            record([(sold(at, 1, buyer=buyer) if step == "sell" else lost(), at)])
        elif step == "hold_back":
            self.held += Unsealed.objects.values_list("number", flat=True)
            Unsealed.objects.all().delete()
        elif step == "release":
            Unsealed.objects.bulk_create(Unsealed(number=number) for number in self.held)
            self.held = []
        elif step == "seal":
            sealing.seal(self.now)
        else:
            getattr(writing, step)(now=self.now)


# So small that every few steps fill several chunks and merge several files.
_SMALL = {"CHUNK": 3, "MANY_FILES": 2, "SMALL_ROWS": 4}


def _in_lake(name: str) -> Counter[tuple]:
    shown = ("seq", "entry_id", "occurred_on", "month", "buyer")
    return Counter(tuple(row.get(key) for key in shown) for row in rows(name.replace(".", "_")))


def _told(name: str) -> Counter[tuple]:
    """Say with Python what DuckDB was asked to say."""
    return Counter(
        _row(seal.seq, seal.entry)
        for seal in Seal.objects.select_related("entry").filter(entry__name=name)
    )


def _row(seq: int, entry: Entry) -> tuple:
    day = entry.occurred_at.astimezone(ZoneInfo(clock.zone())).date()
    buyer = entry.fact["payload"].get("buyer")
    return seq, entry.id, day, f"{day:%Y-%m}", tokens.token(buyer) if buyer else None
