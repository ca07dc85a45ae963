"""Who may do what, where, when; how a person signs."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from pendopo.domains.people import queries, rules
from pendopo.domains.people.tests import factories
from pendopo.domains.people.tests.factories import TODAY

pytestmark = pytest.mark.django_db
YESTERDAY = TODAY - timedelta(days=1)


def camat(agency, **changes):
    values = {"title": "Camat Talawi", "is_head": True, "signs": True, **changes}
    return factories.make_post(agency, "documents.sign", "cases.decide", **values)


def test_a_permission_covers_the_agency_and_what_is_below():
    kecamatan = factories.make_agency("kecamatan-talawi")
    kelurahan = factories.make_agency("kelurahan-labuhan-ruku", kecamatan)
    other = factories.make_agency("kecamatan-air-putih")
    actor = factories.actor_for(factories.make_officer("cases.check", unit=kecamatan))
    assert actor.may("cases.check", kecamatan.path)
    assert actor.may("cases.check", kelurahan.path)
    assert not actor.may("cases.check", other.path)


def test_an_officer_without_a_second_factor_holds_no_permission():
    officer = factories.make_officer("cases.check")
    assert factories.actor_for(officer).may("cases.check")
    assert not factories.actor_for(officer, strong=False).grants


def test_the_holder_signs_with_the_plain_title():
    agency = factories.make_agency()
    person = factories.make_person()
    factories.make_holding(person, camat(agency))
    assert str(queries.signing_capacity(person, agency.path, TODAY)) == "Camat Talawi"
    assert queries.may_sign(person, agency.path, TODAY)


@pytest.mark.parametrize(
    ("kind", "words"),
    [("plt", "Plt. Camat Talawi"), ("plh", "Plh. Camat Talawi"), ("an", "a.n. Camat Talawi")],
)
def test_who_acts_on_a_post_signs_with_the_prefix(kind, words):
    agency = factories.make_agency()
    person = factories.make_person()
    factories.make_holding(person, factories.make_post(agency, title="Sekretaris Camat"))
    factories.make_delegation(person, camat(agency), kind=kind)
    capacity = queries.signing_capacity(person, agency.path, TODAY)
    assert str(capacity) == words
    assert capacity.own_title == ("Sekretaris Camat" if kind == "an" else "")
    assert queries.may_sign(person, agency.path, TODAY)


def test_who_signs_on_behalf_does_so_from_the_post_in_that_office():
    elsewhere, agency = factories.make_agency(), factories.make_agency()
    person = factories.make_person()
    for place, title in ((elsewhere, "Ketua Tim"), (agency, "Sekretaris Camat")):
        factories.make_holding(person, factories.make_post(place, title=title))
    factories.make_delegation(person, camat(agency), kind="an")
    found = queries.signatory_of(agency, on=TODAY)
    assert (found.prefix, found.title, found.own_title) == (
        "a.n.", "Camat Talawi", "Sekretaris Camat",
    )  # fmt: skip


def test_who_signs_on_behalf_does_not_decide():
    agency = factories.make_agency()
    person = factories.make_person()
    factories.make_delegation(person, camat(agency), kind="an")
    actor = factories.actor_for(person)
    assert actor.may("documents.sign", agency.path)
    assert not actor.may("cases.decide", agency.path)
    assert person not in queries.holders("cases.decide", agency.path, TODAY)


def test_a_delegation_that_ended_yesterday_gives_nothing_today():
    agency = factories.make_agency()
    person = factories.make_person()
    factories.make_delegation(person, camat(agency), ends_on=YESTERDAY)
    assert queries.may_sign(person, agency.path, YESTERDAY)
    assert not queries.may_sign(person, agency.path, TODAY)
    assert queries.signing_capacity(person, agency.path, TODAY) is None
    assert not factories.actor_for(person).grants


def test_nobody_signs_for_an_agency_next_door():
    mine, theirs = factories.make_agency(), factories.make_agency()
    person = factories.make_person()
    factories.make_holding(person, camat(mine))
    assert queries.signing_capacity(person, theirs.path, TODAY) is None


def test_an_agency_whose_code_begins_alike_is_not_covered():
    mine = factories.make_agency("dinas-p")
    theirs = factories.make_agency("dinas-pu")
    person = factories.make_officer("cases.check", unit=mine)
    assert not factories.actor_for(person).may("cases.check", theirs.path)
    assert queries.holders("cases.check", theirs.path, TODAY) == []


def test_holders_come_from_the_nearest_office_first():
    kecamatan = factories.make_agency("kecamatan-talawi")
    kelurahan = factories.make_agency("kelurahan-x", kecamatan)
    far = factories.make_officer("cases.check", unit=kecamatan, name="Ani")
    near = factories.make_officer("cases.check", unit=kelurahan, name="Zul")
    factories.make_officer("cases.view", unit=kelurahan)
    assert queries.holders("cases.check", kelurahan.path, TODAY) == [near, far]


def test_permissions_follow_the_role_version_of_the_day():
    officer = factories.make_officer("cases.check")
    [holding] = officer.holdings.all()
    [code] = holding.post.roles
    newer = factories.Version.objects.get(kind="roles", code=code)
    factories.Version.objects.create(
        kind="roles", code=code, version=2, effective_from=TODAY, title=code,
        raw={"permissions": ["cases.view"]}, files={}, sha256="1" * 64, loaded_at=newer.loaded_at,
    )  # fmt: skip
    assert factories.actor_for(officer, on=YESTERDAY).may("cases.check")
    assert not factories.actor_for(officer).may("cases.check")


def test_seats_are_remembered_until_the_revision_changes(django_assert_num_queries):
    officer = factories.make_officer("cases.check")
    account = officer.account
    session = {queries.acting.METHODS: [{"method": "mfa"}]}
    queries.actor_of(account, session, on=TODAY)
    with django_assert_num_queries(1):
        assert queries.actor_of(account, session, on=TODAY).may("cases.check")
    officer.holdings.all().delete()
    account.revision += 1
    assert not queries.actor_of(account, session, on=TODAY).grants


def test_a_resident_costs_no_query_once_remembered(django_assert_num_queries):
    account = factories.make_account()
    session = {}
    queries.actor_of(account, session, on=TODAY)
    with django_assert_num_queries(0):
        assert queries.actor_of(account, session, on=TODAY).frame == "resident"


class EffectiveDates(TestCase):
    """The database and the pure rule agree on every day."""

    @given(
        day=st.dates(date(2026, 1, 1), date(2026, 3, 1)),
        one=st.dates(date(2026, 1, 1), date(2026, 3, 1)),
        other=st.dates(date(2026, 1, 1), date(2026, 3, 1)),
        revoked_on=st.none() | st.dates(date(2026, 1, 1), date(2026, 3, 1)),
    )
    def test_the_database_honours_the_same_dates_as_the_rule(self, day, one, other, revoked_on):
        starts_on, ends_on = sorted((one, other))
        person = factories.make_person()
        agency = factories.make_agency()
        factories.make_delegation(
            person, camat(agency), starts_on=starts_on, ends_on=ends_on, revoked_on=revoked_on
        )
        holds = rules.holds_on(day, starts_on=starts_on, ends_on=ends_on, revoked_on=revoked_on)
        assert bool(queries.seats_of(person, on=day)) == holds
        assert (queries.signing_capacity(person, agency.path, day) is not None) == holds
