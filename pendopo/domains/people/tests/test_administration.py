"""Pages under /unit/: found, create, appoint, end; closed to everybody without the duty."""

from datetime import timedelta

import pytest

from pendopo.domains.people import actions, queries
from pendopo.domains.people.models import Agency, Holding, Post
from pendopo.domains.people.tests import factories
from pendopo.domains.people.tests.factories import LONG_AGO, NOW, TODAY
from pendopo.kernel.actor import system

pytestmark = pytest.mark.django_db
HOUSE = system("test")


@pytest.fixture
def admin(client):
    person = factories.make_officer("people.admin")
    factories.sign_in(client, person)
    return person


@pytest.fixture
def office():
    return factories.make_agency("kecamatan-talawi", name="Kecamatan Talawi")


ADDRESSES = ["/unit-baru/", "/unit/kecamatan-talawi/jabatan/", "/unit/kecamatan-talawi/jabatan/1/",
             "/unit/kecamatan-talawi/pejabat/1/"]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_administration_is_closed_to_other_officers(client, office, address):
    factories.sign_in(client, factories.make_officer("cases.view", "people.confirm"))
    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403


def test_an_office_is_founded_below_another(client, admin, office):
    typed = {"parent": office.code, "kind": "kelurahan", "name": "Kelurahan Labuhan Ruku",
             "code": "kelurahan-labuhan-ruku", "district": "12.19.05.1001",
             "starts_on": "2026-01-01"}  # fmt: skip
    assert client.post("/unit-baru/", typed).url == "/unit/kelurahan-labuhan-ruku/"
    founded = Agency.objects.get(code="kelurahan-labuhan-ruku")
    assert founded.path == "/kecamatan-talawi/kelurahan-labuhan-ruku/"
    again = client.post("/unit-baru/", typed).content.decode()
    assert "sudah dipakai" in again
    assert 'value="Kelurahan Labuhan Ruku"' in again


@pytest.mark.parametrize(
    ("field", "value"), [("code", "Dinas Sosial"), ("code", "dinas/x"), ("district", "12"),
                         ("parent", "tidak-ada"), ("kind", "government")]
)  # fmt: skip
def test_a_wrong_office_is_not_founded(client, admin, office, field, value):
    typed = {"parent": office.code, "kind": "opd", "name": "Dinas", "code": "dinas",
             "district": "", "starts_on": "2026-01-01"}  # fmt: skip
    before = Agency.objects.count()
    assert "error-summary" in client.post("/unit-baru/", {**typed, field: value}).content.decode()
    assert Agency.objects.count() == before


def test_a_tree_has_a_depth():
    deep = factories.make_agency("a" * 60, factories.make_agency("b" * 60))
    deeper = factories.make_agency("c" * 60, factories.make_agency("d" * 60, deep))
    with pytest.raises(actions.TreeTooDeep):
        actions.found_agency(
            code="satu-lagi-yang-panjang", name="Unit", kind="opd", parent=deeper,
            starts_on=LONG_AGO, actor=HOUSE, now=NOW,
        )  # fmt: skip


def test_a_post_gets_the_roles_of_content(client, admin, office):
    role = factories.make_role("cases.view")
    address = "/unit/kecamatan-talawi/jabatan/"
    wrong = client.post(address, {"title": "Kasi", "roles": ["bukan-peran"]}).content.decode()
    assert "error-summary" in wrong
    assert (
        client.post(address, {"title": "Kasi", "roles": [role], "signs": "on"}).status_code == 302
    )
    post = Post.objects.get(agency=office)
    assert (post.roles, post.signs, post.is_head) == ([role], True, False)
    assert client.post("/unit/tidak-ada/jabatan/", {}).status_code == 404


def test_a_person_is_found_by_name_and_appointed(client, admin, office):
    post = factories.make_post(office, "cases.view", title="Kasi")
    person = factories.make_person(name="Zulkarnain Nasution")
    address = f"/unit/kecamatan-talawi/jabatan/{post.pk}/"
    assert "Zulkarnain" not in client.get(address).content.decode()
    assert "Zulkarnain Nasution" in client.get(f"{address}?q=nasu").content.decode()
    assert "Tidak ada orang" in client.get(f"{address}?q=zzz").content.decode()
    typed = {"person": person.ref, "starts_on": "2026-06-01", "ends_on": "2026-01-01"}
    wrong = client.post(f"{address}?q=nasu", typed).content.decode()
    assert "Tanggal selesai" in wrong
    typed["ends_on"] = ""
    assert client.post(f"{address}?q=nasu", typed).status_code == 302
    assert Holding.objects.get(post=post).person == person
    again = client.post(f"{address}?q=nasu", typed).content.decode()
    assert "sudah duduk" in again
    assert Holding.objects.filter(post=post).count() == 1


def test_a_person_that_the_search_did_not_find_is_not_appointed(client, admin, office):
    post = factories.make_post(office, title="Kasi")
    typed = {"person": factories.make_person(name="Ani").ref, "starts_on": "2026-06-01"}
    client.post(f"/unit/kecamatan-talawi/jabatan/{post.pk}/?q=budi", typed)
    assert not Holding.objects.filter(post=post).exists()


def test_nobody_seats_themselves(client, admin, office):
    post = factories.make_post(office, "cases.decide", "people.reveal_nik")
    actor = factories.actor_for(admin)
    with pytest.raises(actions.NotYourself):
        actions.appoint(person=admin, post=post, starts_on=TODAY, actor=actor, now=NOW)
    with pytest.raises(actions.NotYourself):
        actions.delegate(
            post=post, person=admin, kind="plt", letter_number="1", starts_on=TODAY,
            ends_on=TODAY, actor=actor, now=NOW,
        )  # fmt: skip
    assert not post.holdings.exists()
    assert not post.delegations.exists()


def test_an_officer_leaves_and_the_page_says_what_happens_to_the_cases(client, admin, office):
    person = factories.make_person(name="Budi Pejabat")
    holding = factories.make_holding(person, factories.make_post(office, "cases.check"))
    address = f"/unit/kecamatan-talawi/pejabat/{holding.pk}/"
    assert address in client.get("/unit/kecamatan-talawi/").content.decode()
    assert "berkas terbuka" in client.get(address).content.decode()
    assert "error-summary" in client.post(address, {"last_day": "kemarin"}).content.decode()
    early = client.post(address, {"last_day": "2019-01-01"}).content.decode()
    assert "Tanggal selesai" in early
    last_day = factories.today() - timedelta(days=1)
    assert client.post(address, {"last_day": last_day.isoformat()}).status_code == 302
    assert queries.seats_of(person, on=factories.today()) == []
    assert client.get(address).status_code == 404


def test_rows_of_another_office_are_not_there(client, admin, office):
    other = factories.make_agency("dinas-lain")
    post = factories.make_post(other)
    holding = factories.make_holding(factories.make_person(), post)
    for address in (f"jabatan/{post.pk}/", f"pejabat/{holding.pk}/"):
        assert client.get(f"/unit/dinas-lain/{address}").status_code == 200
        for wrong in (f"/unit/kecamatan-talawi/{address}", f"/unit/tidak-ada/{address}"):
            assert client.get(wrong).status_code == 404
            assert client.post(wrong).status_code == 404
