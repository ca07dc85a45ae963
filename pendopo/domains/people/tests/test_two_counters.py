"""Two counters confirm one NIK for two persons in the same moment: exactly one may win."""

import threading

import pytest
from django.db import connection

from pendopo.domains.people import actions
from pendopo.domains.people.models import NikClaim
from pendopo.domains.people.models.persons import ClaimState
from pendopo.domains.people.tests import factories
from pendopo.kernel.actor import Assurance
from pendopo.kernel.errors import DomainError
from pendopo.kernel.ledger.models import Entry

NIK = "1219054107900001"


@pytest.mark.django_db(transaction=True)
def test_two_counters_at_once_believe_one_nik_once():
    people = [factories.make_person(), factories.make_person()]
    officers = [factories.actor_for(factories.make_officer("people.confirm")) for _ in people]
    start, heard = threading.Barrier(2), []

    def confirm(person, actor):
        try:
            start.wait(timeout=30)
            actions.confirm_seen(person=person, number=NIK, actor=actor, now=factories.NOW)
            heard.append("")
        except DomainError as refusal:
            heard.append(refusal.sentence)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=confirm, args=pair) for pair in zip(people, officers, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(heard) == ["", actions.NikBelongsToAnother.sentence]
    assert NikClaim.objects.filter(state=ClaimState.SEEN).count() == 1
    for person in people:
        person.refresh_from_db()
    assert sorted(person.assurance for person in people) == [Assurance.NONE, Assurance.SEEN]
    assert Entry.objects.filter(name="people.nik_seen").count() == 1
