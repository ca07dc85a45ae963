"""Mandates and businesses: claimed by residents, seen by officers, ended by whoever may."""

from datetime import timedelta

import pytest

from pendopo.domains.people import actions, queries
from pendopo.domains.people.models import Business, Mandate, Person
from pendopo.domains.people.tests import factories
from pendopo.domains.people.tests.factories import NOW, TODAY
from pendopo.kernel.access.limits import TooMany
from pendopo.kernel.ledger.models import Entry

pytestmark = pytest.mark.django_db
WARD = {"name": "Ahmad Fauzi", "kind": "parent", "proof": "akta-kelahiran", "number": "1219-LU-7"}
BUSINESS = {"name": "Warung Melati", "nib": "1234 5678 90123", "kbli": "47112, 56102", "area": ""}


def resident(client):
    person = factories.make_account().person
    factories.sign_in(client, person)
    return person


def officer(client, *permissions):
    person = factories.make_officer(*permissions)
    factories.sign_in(client, person)
    return person


def page_of(person):
    return f"/orang/{person.ref.removeprefix('person:')}/"


def claim(holder, name="Ahmad Fauzi", now=NOW):
    return actions.claim_ward(
        holder=holder, name=name, kind="parent", proof="Akta kelahiran 1219-LU-7",
        actor=factories.actor_for(holder), now=now,
    )  # fmt: skip


def test_the_list_is_empty_with_a_next_step_and_closed_to_strangers(client):
    assert client.get("/akun/mandat/").url.startswith("/masuk/")
    resident(client)
    page = client.get("/akun/mandat/").content.decode()
    assert "Belum ada yang Anda wakili" in page
    assert "/akun/mandat/orang/" in page


def test_a_child_is_named_and_waits_for_the_proof_to_be_seen(client):
    parent = resident(client)
    assert client.post("/akun/mandat/orang/", WARD).url == "/akun/mandat/"
    mandate = Mandate.objects.get()
    assert (mandate.holder, mandate.person.name) == (parent, "Ahmad Fauzi")
    assert mandate.proof == "Akta kelahiran 1219-LU-7"
    page = client.get("/akun/mandat/").content.decode()
    assert "Ahmad Fauzi" in page
    assert "Menunggu bukti dilihat" in page
    assert queries.principals_of(parent.pk, on=factories.today()).persons == (parent.pk,)


@pytest.mark.parametrize("missing", ["name", "kind", "proof", "number"])
def test_a_ward_without_all_answers_is_not_kept(client, missing):
    resident(client)
    page = client.post("/akun/mandat/orang/", {**WARD, missing: ""}).content.decode()
    assert "error-summary" in page
    assert not Mandate.objects.exists()


def test_only_a_child_or_a_ward_is_named_here(client):
    resident(client)
    page = client.post("/akun/mandat/orang/", {**WARD, "kind": "attorney"}).content.decode()
    assert "error-summary" in page
    assert not Mandate.objects.exists()


def test_sending_twice_keeps_one_child(client):
    resident(client)
    client.post("/akun/mandat/orang/", WARD)
    page = client.post("/akun/mandat/orang/", {**WARD, "name": "ahmad  fauzi"}).content.decode()
    assert "sudah ada di daftar Anda" in page
    assert Mandate.objects.count() == 1
    assert Person.objects.filter(name__iexact="ahmad fauzi").count() == 1


def test_naming_somebody_never_links_a_person_whom_the_house_knows():
    known = factories.make_person(name="Ahmad Fauzi")
    mandate = claim(factories.make_account().person)
    assert mandate.person != known


def test_a_person_names_at_most_so_many_in_a_day():
    holder = factories.make_account().person
    for number in range(actions.mandates.CLAIMS_A_DAY):
        claim(holder, f"Anak {number}")
    with pytest.raises(TooMany):
        claim(holder, "Anak lagi")
    claim(holder, "Anak lagi", now=NOW + timedelta(days=1, seconds=1))


def test_a_business_is_kept_with_its_numbers_and_a_word_about_oss(client):
    owner = resident(client)
    assert "diterbitkan OSS" in client.get("/akun/mandat/usaha/").content.decode()
    assert client.post("/akun/mandat/usaha/", BUSINESS).url == "/akun/mandat/"
    business = Business.objects.get()
    assert (business.nib, business.kbli) == ("1234567890123", ["47112", "56102"])
    assert "KBLI 47112, 56102" in client.get("/akun/mandat/").content.decode()
    again = client.post("/akun/mandat/usaha/", BUSINESS).content.decode()
    assert "sudah ada di daftar Anda" in again
    assert not queries.may_act_for(owner, business, on=factories.today())


def test_a_nib_of_another_owner_gives_no_hint(client):
    factories.make_business(factories.make_person(), nib="1234567890123")
    resident(client)
    assert client.post("/akun/mandat/usaha/", BUSINESS).status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("nib", "123", "NIB harus 13 angka"),
        ("kbli", "47", "5 angka"),
        ("name", "", "Isian ini masih kosong"),
    ],
)
def test_wrong_numbers_of_a_business_get_a_sentence_and_keep_what_was_typed(
    client, field, value, sentence
):
    resident(client)
    page = client.post("/akun/mandat/usaha/", {**BUSINESS, field: value}).content.decode()
    assert sentence in page
    assert 'value="47112, 56102"' in page or field == "kbli"
    assert not Business.objects.exists()


