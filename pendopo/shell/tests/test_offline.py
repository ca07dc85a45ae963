"""What devices keep for use without signal holds nothing of any person."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client

from pendopo.kernel import hooks
from pendopo.kernel.actor import ANONYMOUS
from pendopo.shell import offline
from pendopo.shell.tests.conftest import OFFICER, RESIDENT

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]


def house(client: Client) -> dict:
    text = client.get("/sw.js").content.decode()
    return json.loads(text.splitlines()[0].removeprefix("self.HOUSE = ").removesuffix(";"))


@pytest.mark.parametrize("view", [offline.no_signal, offline.kept_outbox, offline.service_worker])
def test_a_kept_page_is_the_same_for_everybody(ask, view):
    pages = [view(ask("/luring/", actor=one)) for one in (ANONYMOUS, RESIDENT, OFFICER)]
    assert pages[0].content == pages[1].content == pages[2].content
    assert not any(page.cookies for page in pages)


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


def test_the_page_from_the_server_says_who_is_here(ask):
    page = offline.outbox(ask("/antrean/", actor=RESIDENT)).content.decode()
    assert f'data-person="{RESIDENT.ref}"' in page


def test_pages_that_use_htmx_load_it():
    for path in ROOT.rglob("templates/**/*.html"):
        text = path.read_text()
        if re.search(r"\shx-(get|post|put|delete)=", text) and "{% extends" in text:
            assert "vendor/htmx.js" in text, path
