"""Filing for a child: allowed once an officer saw the proof, visible to the parent afterwards."""

import re
from datetime import timedelta

import pytest

from pendopo.domains.cases import access, actions, events, queries
from pendopo.domains.cases.models import Case, Channel
from pendopo.domains.cases.tests.conftest import ANSWERS, NOW, send_papers
from pendopo.domains.cases.tests.test_views import APPLY, _thursday, as_person, post_form, post_item
from pendopo.domains.cases.views import kept
from pendopo.domains.people.tests import factories
from pendopo.kernel.ledger.models import Entry

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


def chosen(page: str) -> list[str]:
    radios = re.findall(r'<input type="radio"\s+id="untuk-\d+"[^>]*>', page)
    return [re.search(r'value="([^"]*)"', one)[1] for one in radios if "checked" in one]


def test_the_question_is_asked_only_where_there_is_a_choice(town, as_person, child):
    assert 'name="untuk"' not in as_person("neighbour").get(APPLY).content.decode()
    factories.make_mandate(town.people["resident"], person=child)
    page = as_person("resident").get(f"{APPLY}?untuk={child.ref}").content.decode()
    assert "Untuk siapa permohonan ini?" in page
    assert chosen(page) == [child.ref]


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


@pytest.mark.parametrize("place", ["page", "outbox"])
def test_a_form_that_asked_and_got_no_answer_is_given_back(town, as_person, uploaded, child, place):
    factories.make_mandate(town.people["resident"], person=child)
    client = as_person("resident")
    if place == "page":
        answer = post_form(client)
    else:
        answer = post_item(client, {"version": 1, "answers": {**ANSWERS, "untuk": ""}})
        assert answer.json()["errors"] == {"untuk": ["Pilih untuk siapa permohonan ini."]}
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_who_once_acted_for_others_still_chooses(town, as_person, child):
    factories.make_mandate(town.people["resident"], person=child, revoked_on=NOW.date())
    client = as_person("resident")
    assert chosen(client.get(APPLY).content.decode()) == [town.resident.ref]
    assert chosen(client.get(f"{APPLY}?untuk={child.ref}").content.decode()) == []
    page = post_form(client, untuk=child.ref).content.decode()
    assert chosen(page) == []
    assert "belum dapat mengajukan untuk orang ini" in page


def test_a_parent_hears_of_the_childs_case_while_the_mandate_works(town, papers, child):
    parent = town.people["resident"]
    mandate = factories.make_mandate(parent, person=child)
    case = file(town, papers, child, town.resident)
    assert queries.correspondent_of(case, on=NOW.date()) == parent
    mandate.revoked_on = NOW.date()
    mandate.save()
    assert queries.correspondent_of(case, on=NOW.date()) == child


@pytest.mark.parametrize("way", ["parent", "mandate over", "counter", "for oneself"])
def test_the_end_of_a_case_names_who_is_asked_for_an_opinion(town, papers, child, way):
    parent = town.people["resident"]
    mandate = factories.make_mandate(parent, person=child)
    if way == "counter":
        papers = send_papers(town.counter)
    actor = town.counter if way == "counter" else town.resident
    channel = "counter" if way == "counter" else "online"
    filing = actions.Filing(service=SERVICE, raw=ANSWERS, files=papers, channel=Channel(channel))
    whom = parent if way == "for oneself" else child
    case = actions.file_case(filing=filing, applicant_id=whom.pk, actor=actor, now=NOW).case
    if way == "mandate over":
        mandate.revoked_on = NOW.date()
        mandate.save()
    refusal = actions.Step(code="refuse", reason="Usaha tidak ditemukan.")
    check = actions.Step(code="check")
    actions.take_step(number=case.number, step=check, actor=town.checker, now=NOW)
    actions.take_step(number=case.number, step=refusal, actor=town.head, now=NOW)
    [entry] = Entry.objects.filter(name=events.CaseClosed.name)
    asked = parent if way in {"parent", "for oneself"} else child
    assert (entry.event.applicant, entry.event.correspondent) == (whom.ref, asked.ref)


def test_the_parent_reads_of_own_steps_and_the_office_of_its_own(town, papers, child):
    factories.make_mandate(town.people["resident"], person=child)
    case = file(town, papers, child, town.resident)
    actions.take_step(
        number=case.number, step=actions.Step(code="check"), actor=town.checker, now=NOW
    )
    mine = queries.page_of(case.number, town.resident, NOW).timeline
    assert [item.who for item in mine] == ["Anda", town.office.name]
    theirs = queries.page_of(case.number, town.checker, NOW).timeline
    assert theirs[0].who == "Siti Rahma"
