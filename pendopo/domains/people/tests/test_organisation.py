"""Agencies, posts, delegations and mandates as they change."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from pendopo.domains.people import actions, queries, rules
from pendopo.domains.people.models import Delegation, Mandate
from pendopo.domains.people.tests import factories
from pendopo.domains.people.tests.factories import LONG_AGO, NOW, TODAY
from pendopo.kernel.actor import system
from pendopo.kernel.errors import NotAllowed
from pendopo.kernel.ledger.models import Entry

pytestmark = pytest.mark.django_db
HOUSE = system("demo")


def found(code, parent=None, **changes):
    values = {"name": code, "kind": "opd", "starts_on": LONG_AGO, "actor": HOUSE, "now": NOW}
    return actions.found_agency(code=code, parent=parent, **{**values, **changes})


def delegate(post, person, **changes):
    values = {
        "kind": "plt", "letter_number": "800/12/2026", "starts_on": TODAY,
        "ends_on": TODAY + timedelta(days=30), "actor": HOUSE, "now": NOW,
    }  # fmt: skip
    return actions.delegate(post=post, person=person, **{**values, **changes})


def test_the_path_of_an_agency_is_its_place_in_the_tree():
    whole = found("batu-bara", kind="government")
    kecamatan = found("kecamatan-talawi", whole, kind="kecamatan", district="12.19.05")
    kelurahan = found("kelurahan-x", kecamatan, kind="kelurahan")
    assert (whole.path, kelurahan.path) == ("/", "/kecamatan-talawi/kelurahan-x/")
    assert [one.code for one in queries.agencies()] == [
        "batu-bara", "kecamatan-talawi", "kelurahan-x",
    ]  # fmt: skip
    assert [one.code for one in queries.districts()] == ["12.19.05"]


def test_a_code_is_used_once():
    found("dinkes")
    with pytest.raises(actions.CodeTaken):
        found("dinkes")


def test_an_agency_that_is_closed_is_not_listed_on_that_day():
    factories.make_agency("lama", ends_on=TODAY - timedelta(days=1))
    assert queries.agencies(on=TODAY) == []
    assert len(queries.agencies()) == 1


def test_managing_the_organisation_needs_the_permission():
    post = factories.make_post(factories.make_agency())
    actor = factories.actor_for(factories.make_officer("cases.decide"))
    with pytest.raises(NotAllowed):
        delegate(post, factories.make_person(), actor=actor)


def test_a_new_post_takes_effect_in_open_sessions_at_once(client):
    person = factories.make_officer("cases.view")
    factories.sign_in(client, person)
    assert client.get("/unit/").status_code == 403
    post = factories.make_post(factories.make_agency(), "people.admin")
    holding = actions.appoint(person=person, post=post, starts_on=LONG_AGO, actor=HOUSE, now=NOW)
    assert client.get("/unit/").status_code == 200
    actions.end_holding(
        holding=holding, last_day=factories.today() - timedelta(days=1), actor=HOUSE, now=NOW
    )
    assert client.get("/unit/").status_code == 403


def test_two_people_do_not_act_on_one_post_at_a_time():
    post = factories.make_post(factories.make_agency())
    delegate(post, factories.make_person())
    with pytest.raises(actions.PostAlreadyActed):
        delegate(post, factories.make_person(), kind="plh", starts_on=TODAY + timedelta(days=30))
    delegate(post, factories.make_person(), starts_on=TODAY + timedelta(days=31),
             ends_on=TODAY + timedelta(days=40))  # fmt: skip
    delegate(post, factories.make_person(), kind="an")


def test_a_delegation_needs_dates_in_order_and_a_letter():
    post, person = factories.make_post(factories.make_agency()), factories.make_person()
    with pytest.raises(actions.WrongDates):
        delegate(post, person, ends_on=TODAY - timedelta(days=1))
    with pytest.raises(actions.LetterMissing):
        delegate(post, person, letter_number=" ")
    assert not Delegation.objects.exists()


def test_a_revoked_delegation_makes_room_and_is_recorded():
    agency = factories.make_agency()
    post = factories.make_post(agency, "documents.sign", signs=True)
    person = factories.make_person()
    delegation = delegate(post, person)
    assert queries.may_sign(person, agency.path, TODAY)
    actions.revoke_delegation(delegation=delegation, from_day=TODAY, actor=HOUSE, now=NOW)
    assert not queries.may_sign(person, agency.path, TODAY)
    delegate(post, factories.make_person())
    assert Entry.objects.filter(name="people.delegation_revoked", subject=person.ref).exists()


def test_the_database_itself_refuses_wrong_dates():
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make_delegation(
            factories.make_person(), factories.make_post(factories.make_agency()),
            starts_on=TODAY, ends_on=TODAY - timedelta(days=1),
        )  # fmt: skip


def test_a_mandate_works_only_after_the_proof_was_seen():
    parent, child = factories.make_account().person, factories.make_person()
    mandate = actions.claim_mandate(
        holder=parent, principal=child, kind="parent", proof="Akta 1219-LU-1",
        starts_on=LONG_AGO, actor=factories.actor_for(parent), now=NOW,
    )  # fmt: skip
    assert not queries.may_act_for(parent, child, on=TODAY)
    actor = factories.actor_for(factories.make_officer("people.confirm"))
    actions.confirm_mandate(mandate=mandate, proof="akta-kelahiran", actor=actor, now=NOW)
    assert queries.may_act_for(parent, child, on=TODAY)
    actions.end_mandate(mandate=mandate, last_day=TODAY, actor=actor, now=NOW)
    assert queries.may_act_for(parent, child, on=TODAY)
    assert not queries.may_act_for(parent, child, on=TODAY + timedelta(days=1))


def test_a_mandate_over_a_business_does_not_cover_another():
    owner = factories.make_person()
    mine, other = factories.make_business(owner), factories.make_business()
    assert queries.may_act_for(owner, mine, on=TODAY)
    assert not queries.may_act_for(owner, other, on=TODAY)


def test_nobody_holds_a_mandate_over_oneself():
    person = factories.make_person()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make_mandate(person, person=person)


def test_a_stranger_neither_claims_nor_ends_a_mandate():
    stranger = factories.actor_for(factories.make_account().person)
    mandate = factories.make_mandate(factories.make_person(), person=factories.make_person())
    with pytest.raises(NotAllowed):
        actions.end_mandate(mandate=mandate, last_day=TODAY, actor=stranger, now=NOW)
    with pytest.raises(NotAllowed):
        actions.claim_mandate(
            holder=mandate.holder, principal=mandate.person, kind="guardian", proof="x",
            starts_on=date(2026, 1, 1), actor=stranger, now=NOW,
        )  # fmt: skip
    assert Mandate.objects.get().revoked_on is None


def test_a_business_is_recorded_with_its_nib_and_its_owner_still_has_to_show_proof():
    owner = factories.make_account().person
    actor = factories.actor_for(owner)
    business = actions.record_business(
        owner=owner, name="Warung Melati", nib="1234 5678 90123", kbli=["47112"],
        area="12.19.05.2001", actor=actor, now=NOW,
    )  # fmt: skip
    assert (business.nib, business.district) == ("1234567890123", "12.19.05")
    assert not queries.may_act_for(owner, business, on=TODAY)
    with pytest.raises(rules.BadNib):
        actions.record_business(owner=owner, name="X", nib="123", actor=actor, now=NOW)


def test_a_village_without_an_office_is_served_by_its_district(db):
    district = factories.make_agency(kind="kecamatan", district="12.19.05")
    village = factories.make_agency(kind="kelurahan", district="12.19.05.1001")
    assert queries.agency_serving("kecamatan", "12.19.05.1001") == district
    assert queries.agency_serving("kelurahan", "12.19.05.1001") == village
    assert queries.agency_serving("kelurahan", "12.19.05.1002") is None
    assert queries.agency_serving("puskesmas", "12.19.05") is None


def test_the_tree_is_read_once_until_an_office_changes(db, django_assert_num_queries):
    office = factories.make_agency(kind="kecamatan", district="12.19.05")
    assert queries.agency_serving("kecamatan", "12.19.05") == office
    with django_assert_num_queries(1):  # the mark of the shelf
        queries.agency_serving("kecamatan", "12.19.05")
    office.ends_on = office.starts_on
    office.save()
    assert queries.agency_serving("kecamatan", "12.19.05") is None
