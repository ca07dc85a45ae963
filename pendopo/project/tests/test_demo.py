"""The demo opens on this machine only, and says so when its port is taken."""

import re
import socket
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from pendopo.domains.people.tests import factories
from pendopo.project.demo import stamp


def test_an_address_that_others_could_reach_is_refused(settings) -> None:
    settings.PUBLIC_ADDRESS = "https://layanan.example.go.id"
    with pytest.raises(CommandError, match="hanya dibuka di komputer ini"):
        call_command("demo")


def test_a_port_in_use_is_named_before_anything_is_prepared(settings) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        settings.PUBLIC_ADDRESS = f"http://127.0.0.1:{port}"
        with pytest.raises(CommandError, match=f"Porta {port} sedang dipakai"):
            call_command("demo")


@pytest.fixture
def demo(settings, now: datetime, tmp_path, db: None) -> None:
    settings.DEMO = True
    settings.PUBLIC_ADDRESS = "http://127.0.0.1:8000"
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = settings.DATA_DIR = tmp_path
    stamp.make(now)


def test_the_mailbox_of_a_demo_shows_the_codes_that_it_took(demo: None, client: Client) -> None:
    client.post("/masuk/", {"contact": "siti@contoh.id"})
    page = client.get("/demo/pesan/").content.decode()
    assert "siti@contoh.id" in page
    assert re.search(r"\b\d{6}\b", page)


@pytest.mark.parametrize("address", ["/demo/pesan/", "/demo/masuk/"])
def test_the_doors_of_a_demo_exist_nowhere_else(
    demo: None, client: Client, settings, address: str
) -> None:
    assert client.get(address).status_code == 200
    # Behind a proxy, from another machine, under a public name, in a database of real accounts.
    assert client.get(address, headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404
    assert client.get(address, REMOTE_ADDR="203.0.113.9").status_code == 404
    settings.PUBLIC_ADDRESS = "https://layanan.example.go.id"
    assert client.get(address).status_code == 404
    settings.PUBLIC_ADDRESS = "http://127.0.0.1:8000"
    stamp.DemoStamp.objects.all().delete()
    assert client.get(address).status_code == 404
    settings.DEMO = False
    assert client.get(address).status_code == 404


def test_nobody_signs_in_as_a_part_that_is_not_offered(demo: None, client: Client) -> None:
    factories.make_account(email="bendahara@contoh.invalid")
    for part in ("bendahara", "", "warga-1@contoh.invalid#"):
        assert client.post("/demo/masuk/sebagai/", {"peran": part}).status_code == 404
    assert not client.get("/akun/").wsgi_request.actor.is_signed_in
