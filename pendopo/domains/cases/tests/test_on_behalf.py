"""Filing for a child: allowed once an officer saw the proof, visible to the parent afterwards."""

from datetime import timedelta

import pytest

from pendopo.domains.cases import access, actions
from pendopo.domains.cases.models import Case
from pendopo.domains.cases.tests.conftest import ANSWERS, NOW
from pendopo.domains.cases.tests.test_views import APPLY, _thursday, as_person, post_form, post_item
from pendopo.domains.cases.views import kept
from pendopo.domains.people.tests import factories

SERVICE = "surat-keterangan-usaha"
__all__ = ["_thursday", "as_person"]  # fixtures


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


def test_the_question_is_asked_only_where_there_is_a_choice(town, as_person, child):
    assert "Untuk siapa?" not in as_person("neighbour").get(APPLY).content.decode()
    factories.make_mandate(town.people["resident"], person=child)
    page = as_person("resident").get(f"{APPLY}?untuk={child.ref}").content.decode()
    assert "Untuk siapa?" in page
    assert f'<option value="{child.ref}" selected>Ahmad Fauzi</option>' in page


def test_the_page_files_for_the_child_that_was_chosen(town, as_person, child):
    factories.make_mandate(town.people["resident"], person=child)
    answer = post_form(as_person("resident"), untuk=child.ref)
    case = Case.objects.get()
    assert (answer.status_code, case.applicant) == (302, child)
    assert as_person("resident").get(f"/urusan/{case.number}/").status_code == 200
    assert as_person("neighbour").get(f"/urusan/{case.number}/").status_code == 404


@pytest.mark.parametrize("whom", ["person:0000000000000", "bukan rujukan", "child"])
def test_the_page_refuses_whom_one_may_not_act_for(town, as_person, child, whom):
    answer = post_form(as_person("resident"), untuk=child.ref if whom == "child" else whom)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "belum dapat mengajukan untuk orang ini" in page
    assert ANSWERS["nama_usaha"] in page
    assert not Case.objects.exists()


@pytest.fixture
def uploaded(papers, monkeypatch):
    """Stand in for uploads that a device has finished; test_uploads follows them whole."""
    monkeypatch.setattr(kept, "finish_uploads", lambda *_: papers)


@pytest.mark.parametrize("place", ["item", "answers"])
def test_the_outbox_files_for_the_child_too(town, as_person, uploaded, child, place):
    factories.make_mandate(town.people["resident"], person=child)
    item = {"version": 1, "answers": dict(ANSWERS)}
    (item if place == "item" else item["answers"])["untuk"] = child.ref
    answer = post_item(as_person("resident"), item)
    assert answer.status_code in {200, 201}, answer.content
    assert Case.objects.get().applicant == child


def test_the_outbox_hears_the_refusal(town, as_person, uploaded, child):
    item = {"version": 1, "answers": ANSWERS, "untuk": child.ref}
    assert post_item(as_person("resident"), item).status_code == 403
    assert not Case.objects.exists()


def test_a_parent_hears_of_the_childs_case(town, papers):
    from pendopo.domains.cases import actions
    from pendopo.domains.cases.tests.conftest import ANSWERS, NOW
    from pendopo.domains.people.tests import factories

    child = factories.make_person(name="Anak Siti")
    factories.make_mandate(town.people["resident"], person=child)
    filing = actions.Filing(service="surat-keterangan-usaha", raw=ANSWERS, files=papers)
    case = actions.file_case(
        filing=filing, applicant_id=child.pk, actor=town.resident, now=NOW
    ).case
    assert case.correspondent == town.people["resident"]
