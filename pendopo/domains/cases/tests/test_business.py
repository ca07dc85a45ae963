"""The case of a business: filed by whoever holds a mandate over it, theirs while the mandate works."""

from datetime import timedelta

import pytest
from django.test import Client

from pendopo.domains.cases import access, actions, events, hooks, queries, reactions
from pendopo.domains.cases.tests.conftest import NOW, load
from pendopo.domains.cases.tests.test_views import _thursday, as_person
from pendopo.domains.notices.models import Notice
from pendopo.domains.people.models import Mandate
from pendopo.domains.people.tests import factories
from pendopo.kernel.actor import Assurance
from pendopo.kernel.ledger.models import Entry
from pendopo.kernel.search import index

SERVICE = "fasilitasi-nib-usaha-mikro"
APPLY = f"/layanan/{SERVICE}/mohon/"
TODAY = NOW.date()
DAY = timedelta(days=1)
ANSWERS = {
    "nama": "Siti Rahma",
    "nik": "1219054107900001",
    "telepon": "0812 3456 7890",
    "nama_usaha": "Keripik Ubi",
    "kegiatan_usaha": "Membuat keripik ubi",
    "modal": "mikro",
    "kecamatan": "12.19.05",
    "desa": "12.19.05.1001",
    "alamat_usaha": "Jalan Pasar 3",
    "punya_nib": "ya",
    "nib": "1234567890123",
    "kebutuhan": "ubah",
    "cara": "telepon",
    "pernyataan": "ya",
}
__all__ = ["_thursday", "as_person"]  # fixtures


@pytest.fixture
def firm(town):
    """Return a business of the resident, and an office that helps it."""
    load("workflows", "fasilitasi-usaha")
    load("services", SERVICE)
    office = factories.make_agency("diskop-ukm", name="Dinas Koperasi")
    town.people["helper"] = factories.make_officer(
        "cases.view", "cases.check", unit=office, assurance=Assurance.SEEN
    )
    return factories.make_business(town.people["resident"], name="Keripik Ubi")


def file(town, firm, actor=None, service=SERVICE, **changes):
    actor = actor or town.resident
    filing = actions.Filing(service=service, raw=ANSWERS)
    told = {"applicant_id": actor.person_id, "business": firm.ref, **changes}
    return actions.file_case(filing=filing, actor=actor, now=NOW, **told).case


def actor(town, name):
    return factories.actor_for(town.people[name])


def end(firm, holder, last_day):
    """End a mandate as the house does; the day after `last_day` is the first without it."""
    Mandate.objects.filter(business=firm, holder=holder).update(revoked_on=last_day + DAY)


def test_the_ledger_keeps_the_business_as_applicant(town, firm):
    case = file(town, firm)
    resident = town.people["resident"]
    assert (case.applicant_id, case.filed_by_id, case.business) == (resident.pk, resident.pk, firm)
    [entry] = Entry.objects.filter(name=events.CaseSubmitted.name)
    assert entry.event.applicant == firm.ref


WAYS = {
    "in force": ({}, True),
    "proof not seen": ({"seen_at": None}, False),
    "begins tomorrow": ({"starts_on": TODAY + DAY}, False),
    "last day today": ({"ends_on": TODAY}, True),
    "ended yesterday": ({"ends_on": TODAY - DAY}, False),
    "revoked from tomorrow": ({"revoked_on": TODAY + DAY}, True),
    "revoked from today": ({"revoked_on": TODAY}, False),
}


@pytest.mark.parametrize("kind", ["owner", "representative"])
@pytest.mark.parametrize(("changes", "works"), WAYS.values(), ids=WAYS)
def test_a_mandate_opens_the_case_on_the_days_it_works(town, firm, kind, changes, works):
    case = file(town, firm)
    neighbour = town.neighbour
    holder = town.people["neighbour"]
    factories.make_mandate(holder, business=firm, **{"kind": kind, **changes})
    assert access.is_applicant(case, neighbour, on=TODAY) is works
    assert access.may_see(case, neighbour, on=TODAY) is works
    assert (case in access.own_cases(neighbour, on=TODAY)) is works
    steps = [step.code for step in _steps(case, neighbour)]
    assert ("withdraw" in steps) is works
    if works:
        assert file(town, firm, neighbour).business == firm
    else:
        with pytest.raises(access.NotYourBusiness):
            file(town, firm, neighbour)


def _steps(case, reader):
    try:
        return queries.page_of(case.number, reader, NOW).steps
    except access.NotFound:
        return ()


