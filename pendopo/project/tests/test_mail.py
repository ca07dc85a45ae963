"""Mail settings from one address."""

import pytest

from pendopo.project import mail


def test_without_an_address_messages_become_files():
    assert mail.parse("").backend.endswith("filebased.EmailBackend")


def test_an_address_names_host_port_user_and_protection():
    found = mail.parse("smtp+starttls://kota:rah%40sia@surat.example.go.id")
    assert (found.host, found.port) == ("surat.example.go.id", 587)
    assert (found.user, found.password) == ("kota", "rah@sia")
    assert (found.use_tls, found.use_ssl) == (True, False)
    assert mail.parse("smtps://surat.example.go.id").port == 465


@pytest.mark.parametrize("url", ["http://x", "smtp://", "surat"])
def test_an_unknown_address_is_refused(url):
    with pytest.raises(ValueError, match="PENDOPO_MAIL"):
        mail.parse(url)
