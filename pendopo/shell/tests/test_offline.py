"""What devices keep for use without signal holds nothing of any person."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client

from pendopo.domains.people.tests import factories
from pendopo.kernel import hooks

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]


def house(client: Client) -> dict:
    text = client.get("/sw.js").content.decode()
    return json.loads(text.splitlines()[0].removeprefix("self.HOUSE = ").removesuffix(";"))


@pytest.mark.parametrize("address", ["/luring/", "/luring/antrean/", "/sw.js"])
def test_a_kept_page_is_the_same_for_everybody(client, address):
    for_nobody = client.get(address)
    resident = factories.make_person(name="Siti Rahma")
    factories.sign_in(client, resident)
    for_siti = client.get(address)
    assert for_nobody.status_code == 200
    assert for_siti.content == for_nobody.content
    assert "Set-Cookie" not in for_siti.headers


def test_a_kept_page_asks_the_device_who_is_here(client):
    text = client.get("/luring/antrean/").content.decode()
    assert 'data-person="?"' in text
    assert "csrfmiddlewaretoken" not in text


def test_the_service_worker_may_work_for_the_whole_house_and_is_asked_for_anew(client):
    answer = client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"


def test_the_service_worker_keeps_the_outbox_in_place_of_its_page(client):
    assert house(client)["pages"]["/luring/antrean/"] == ["/antrean/"]


def test_another_page_to_keep_is_another_version(client, monkeypatch):
    before = house(client)["version"]
    more = lambda: [hooks.OfflinePage(address="/x/", stands_for=("/y/",))]  # noqa: E731
    monkeypatch.setattr(hooks.offline_pages, "_fillers", [more])
    after = house(client)
    assert after["popular"] == {"/x/": ["/y/"]}
    assert after["version"] != before


def test_the_outbox_page_of_a_signed_in_person_is_stored_nowhere(client):
    factories.sign_in(client, factories.make_person())
    assert client.get("/antrean/")["Cache-Control"] == "no-store"


def test_pages_that_use_htmx_load_it():
    for path in ROOT.rglob("templates/**/*.html"):
        text = path.read_text()
        if re.search(r"\shx-(get|post|put|delete)=", text) and "{% extends" in text:
            assert "vendor/htmx.js" in text, path