def test_a_long_list_comes_in_pages(client):
    holder = resident(client)
    for _ in range(21):
        factories.make_mandate(holder, person=factories.make_person())
    assert client.get("/akun/mandat/").content.decode().count("/akhiri/") == 20
    assert client.get("/akun/mandat/?halaman=2").content.decode().count("/akhiri/") == 1


def test_the_holder_ends_a_mandate_at_once_even_on_its_first_day(client):
    holder = resident(client)
    child = factories.make_person()
    mandate = factories.make_mandate(holder, person=child, starts_on=factories.today())
    assert queries.may_act_for(holder, child, on=factories.today())
    assert client.post(f"/akun/mandat/{mandate.pk}/akhiri/").url == "/akun/mandat/"
    assert not queries.may_act_for(holder, child, on=factories.today())
    assert "Sudah berakhir" in client.get("/akun/mandat/").content.decode()
    assert client.post(f"/akun/mandat/{mandate.pk}/akhiri/").status_code == 409


def test_who_is_represented_sees_by_whom_and_ends_it(client):
    me = resident(client)
    mandate = factories.make_mandate(factories.make_person(name="Rudi Wakil"), person=me)
    assert "Rudi Wakil" in client.get("/akun/mandat/").content.decode()
    client.post(f"/akun/mandat/{mandate.pk}/akhiri/")
    assert "Rudi Wakil" not in client.get("/akun/mandat/").content.decode()


def test_a_mandate_of_others_is_not_there(client):
    mandate = factories.make_mandate(factories.make_person(), person=factories.make_person())
    resident(client)
    for pk in (mandate.pk, mandate.pk + 1):
        assert client.post(f"/akun/mandat/{pk}/akhiri/").status_code == 404
    assert Mandate.objects.get().revoked_on is None


def test_an_officer_sees_the_proof_and_the_mandate_works(client):
    parent = factories.make_account().person
    mandate = claim(parent)
    officer(client, "people.confirm")
    page = client.get(page_of(parent)).content.decode()
    assert "Ahmad Fauzi" in page
    assert "1219-LU-7" in page
    step = f"{page_of(parent)}mandat/{mandate.pk}/"
    assert "error-summary" in client.post(step, {"proof": ""}).content.decode()
    assert not queries.may_act_for(parent, mandate.person, on=factories.today())
    assert client.post(step, {"proof": "akta-kelahiran"}).status_code == 302
    assert queries.may_act_for(parent, mandate.person, on=factories.today())
    entry = Entry.objects.get(name="people.mandate_seen")
    assert (entry.subject, entry.event.proof) == (mandate.person.ref, "akta-kelahiran")
    again = client.post(step, {"proof": "akta-kelahiran"}, follow=True).content.decode()
    assert "sudah tidak menunggu" in again


def test_the_number_of_the_proof_is_for_who_confirms_only(client):
    parent = factories.make_account().person
    mandate = claim(parent)
    officer(client, "cases.view")
    assert "1219-LU-7" not in client.get(page_of(parent)).content.decode()
    step = f"{page_of(parent)}mandat/{mandate.pk}/"
    assert client.post(step, {"proof": "akta-kelahiran"}).status_code == 403
    assert client.post(f"{step}akhiri/").status_code == 403


def test_an_officer_ends_a_claim_that_the_proof_does_not_bear(client):
    parent = factories.make_account().person
    mandate = claim(parent, now=factories.NOW)
    officer(client, "people.confirm")
    step = f"{page_of(parent)}mandat/{mandate.pk}/"
    assert client.post(f"{step}akhiri/").status_code == 302
    assert "Tidak ada kuasa yang menunggu" in client.get(page_of(parent)).content.decode()
    late = client.post(step, {"proof": "nib"}, follow=True).content.decode()
    assert "sudah tidak menunggu" in late


def test_a_mandate_under_another_persons_page_is_not_there(client):
    mandate = claim(factories.make_account().person)
    officer(client, "people.confirm")
    other = factories.make_person()
    step = f"{page_of(other)}mandat/{mandate.pk}/"
    assert client.post(step, {"proof": "akta-kelahiran"}).status_code == 404
    assert client.post(f"{step}akhiri/").status_code == 404


def test_nobody_confirms_a_mandate_of_their_own():
    both = factories.make_officer("people.confirm")
    mandate = claim(both)
    with pytest.raises(actions.OwnProof):
        actions.confirm_mandate(
            mandate=mandate, proof="akta-kelahiran", actor=factories.actor_for(both), now=NOW
        )


def test_an_unknown_proof_is_refused():
    mandate = claim(factories.make_account().person)
    actor = factories.actor_for(factories.make_officer("people.confirm"))
    with pytest.raises(actions.UnknownProof):
        actions.confirm_mandate(mandate=mandate, proof="cap-jempol", actor=actor, now=NOW)


def test_a_mandate_that_ends_later_works_until_then():
    holder, child = factories.make_account().person, factories.make_person()
    mandate = factories.make_mandate(holder, person=child)
    actions.end_mandate(mandate=mandate, last_day=TODAY, actor=factories.actor_for(holder), now=NOW)
    assert child.pk in queries.principals_of(holder.pk, on=TODAY).persons
    later = queries.principals_of(holder.pk, on=TODAY + timedelta(days=1))
    assert child.pk not in later.persons
