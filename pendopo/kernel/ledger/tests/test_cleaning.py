"""Cleaning: what is still needed stays, and what was removed is never delivered again."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from pendopo.kernel import batches, hooks
from pendopo.kernel.ledger import cleaning, delivery, reactions
from pendopo.kernel.ledger.hooks import forget_delivered
from pendopo.kernel.ledger.models import Delivery, Entry, Seal, Watermark
from pendopo.kernel.ledger.tests.test_delivery import BellRung, heard, listen, ring

NOW = datetime(2026, 6, 4, 3, tzinfo=UTC)
KEPT = timedelta(days=30)
NAME = "test_delivery.hear:ledgertest.bell_rung"
STATES = ("done", "open", "parked")


@pytest.fixture(autouse=True)
def only_the_reactions_of_the_test(monkeypatch) -> None:
    monkeypatch.setattr(reactions, "registry", {})


def make(state: str, age_days: int) -> Delivery:
    """Ring once more and put its delivery into a state, reached so long ago."""
    ring(NOW)
    at = NOW - timedelta(days=age_days)
    return Delivery.objects.create(
        entry=Entry.objects.latest("number"),
        reaction=NAME,
        leased_until=at,
        attempts=1,
        done_at=at if state == "done" else None,
        parked_at=at if state == "parked" else None,
    )


class Needed(TestCase):
    """Whatever the states, the ages and the place of the watermark."""

    @given(
        rows=st.lists(st.tuples(st.sampled_from(STATES), st.integers(0, 60)), max_size=6),
        read=st.integers(0, 6),
    )
    def test_nothing_that_is_still_needed_is_removed(self, rows, read):
        made = [make(state, age) for state, age in rows]
        first = Seal.objects.order_by("seq").first()
        start = first.seq if first else 0
        Watermark.objects.update_or_create(consumer=NAME, defaults={"seq": start + read})
        cleaning.forget_delivered(NOW)
        left = set(Delivery.objects.values_list("pk", flat=True))
        for place, (one, (state, age)) in enumerate(zip(made, rows, strict=True)):
            is_needless = state == "done" and age > KEPT.days and place < read
            assert (one.pk in left) != is_needless


@pytest.mark.django_db
def test_what_was_removed_is_not_delivered_again():
    listen(NOW)
    ring(NOW, 3)
    assert delivery.deliver(NOW) == 3
    later = NOW + KEPT + timedelta(seconds=1)
    assert cleaning.forget_delivered(NOW + KEPT) == 0
    assert cleaning.forget_delivered(later) == 3
    assert delivery.deliver(later) == 0
    assert heard() == 3


@pytest.mark.django_db
def test_without_a_watermark_nothing_is_removed():
    make("done", 90)
    assert cleaning.forget_delivered(NOW) == 0


@pytest.mark.django_db
def test_one_round_is_bounded_and_the_next_goes_on(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(batches, "SIZE", 2)
    monkeypatch.setattr(batches, "MOST", 2)
    listen(NOW)
    ring(NOW, 5)
    delivery.deliver(NOW)
    later = NOW + timedelta(days=31)
    with django_assert_max_num_queries(4):
        assert cleaning.forget_delivered(later) == 4
    assert cleaning.forget_delivered(later) == 1


@pytest.mark.django_db
def test_the_worker_cleans_until_nothing_is_left_and_then_rests_for_a_day(monkeypatch):
    cache.clear()
    assert forget_delivered in hooks.ticks
    left, asked = [10, 3, 0], []
    monkeypatch.setattr(cleaning, "forget_delivered", lambda now: asked.append(now) or left.pop(0))
    for minute in range(6):
        forget_delivered(NOW + timedelta(minutes=minute))
    assert len(asked) == 3
    cache.clear()


def test_the_reaction_of_the_test_has_the_name_that_the_rows_carry():
    listen(NOW)
    assert (list(reactions.registry), BellRung.name) == ([NAME], "ledgertest.bell_rung")
