"""Receipts: kept as long as anybody may ask for one, and not longer."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from pendopo.kernel import batches, hooks
from pendopo.kernel.intake import checks, keeping
from pendopo.kernel.intake.hooks import forget_receipts
from pendopo.kernel.intake.models import Submission
from pendopo.kernel.intake.tests.test_receiving import NOW, Desk

KEPT_DAYS = 120


class Repetition(TestCase):
    """A device fixes its item, the answer gets lost, and it asks again before it gives up."""

    @given(
        arrived=st.floats(0, keeping.REPEAT_DAYS),
        again=st.floats(0, keeping.REPEAT_DAYS),
        cleaned=st.lists(st.floats(0, keeping.REPEAT_DAYS), max_size=4),
    )
    def test_within_the_time_a_repetition_still_gets_its_first_receipt(
        self, arrived, again, cleaned
    ):
        desk, key = Desk(), str(uuid4())
        arrived, again = sorted((arrived, again))
        first = desk.receive(key=key, now=NOW + timedelta(days=arrived))
        for days in cleaned:
            keeping.forget_receipts(NOW + timedelta(days=days))
        repeated = desk.receive(key=key, now=NOW + timedelta(days=again))
        assert desk.done == 1
        assert repeated.repeated
        assert (repeated.code, repeated.received_at) == (first.code, first.received_at)


@pytest.mark.django_db
def test_after_the_time_the_receipt_is_gone():
    Desk().receive()
    kept = timedelta(days=KEPT_DAYS)
    assert keeping.forget_receipts(NOW + kept) == 0
    assert keeping.forget_receipts(NOW + kept + timedelta(seconds=1)) == 1
    assert not Submission.objects.exists()


@pytest.mark.django_db
def test_one_round_is_bounded_and_the_next_goes_on(monkeypatch):
    monkeypatch.setattr(batches, "SIZE", 2)
    monkeypatch.setattr(batches, "MOST", 2)
    for _ in range(5):
        Desk().receive(key=str(uuid4()))
    later = NOW + timedelta(days=KEPT_DAYS + 1)
    assert (keeping.forget_receipts(later), keeping.forget_receipts(later)) == (4, 1)


@pytest.mark.django_db
def test_the_worker_cleans_until_nothing_is_left_and_then_rests_for_a_day(monkeypatch):
    cache.clear()
    assert forget_receipts in hooks.ticks
    left, asked = [10, 3, 0], []
    monkeypatch.setattr(keeping, "forget_receipts", lambda now: asked.append(now) or left.pop(0))
    for minute in range(6):
        forget_receipts(NOW + timedelta(minutes=minute))
    assert len(asked) == 3
    cache.clear()


@pytest.mark.parametrize(("days", "faults"), [(keeping.REPEAT_DAYS, 1), (61, 0), (120, 0)])
def test_a_receipt_that_a_device_could_outlive_is_a_fault_of_the_settings(settings, days, faults):
    settings.KEEP_RECEIPTS_DAYS = days
    assert len(checks.receipts_outlive_repetitions()) == faults
