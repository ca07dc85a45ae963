"""Every page of people: opened by whom it is for, closed to others, kind to wrong input."""

import pytest
from django.urls import reverse
from django.urls.resolvers import URLPattern

from pendopo.domains.people import actions, urls
from pendopo.domains.people.models import NikClaim, Person
from pendopo.domains.people.tests import factories
from pendopo.kernel import access
from pendopo.kernel.actor import Assurance
from pendopo.kernel.hooks import links, search
from pendopo.kernel.ledger.models import Entry
from pendopo.kernel.privacy.models import Reveal

pytestmark = pytest.mark.django_db
NIK = "1219054107900001"


@pytest.fixture(autouse=True)
def scratch(tmp_path, settings):
    settings.MAIL_DIR = tmp_path / "mail"


def officer(client, *permissions):
    person = factories.make_officer(*permissions)
    factories.sign_in(client, person)
    return person


def resident(client):
    person = factories.make_account().person
    factories.sign_in(client, person)
    return person


def page_of(person):
    return f"/orang/{person.ref.removeprefix('person:')}/"


def test_every_address_declares_its_door():
    patterns = [*urls.for_allauth, *urls.own]
    without = [str(one.pattern) for one in patterns if isinstance(one, URLPattern)
               and access.door_of(one.callback) is None]  # fmt: skip
    assert not without
    assert reverse("people:account") == "/akun/"


OWN = ["", "profil/", "nik/", "kontak/", "sesi/", "akses/", "pengaman/", "pengaman/kode-cadangan/",
       "pengaman/totp/", "pengaman/passkey/", "pengaman/passkey/tambah/"]  # fmt: skip


@pytest.mark.parametrize("address", OWN)
def test_own_pages_open_for_their_owner_and_ask_others_to_sign_in(client, address):
    assert client.get(f"/akun/{address}").url.startswith("/masuk/?next=")
    resident(client)
    assert client.get(f"/akun/{address}").status_code == 200


@pytest.mark.parametrize("address", ["/orang/", "/unit/"])
def test_officers_pages_are_closed_to_residents(client, address):
    resident(client)
    assert client.get(address).status_code == 403


def test_the_profile_is_saved_and_a_seen_name_stays(client):
    person = resident(client)
    typed = {"name": "Siti Aminah", "birth_date": "1990-07-01", "address": "Jalan Merdeka",
             "channel": "email", "language": "id"}  # fmt: skip
    assert client.post("/akun/profil/", typed).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.address) == ("Siti Aminah", "Jalan Merdeka")
    Person.objects.filter(pk=person.pk).update(assurance=Assurance.SEEN)
    client.post("/akun/profil/", {**typed, "name": "Orang Lain"})
    person.refresh_from_db()
    assert person.name == "Siti Aminah"


