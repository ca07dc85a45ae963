"""Parked deliveries: seen by who looks after the ledger, released by who may, on record."""

from datetime import timedelta

import pytest

from pendopo.kernel import errors, hooks
from pendopo.kernel.actor import Actor, Grant
from pendopo.kernel.ledger import delivery, reactions, releasing
from pendopo.kernel.ledger.hooks import parked_card
from pendopo.kernel.ledger.models import Delivery, Entry
from pendopo.kernel.ledger.tests.test_delivery import KEEPER, BellRung, ring

pytestmark = pytest.mark.django_db

READER = Actor(ref="person:reader", grants=frozenset({Grant("ledger.view", "/")}))


@pytest.fixture(autouse=True)
def only_the_reactions_of_the_test(monkeypatch) -> None:
    monkeypatch.setattr(reactions, "registry", {})


def park(now, count: int) -> list[Delivery]:
    """Park deliveries to a reaction that cannot work; its message quotes what must not be told."""

    @reactions.react_to(BellRung)
    def break_down(entry, event):
        raise LookupError("NIK 1219052909900001")

    ring(now, count)
    for hour in range(delivery.ATTEMPTS):
        delivery.deliver(now + timedelta(hours=hour))
    return list(delivery.parked())


def released() -> list[tuple]:
    entries = Entry.objects.filter(name="ledger.deliveries_released")
    events = [entry.event for entry in entries.order_by("number")]
    return [(event.subject, event.heard, event.count, event.entry) for event in events]


def test_one_is_tried_again_on_record(now):
    first, second = park(now, 2)
    releasing.release(delivery_id=first.pk, actor=KEEPER, now=now)
    assert list(delivery.parked()) == [second]
    first.refresh_from_db()
    assert (first.attempts, first.leased_until) == (0, now)
    subject = "reaction:test_releasing.break_down"
    assert released() == [(subject, "ledgertest.bell_rung", 1, first.entry.id)]


def test_all_of_one_reaction_are_tried_again_on_record(now):
    mine = park(now, 3)
    other = Delivery.objects.create(
        entry=mine[0].entry, reaction="gone.one:x.happened", leased_until=now, parked_at=now
    )
    assert releasing.release_all(reaction=mine[0].reaction, actor=KEEPER, now=now) == 3
    assert list(delivery.parked()) == [other]
    assert [(count, entry) for *_, count, entry in released()] == [(3, None)]


def test_releasing_twice_is_refused_and_recorded_once(now):
    [one] = park(now, 1)
    releasing.release(delivery_id=one.pk, actor=KEEPER, now=now)
    with pytest.raises(releasing.NothingParked):
        releasing.release(delivery_id=one.pk, actor=KEEPER, now=now)
    with pytest.raises(releasing.NothingParked):
        releasing.release_all(reaction=one.reaction, actor=KEEPER, now=now)
    assert len(released()) == 1


def test_who_only_reads_releases_nothing(now):
    [one] = park(now, 1)
    with pytest.raises(errors.NotAllowed):
        releasing.release(delivery_id=one.pk, actor=READER, now=now)
    with pytest.raises(errors.NotAllowed):
        releasing.release_all(reaction=one.reaction, actor=READER, now=now)
    assert list(delivery.parked()) == [one]


def test_a_reaction_that_left_the_software_is_not_tried(now):
    [one] = park(now, 1)
    reactions.registry.clear()
    with pytest.raises(releasing.ReactionGone):
        releasing.release(delivery_id=one.pk, actor=KEEPER, now=now)
    assert list(delivery.parked()) == [one]


def test_every_reaction_of_the_house_has_a_name_that_the_ledger_takes(monkeypatch, now):
    monkeypatch.undo()
    assert reactions.registry
    ring(now)
    entry = Entry.objects.get()
    for name in reactions.registry:
        Delivery.objects.create(entry=entry, reaction=name, leased_until=now, parked_at=now)
        assert releasing.release_all(reaction=name, actor=KEEPER, now=now) == 1


def test_the_home_page_counts_what_is_parked_for_who_may_release_it(now):
    assert list(parked_card(KEEPER)) == []
    park(now, 2)
    [card] = parked_card(KEEPER)
    assert (card.count, card.address) == (2, "/pengantaran/")
    assert list(parked_card(READER)) == []
    assert parked_card in hooks.home_cards
