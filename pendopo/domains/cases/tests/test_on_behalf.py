"""Filing for a child: allowed once an officer saw the proof, visible to the parent afterwards."""

from datetime import timedelta

import pytest

from pendopo.domains.cases import access, actions
from pendopo.domains.cases.models import Case
from pendopo.domains.cases.tests.conftest import ANSWERS, NOW
from pendopo.domains.people.tests import factories

SERVICE = "surat-keterangan-usaha"


@pytest.fixture
def child(town):
    return factories.make_person(name="Ahmad Fauzi")


def file(town, papers, applicant, actor):
    filing = actions.Filing(service=SERVICE, raw=ANSWERS, files=papers)
    return actions.file_case(filing=filing, applicant_id=applicant.pk, actor=actor, now=NOW).case


def test_a_parent_files_for_a_child_and_sees_the_case(town, papers, child):
    parent = town.people["resident"]
    factories.make_mandate(parent, person=child)
    case = file(town, papers, child, town.resident)
    assert (case.applicant, case.filed_by) == (child, parent)
    today = NOW.date()
    assert access.may_see(case, town.resident, on=today)
    assert case in access.own_cases(town.resident, on=today)
    assert not access.may_see(case, town.neighbour, on=today)


def test_a_mandate_whose_proof_nobody_saw_does_not_work(town, papers, child):
    factories.make_mandate(town.people["resident"], person=child, seen_at=None)
    with pytest.raises(access.NotYourPrincipal):
        file(town, papers, child, town.resident)
    assert not Case.objects.exists()


def test_a_revoked_mandate_does_not_work(town, papers, child):
    factories.make_mandate(town.people["resident"], person=child, revoked_on=NOW.date())
    with pytest.raises(access.NotYourPrincipal):
        file(town, papers, child, town.resident)


def test_a_mandate_that_begins_later_does_not_work_yet(town, papers, child):
    starts_on = NOW.date() + timedelta(days=1)
    factories.make_mandate(town.people["resident"], person=child, starts_on=starts_on)
    with pytest.raises(access.NotYourPrincipal):
        file(town, papers, child, town.resident)


def test_nobody_files_for_a_stranger(town, papers, child):
    for actor in (town.resident, town.checker, town.counter):
        with pytest.raises(access.NotYourPrincipal):
            file(town, papers, child, actor)


def test_the_parents_identity_counts_for_the_child(town, papers, child):
    neighbour = town.people["neighbour"]
    factories.make_mandate(neighbour, person=child)
    neighbour.assurance = 0
    neighbour.save()
    with pytest.raises(actions.AssuranceTooLow):
        file(town, papers, child, factories.actor_for(neighbour))