def test_a_wrong_profile_keeps_what_was_typed(client):
    resident(client)
    answer = client.post("/akun/profil/", {"name": "", "address": "Jalan Panjang", "channel": "x"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "error-summary" in page
    assert "Jalan Panjang" in page


def test_a_broken_nik_gets_a_helpful_sentence(client):
    resident(client)
    page = client.post("/akun/nik/", {"number": "12190541079"}).content.decode()
    assert "NIK harus 16 angka. Yang terisi 11 angka." in page
    assert not NikClaim.objects.exists()


def test_a_claimed_nik_is_shown_masked(client):
    resident(client)
    assert client.post("/akun/nik/", {"number": NIK}).url == "/akun/"
    page = client.get("/akun/").content.decode()
    assert NIK not in page
    assert "••••••••••••0001" in page


def test_a_contact_is_attached_after_its_code(client, mailoutbox):
    person = resident(client)
    assert client.post("/akun/kontak/", {"contact": "baru@contoh.id"}).url == "/akun/kontak/kode/"
    code = mailoutbox[0].body.split("Pendopo: ")[1][:6]
    wrong = client.post("/akun/kontak/kode/", {"code": "12"})
    assert "Kode belum cocok" in wrong.content.decode()
    assert client.post("/akun/kontak/kode/", {"code": code}).url == "/akun/"
    person.account.refresh_from_db()
    assert person.account.email == "baru@contoh.id"


def test_an_email_of_another_account_is_not_taken(client, mailoutbox):
    factories.make_account(email="baru@contoh.id")
    resident(client)
    client.post("/akun/kontak/", {"contact": "baru@contoh.id"})
    code = mailoutbox[0].body.split("Pendopo: ")[1][:6]
    page = client.post("/akun/kontak/kode/", {"code": code}).content.decode()
    assert "sudah dipakai akun lain" in page


def test_the_last_contact_stays(client):
    person = resident(client)
    assert client.post("/akun/kontak/lepas/email/").status_code == 422
    person.account.refresh_from_db()
    assert person.account.email


def test_nobody_ends_the_session_of_another(client):
    from allauth.usersessions.models import UserSession

    other = UserSession.objects.create(
        user=factories.make_account(), session_key="x", ip="127.0.0.1", user_agent="x"
    )
    resident(client)
    assert client.post(f"/akun/sesi/{other.pk}/akhiri/").status_code == 404
    assert UserSession.objects.filter(pk=other.pk).exists()


def test_the_person_sees_who_looked_at_the_nik(client):
    person = resident(client)
    factories.make_nik(person)
    looker = factories.make_officer("people.reveal_nik", name="Budi Petugas")
    actions.reveal_nik(
        person=person, reason="perbaikan-data", actor=factories.actor_for(looker),
        now=factories.NOW,
    )  # fmt: skip
    page = client.get("/akun/akses/").content.decode()
    assert "Budi Petugas" in page
    assert "Memperbaiki data" in page


def test_recovery_codes_are_shown_once(client):
    resident(client)
    page = client.post("/akun/pengaman/kode-cadangan/").content.decode()
    assert page.count("<li><code>") == 10
    assert "<li><code>" not in client.get("/akun/pengaman/kode-cadangan/").content.decode()


def test_an_officer_finds_a_person_by_nik_and_the_address_holds_none(client):
    person = factories.make_person(name="Siti Aminah")
    factories.make_nik(person)
    officer(client, "people.find_by_nik", "cases.view")
    page = client.post("/orang/", {"number": NIK}).content.decode()
    assert "Siti Aminah" in page
    assert page_of(person) in page
    assert (
        "Tidak ada orang" in client.post("/orang/", {"number": "1219054107900002"}).content.decode()
    )
    assert "16 angka" in client.post("/orang/", {"number": "1"}).content.decode()


def test_a_person_page_masks_the_nik_and_reveal_shows_it_once(client):
    person = factories.make_person()
    factories.make_nik(person)
    officer(client, "people.reveal_nik", "cases.view")
    assert NIK not in client.get(page_of(person)).content.decode()
    assert NIK not in client.post(f"{page_of(person)}nik/", {"reason": ""}).content.decode()
    assert not Reveal.objects.exists()
    answer = client.post(f"{page_of(person)}nik/", {"reason": "perbaikan-data"})
    assert NIK in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert Reveal.objects.count() == 1
    assert client.get(f"{page_of(person)}nik/").status_code == 405


@pytest.mark.parametrize("step", ["nik", "ktp", "dukcapil", "nomor"])
def test_steps_on_a_person_need_their_permission(client, step):
    person = factories.make_person()
    officer(client, "cases.view")
    assert client.post(f"{page_of(person)}{step}/").status_code == 403


def test_an_officer_records_a_seen_card_and_asks_the_registry(client):
    person = factories.make_person(birth_date="1990-07-01")
    officer(client, "people.confirm")
    assert "16 angka" in client.post(f"{page_of(person)}ktp/", {"number": "1"}).content.decode()
    assert client.post(f"{page_of(person)}ktp/", {"number": NIK}).status_code == 302
    client.post(f"{page_of(person)}dukcapil/")
    person.refresh_from_db()
    assert person.assurance == Assurance.CONFIRMED
    assert (
        "Nomor HP belum benar"
        in client.post(f"{page_of(person)}nomor/", {"phone": "1"}).content.decode()
    )
    assert client.post(f"{page_of(person)}nomor/", {"phone": "081234567890"}).status_code == 302
    assert person.account.phone == "+6281234567890"


def test_address_and_birth_date_are_for_the_counter_only(client):
    person = factories.make_person(address="Jalan Merdeka 1")
    officer(client, "cases.view")
    assert "Jalan Merdeka" not in client.get(page_of(person)).content.decode()
    officer(client, "people.confirm")
    assert "Jalan Merdeka" in client.get(page_of(person)).content.decode()


def test_an_unknown_person_is_not_found(client):
    officer(client, "cases.view")
    assert client.get("/orang/AAAAAAAAAAAAA/").status_code == 404


def test_an_admin_delegates_and_revokes(client):
    agency = factories.make_agency("kecamatan-talawi")
    post = factories.make_post(agency, title="Camat Talawi", signs=True)
    deputy = factories.make_officer(unit=agency)
    officer(client, "people.admin")
    assert "kecamatan-talawi" in client.get("/unit/").content.decode()
    typed = {"post": post.pk, "person": deputy.ref, "kind": "plt", "letter_number": "800/1/2026",
             "starts_on": "2026-06-01", "ends_on": "2026-06-30"}  # fmt: skip
    wrong = client.post("/unit/kecamatan-talawi/", {**typed, "ends_on": "2026-05-01"})
    assert "Tanggal selesai" in wrong.content.decode()
    assert client.post("/unit/kecamatan-talawi/", typed).status_code == 302
    [delegation] = post.delegations.all()
    address = f"/unit/kecamatan-talawi/cabut/{delegation.pk}/"
    assert client.post(address.replace("talawi", "lain")).status_code == 404
    assert client.post(address).status_code == 302
    delegation.refresh_from_db()
    assert delegation.revoked_on
    assert client.get("/unit/tidak-ada/").status_code == 404


def test_search_finds_people_by_the_beginning_of_a_name_for_officers_only():
    factories.make_person(name="Zulkarnain Nasution")
    handler = factories.actor_for(factories.make_officer("cases.view"))
    hits = [hit.title for fill in search for hit in fill(handler, "nasu") if hit.kind == "Orang"]
    assert hits == ["Zulkarnain Nasution"]
    anyone = factories.actor_for(factories.make_account().person)
    assert not [hit for fill in search for hit in fill(anyone, "nasu") if hit.kind == "Orang"]


def test_a_reference_leads_to_the_person_for_those_who_may_see_them():
    person = factories.make_person(name="Zul")
    handler = factories.actor_for(factories.make_officer("cases.view"))
    stranger = factories.actor_for(factories.make_account().person)
    assert [link.label for link in links([person.ref, "person:x"], handler).values()] == ["Zul"]
    assert links([person.ref], stranger) == {}


def test_searching_by_nik_has_a_limit_and_each_search_is_recorded(client, monkeypatch):
    monkeypatch.setattr(actions.identity, "SEARCHES_AN_HOUR", 2)
    factories.make_nik(factories.make_person(name="Siti Aminah"))
    searcher = officer(client, "people.find_by_nik")
    for number in (NIK, "1219054107900002"):
        client.post("/orang/", {"number": number})
    page = client.post("/orang/", {"number": NIK}).content.decode()
    assert "Terlalu banyak percobaan" in page
    assert "Siti Aminah" not in page
    entries = Entry.objects.filter(name="people.nik_searched", subject=searcher.ref)
    assert [entry.event.found for entry in entries.order_by("number")] == [True, False]


def test_a_broken_nik_costs_no_search(client, monkeypatch):
    monkeypatch.setattr(actions.identity, "SEARCHES_AN_HOUR", 1)
    officer(client, "people.find_by_nik")
    client.post("/orang/", {"number": "1"})
    page = client.post("/orang/", {"number": NIK}).content.decode()
    assert "Tidak ada orang" in page
