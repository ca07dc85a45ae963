"""An officer leaves: the open cases wait for another, the closed ones keep the name."""

from datetime import timedelta

import pytest

from pendopo.domains.cases import actions, hooks
from pendopo.domains.cases.actions import _handover
from pendopo.domains.cases.models import Case
from pendopo.domains.cases.tests.conftest import NOW, send_papers
from pendopo.domains.cases.tests.test_actions import file, names_of, take
from pendopo.domains.people import actions as people
from pendopo.domains.people.tests import factories
from pendopo.kernel.actor import system
from pendopo.kernel.ledger import delivery, sealing
from pendopo.kernel.ledger.models import Entry

TODAY = NOW.date()


def hold(town, case):
    actions.assign(number=case.number, officer_ref=town.checker.ref, actor=town.head, now=NOW)
    return case


def leave(town, last_day):
    holding = town.people["checker"].holdings.earliest("pk")
    people.end_holding(holding=holding, last_day=last_day, actor=system("test"), now=NOW)


def release(town):
    return actions.release_cases_of(officer_ref=town.checker.ref, actor=system("cases"), now=NOW)


@pytest.fixture
def held(town, papers):
    return hold(town, file(town, papers).case)


def test_who_left_holds_no_open_case_and_the_ledger_says_so(town, held):
    leave(town, TODAY - timedelta(days=1))
    assert release(town) == 1
    held.refresh_from_db()
    assert held.assignee is None
    assert names_of(held)[-1] == "cases.case_released"
    [entry] = Entry.objects.filter(name="cases.case_released")
    assert (entry.event.officer, entry.event.agency) == (town.checker.ref, town.office.code)
    assert release(town) == 0


def test_who_still_serves_keeps_the_cases(town, held):
    leave(town, TODAY)
    assert release(town) == 0
    held.refresh_from_db()
    assert held.assignee == town.people["checker"]


def test_another_post_in_the_same_office_keeps_them_too(town, held):
    factories.make_holding(town.people["checker"], factories.make_post(town.office, "cases.check"))
    leave(town, TODAY - timedelta(days=1))
    assert release(town) == 0


def test_a_closed_case_keeps_the_name(town, held):
    take(held, "withdraw", town.resident)
    leave(town, TODAY - timedelta(days=1))
    assert release(town) == 0
    held.refresh_from_db()
    assert held.assignee == town.people["checker"]


def test_many_cases_are_released_chunk_by_chunk(town, monkeypatch):
    monkeypatch.setattr(_handover, "CHUNK", 2)
    for _ in range(5):
        hold(town, file(town, send_papers(town.resident)).case)
    leave(town, TODAY - timedelta(days=1))
    assert release(town) == 5
    assert not Case.objects.filter(assignee__isnull=False).exists()
    assert Entry.objects.filter(name="cases.case_released").count() == 5


def test_the_reaction_hears_that_a_post_was_left(town, held):
    leave(town, TODAY - timedelta(days=1))
    sealing.seal(NOW)
    delivery.deliver(NOW)
    held.refresh_from_db()
    assert held.assignee is None


def test_a_tick_releases_after_the_announced_last_day(town, held):
    leave(town, TODAY)
    hooks.release_after_last_day(NOW)
    held.refresh_from_db()
    assert held.assignee is not None
    hooks.release_after_last_day(NOW + timedelta(days=1))
    held.refresh_from_db()
    assert held.assignee is None
