"""Signing in: codes, new accounts, recycled numbers, second factors, sign-out."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.core import mail
from django.utils import timezone

from pendopo.domains.people import actions, rules
from pendopo.domains.people.models import Account, Person
from pendopo.domains.people.tests import factories
from pendopo.kernel.actor import Assurance
from pendopo.kernel.errors import NotAllowed
from pendopo.kernel.ledger.models import Entry

pytestmark = pytest.mark.django_db
PHONE = "+6281234567890"


@pytest.fixture(autouse=True)
def scratch(tmp_path, settings):
    settings.MAIL_DIR = tmp_path / "mail"
    settings.KEYS_DIR = tmp_path / "keys"


@pytest.fixture
def sms(settings):
    """Read the newest message of the sandbox gateway."""

    def newest():
        path = max(settings.MAIL_DIR.glob("sms-*"), key=lambda file: file.stat().st_mtime_ns)
        return code_in(path.read_text().partition("\n")[2])

    return newest


def code_in(text):
    return re.search(r"\b\d{6}\b", text).group()


def ask(client, contact, **extra):
    return client.post("/masuk/", {"contact": contact}, **extra)


def phone_account(**changes):
    values = {"email": None, "phone": PHONE, "phone_proven_at": timezone.now(), **changes}
    return factories.make_account(**values)


def who(client):
    return client.get("/akun/").wsgi_request.actor


def test_a_newcomer_begins_an_account_with_a_code_and_a_name(client):
    assert ask(client, "Siti@Contoh.id").url == "/masuk/kode/"
    assert Account.objects.count() == 0
    answer = client.post("/masuk/kode/", {"code": code_in(mail.outbox[0].body)})
    assert answer.url == "/daftar/"
    answer = client.post("/daftar/", {"name": " Siti  Rahma ", "agrees": "on"})
    assert answer.url == "/"
    account = Account.objects.get()
    assert (account.email, account.person.name) == ("siti@contoh.id", "Siti Rahma")
    assert account.person.assurance == Assurance.CONTACT
    assert who(client).ref == account.person.ref
    [entry] = Entry.objects.filter(name="people.person_registered")
    assert "siti" not in entry.payload.lower()


def test_a_known_address_signs_in_and_goes_where_it_was_going(client):
    account = factories.make_account(email="siti@contoh.id")
    client.get("/masuk/?next=/akun/nik/")
    ask(client, "siti@contoh.id")
    answer = client.post("/masuk/kode/", {"code": code_in(mail.outbox[0].body)})
    assert answer.url == "/akun/nik/"
    assert who(client).person_id == account.person_id
    assert UserSession.objects.filter(user=account).count() == 1


def test_nobody_is_sent_to_another_site_after_signing_in(client):
    factories.make_account(email="siti@contoh.id")
    client.get("/masuk/?next=https://jahat.example/")
    ask(client, "siti@contoh.id")
    answer = client.post("/masuk/kode/", {"code": code_in(mail.outbox[0].body)})
    assert answer.url == "/"


def test_asking_for_a_code_tells_nothing_about_who_has_an_account(client):
    factories.make_account(email="ada@contoh.id")
    known, unknown = ask(client, "ada@contoh.id"), ask(client, "tidakada@contoh.id")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert mail.outbox[0].subject == mail.outbox[1].subject


@pytest.mark.parametrize("contact", ["", "bukan", "0812", "siti@", "a" * 300])
def test_a_wrong_contact_gets_a_sentence_and_keeps_what_was_typed(client, contact):
    answer = ask(client, contact)
    assert answer.status_code == 200
    assert "error-summary" in answer.content.decode()
    assert not mail.outbox


def test_a_wrong_code_is_refused_and_five_are_the_end(client):
    ask(client, "siti@contoh.id")
    right = code_in(mail.outbox[0].body)
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        answer = client.post("/masuk/kode/", {"code": wrong})
        assert "Kode belum cocok" in answer.content.decode()
    answer = client.post("/masuk/kode/", {"code": right})
    assert "tidak berlaku" in answer.content.decode()


def test_an_old_code_is_refused(client):
    ask(client, "siti@contoh.id")
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        answer = client.post("/masuk/kode/", {"code": code_in(mail.outbox[0].body)})
    assert answer.url == "/masuk/"


def test_the_code_page_without_a_code_leads_to_the_beginning(client):
    assert client.get("/masuk/kode/").url == "/masuk/"
    assert client.get("/daftar/").url == "/masuk/"
    assert client.get("/masuk/bukti/").url == "/masuk/"


def test_codes_for_one_contact_are_limited_but_not_for_the_neighbours_address(client):
    for _ in range(10):
        ask(client, "siti@contoh.id")
    assert "Terlalu banyak" in ask(client, "siti@contoh.id").content.decode()
    assert ask(client, "tetangga@contoh.id").status_code == 302


def test_neither_contact_nor_code_stands_readable_in_the_session(client):
    ask(client, "siti@contoh.id")
    text = repr(dict(client.session))
    assert "siti" not in text
    assert code_in(mail.outbox[0].body) not in text


def test_an_unreachable_gateway_is_a_sentence(client):
    answer = ask(client, "081234560000")
    assert "SMS belum dapat dikirim" in answer.content.decode()


def test_a_phone_that_answered_lately_is_enough(client, sms):
    account = phone_account()
    ask(client, "0812 3456 7890")
    assert client.post("/masuk/kode/", {"code": sms()}).url == "/"
    assert who(client).person_id == account.person_id


def silent_account(**changes):
    return phone_account(phone_proven_at=timezone.now() - rules.PHONE_REST * 2, **changes)


def test_a_phone_code_alone_never_reopens_a_silent_account(client, sms):
    silent_account()
    ask(client, PHONE)
    assert client.post("/masuk/kode/", {"code": sms()}).url == "/masuk/bukti/"
    assert not who(client) or not who(client).is_signed_in
    page = client.get("/masuk/bukti/").content.decode()
    assert "Satu bukti lagi" in page


def test_an_email_code_reopens_a_silent_account_and_the_device_is_known_afterwards(client, sms):
    account = silent_account(email="siti@contoh.id")
    ask(client, PHONE)
    client.post("/masuk/kode/", {"code": sms()})
    page = client.get("/masuk/bukti/").content.decode()
    assert "siti@" not in page
    client.post("/masuk/bukti/", {"send": "1"})
    answer = client.post("/masuk/bukti/", {"code": code_in(mail.outbox[0].body)})
    assert answer.url == "/"
    assert who(client).person_id == account.person_id
    Account.objects.update(phone_proven_at=None)
    client.post("/keluar/")
    ask(client, PHONE)
    assert client.post("/masuk/kode/", {"code": sms()}).url == "/"


def test_a_code_sent_to_another_accounts_email_reopens_nothing(client, sms):
    mine = "+6281298765432"
    silent_account(phone=mine, email="penyerang@contoh.id")
    ask(client, mine)
    client.post("/masuk/kode/", {"code": sms()})
    client.post("/masuk/bukti/", {"send": "1"})
    code = code_in(mail.outbox[0].body)
    victim = silent_account(email="siti@contoh.id")
    ask(client, PHONE)
    client.post("/masuk/kode/", {"code": sms()})
    client.post("/masuk/bukti/", {"code": code})
    assert who(client).person_id != victim.person_id


def test_a_recovery_code_reopens_a_silent_account_once(client, sms):
    account = silent_account()
    [first, *_] = RecoveryCodes.activate(account).generate_codes()
    ask(client, PHONE)
    client.post("/masuk/kode/", {"code": sms()})
    assert "Kode belum cocok" in client.post("/masuk/bukti/", {"recovery": "1"}).content.decode()
    assert client.post("/masuk/bukti/", {"recovery": first}).url == "/"
    assert not RecoveryCodes(Authenticator.objects.get()).validate_code(first)


def test_who_holds_a_recycled_number_begins_an_account_of_their_own(client, sms):
    old = silent_account()
    ask(client, PHONE)
    client.post("/masuk/kode/", {"code": sms()})
    assert client.post("/masuk/bukti/baru/").url == "/daftar/"
    client.post("/daftar/", {"name": "Orang Baru", "agrees": "on"})
    new = Account.objects.exclude(pk=old.pk).get()
    old.refresh_from_db()
    assert (old.phone, old.phone_hash) == ("", None)
    assert new.phone == PHONE
    assert who(client).person_id == new.person_id


def test_nobody_releases_a_number_without_having_answered_its_code(client):
    old = silent_account()
    assert client.post("/masuk/bukti/baru/").url == "/masuk/"
    old.refresh_from_db()
    assert old.phone == PHONE


def test_a_counter_visit_reopens_an_account_and_ends_old_sessions(client):
    account = phone_account(person=factories.make_person(assurance=Assurance.SEEN))
    factories.sign_in(client, account.person)
    UserSession.objects.create(
        user=account, session_key=client.session.session_key, ip="127.0.0.1", user_agent="x"
    )
    officer = factories.make_officer("people.confirm")
    actions.reopen_at_counter(
        person=account.person,
        phone="0811 222 3334",
        actor=factories.actor_for(officer),
        now=factories.NOW,
    )
    account.refresh_from_db()
    assert account.phone == "+628112223334"
    assert client.get("/akun/").status_code == 302


def test_a_counter_reopens_only_whose_card_was_seen_and_never_an_officer():
    clerk = factories.actor_for(factories.make_officer("people.confirm"))
    stranger = factories.make_person()
    head = factories.make_officer("documents.sign", assurance=Assurance.SEEN)
    for person, refusal in ((stranger, actions.CardNotSeen), (head, NotAllowed)):
        with pytest.raises(refusal):
            actions.reopen_at_counter(
                person=person, phone="0811 222 3334", actor=clerk, now=factories.NOW
            )


def test_signing_out_ends_the_session(client):
    factories.sign_in(client, factories.make_person())
    page = client.get("/keluar/").content.decode()
    assert "data-unsent-warning" in page
    client.post("/keluar/")
    assert client.get("/akun/").status_code == 302


def test_the_demo_sign_in_is_strong(rf, client):
    officer = factories.make_officer("people.find_by_nik")
    request = client.get("/masuk/").wsgi_request
    actions.sign_in_as(request, officer.account)
    request.session.save()
    client.cookies["sessionid"] = request.session.session_key
    assert client.get("/orang/").status_code == 200


def test_nobody_signs_in_with_a_password(client):
    account = factories.make_account(email="siti@contoh.id")
    account.set_password("rahasia")
    account.save()
    assert not client.login(email="siti@contoh.id", password="rahasia")


def test_an_inactive_account_opens_nothing(client):
    account = factories.make_account(email="siti@contoh.id")
    factories.sign_in(client, account.person)
    Account.objects.update(is_active=False)
    assert client.get("/akun/").status_code == 302


def test_a_second_person_is_not_made_when_the_same_contact_registers_twice(client):
    contact = rules.Contact("email", "siti@contoh.id")
    actions.register_account(name="Siti", contact=contact, how="self", now=factories.NOW)
    with pytest.raises(actions.ContactTaken):
        actions.register_account(name="Siti", contact=contact, how="self", now=factories.NOW)
    assert Person.objects.count() == 1


def test_the_sso_page_without_an_sso_leads_to_the_codes(client):
    assert client.get("/masuk/sso/").url == "/masuk/"
    for address in ("/masuk/sso-batal/", "/masuk/sso-gagal/", "/masuk/sso-baru/"):
        answer = client.get(address)
        assert "Masuk dengan kode" in answer.content.decode()
