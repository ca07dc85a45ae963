"""Second factors: required of officers, asked for again, used once, sealed."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from pendopo.domains.people.tests import factories
from pendopo.kernel.privacy import keys, rotation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def scratch(tmp_path, settings):
    settings.MAIL_DIR = tmp_path / "mail"
    settings.KEYS_DIR, settings.FILES_DIR = tmp_path / "keys", tmp_path / "files"


def code_in(text):
    return re.search(r"\b\d{6}\b", text).group()


def ask(client, contact):
    return client.post("/masuk/", {"contact": contact})


def test_an_officer_without_a_second_factor_is_led_to_set_one_up(client):
    officer = factories.make_officer("cases.view")
    factories.sign_in(client, officer, strong=False)
    assert client.get("/").url == "/akun/pengaman/"
    assert client.get("/orang/").url == "/akun/pengaman/"
    assert "Petugas perlu pengaman" in client.get("/akun/pengaman/").content.decode()


def test_setting_up_an_authenticator_app_makes_the_session_strong(client):
    officer = factories.make_officer("people.find_by_nik")
    factories.sign_in(client, officer, strong=False)
    page = client.get("/akun/pengaman/totp/").content.decode()
    secret = re.search(r"<code>(\w+)</code>", page).group(1)
    code = format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))
    answer = client.post("/akun/pengaman/totp/", {"code": code})
    assert answer.status_code == 302
    assert client.get("/orang/").status_code == 200
    assert "Terpasang" in client.get("/akun/pengaman/").content.decode()
    removal = client.get("/akun/pengaman/totp/lepas/")
    assert removal.status_code == 200
    assert client.get("/akun/kontak/").status_code == 200
    assert secret not in repr(list(Authenticator.objects.values_list("data", flat=True)))


def test_an_officer_with_an_app_is_asked_for_it_at_sign_in(client):
    officer = factories.make_officer("people.find_by_nik")
    secret = generate_totp_secret()
    TOTP.activate(officer.account, secret)
    ask(client, officer.account.email)
    answer = client.post("/masuk/kode/", {"code": code_in(mail.outbox[0].body)})
    assert answer.url == "/masuk/pengaman/"
    assert client.get("/orang/").url.startswith("/masuk/")
    assert "passkey" in client.get("/masuk/pengaman/").content.decode()
    wrong = client.post("/masuk/pengaman/", {"code": "12"})
    assert "Kode belum cocok" in wrong.content.decode()
    code = format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))
    assert client.post("/masuk/pengaman/", {"code": code}).status_code == 302
    assert client.get("/orang/").status_code == 200
    # A change to the doors of the account asks for the factor again.
    again = client.get("/akun/kontak/").url
    assert again.startswith("/masuk/ulang/")
    again = client.get(again, follow=True)
    assert "Buktikan sekali lagi" in again.content.decode()


def test_a_code_of_the_app_works_once_even_where_workers_share_no_cache(client):
    officer = factories.make_officer("people.find_by_nik")
    secret = generate_totp_secret()
    TOTP.activate(officer.account, secret)
    code = format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))
    for target in ("/", "/masuk/pengaman/"):
        cache.clear()
        ask(client, officer.account.email)
        client.post("/masuk/kode/", {"code": code_in(mail.outbox[-1].body)})
        answer = client.post("/masuk/pengaman/", {"code": code})
        assert (answer.url if answer.status_code == 302 else "/masuk/pengaman/") == target
        client.post("/keluar/")


def test_the_secrets_of_second_factors_rotate_with_the_data_key():
    account = factories.make_account()
    secret = generate_totp_secret()
    TOTP.activate(account, secret)
    codes = RecoveryCodes.activate(account).generate_codes()
    keys.data.add()
    list(rotation.rotate())
    rotation.retire(keys.data, 1)
    totp, recovery = (
        Authenticator.objects.get(type=kind).wrap() for kind in ("totp", "recovery_codes")
    )
    code = format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30))
    assert totp.validate_code(code)
    assert recovery.generate_codes() == codes