def test_whoever_filed_loses_the_case_with_the_mandate(town, firm):
    case = file(town, firm)
    end(firm, town.people["resident"], TODAY - DAY)
    assert not access.may_see(case, town.resident, on=TODAY)
    assert not access.own_cases(town.resident, on=TODAY).exists()
    with pytest.raises(access.NotFound):
        actions.take_step(
            number=case.number, step=actions.Step(code="withdraw"), actor=town.resident, now=NOW
        )
    assert hooks.links([case.ref], town.resident) == {}


def test_the_own_cases_of_a_representative_stay_apart_from_the_business(town, firm, papers):
    from pendopo.domains.cases.tests.test_views import filed

    own, firms = filed(town, papers), file(town, firm)
    factories.make_mandate(town.people["neighbour"], business=firm, kind="representative")
    assert set(access.own_cases(town.resident, on=TODAY)) == {own, firms}
    assert set(access.own_cases(town.neighbour, on=TODAY)) == {firms}


def test_officers_see_by_office_and_strangers_not_at_all(town, firm):
    case = file(town, firm)
    assert access.may_see(case, actor(town, "helper"), on=TODAY)
    for name in ("neighbour", "stranger", "checker", "head"):
        assert not access.may_see(case, actor(town, name), on=TODAY), name


@pytest.mark.parametrize("is_over", [False, True])
def test_an_officer_decides_nothing_for_a_business_of_their_own(town, firm, is_over):
    helper = town.people["helper"]
    factories.make_mandate(helper, business=firm, kind="representative")
    case = file(town, firm, actor(town, "helper"))
    if is_over:
        end(firm, helper, TODAY - DAY)
    with pytest.raises(access.NotYourOwnDecision):
        actions.take_step(
            number=case.number,
            step=actions.Step(code="check"),
            actor=actor(town, "helper"),
            now=NOW,
        )


def test_a_service_for_persons_takes_no_business(town, firm):
    with pytest.raises(actions.NotForBusinesses):
        file(town, firm, service="surat-keterangan-usaha")


def test_a_service_for_businesses_takes_no_person(town, firm, monkeypatch):
    kinds = property(lambda _: False)
    monkeypatch.setattr("pendopo.domains.cases.schema.ServicePackage.takes_persons", kinds)
    with pytest.raises(actions.BusinessMissing):
        file(town, firm, business="")
    page = factories.sign_in(Client(), town.people["resident"]).get(APPLY).content.decode()
    assert "Saya sendiri" not in page
    assert firm.ref in page


def test_the_desk_the_list_and_the_search_name_the_business(town, firm, as_person):
    case = file(town, firm)
    [entry] = Entry.objects.filter(name=events.CaseSubmitted.name)
    reactions.make_findable(entry, entry.event)
    client = as_person("helper")
    desk = client.get(f"/kerja/{case.number}/").content.decode()
    assert "Keripik Ubi" in desk
    assert "diwakili Siti Rahma" in desk
    assert 'data-label="Pemohon">Keripik Ubi<' in client.get("/kerja/").content.decode()
    helper = actor(town, "helper")
    for words in ("keripik", firm.nib, "Siti"):
        assert index.find(words, kinds=("case",), units=("/",), limit=5) == [case.ref], words
    assert "Keripik Ubi" in [hit.text for hit in hooks.search(helper, case.number)]


def test_notices_follow_the_mandate(town, firm):
    case = file(town, firm)
    [entry] = Entry.objects.filter(name=events.CaseSubmitted.name)
    factories.make_mandate(town.people["neighbour"], business=firm, kind="representative")
    told = []
    for _ in range(3):
        Notice.objects.all().delete()
        reactions.confirm_receipt(entry, entry.event)
        told.append(list(Notice.objects.values_list("person_ref", flat=True)))
        holder = queries.correspondent_of(case, on=TODAY)
        if holder:
            end(firm, holder, TODAY - DAY)
    assert told == [[town.resident.ref], [town.neighbour.ref], []]


@pytest.mark.parametrize("is_over", [False, True])
def test_who_is_asked_for_an_opinion_stands_for_the_business(town, firm, is_over):
    case = file(town, firm)
    factories.make_mandate(town.people["neighbour"], business=firm, kind="representative")
    if is_over:
        end(firm, town.people["resident"], TODAY - DAY)
    taker = town.neighbour if is_over else town.resident
    actions.take_step(number=case.number, step=actions.Step(code="withdraw"), actor=taker, now=NOW)
    [entry] = Entry.objects.filter(name=events.CaseClosed.name)
    assert (entry.event.applicant, entry.event.correspondent) == (firm.ref, taker.ref)
