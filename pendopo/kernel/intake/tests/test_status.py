"""What the outbox is told before it sends: who is here, and the key of that person's drafts."""

import base64

import pytest

from pendopo.domains.people.tests import factories
from pendopo.kernel.intake import sealing

pytestmark = pytest.mark.django_db


def test_nobody_gets_no_key(client):
    said = client.get("/antrean/status/")
    assert (said.json()["person"], said.json()["key"]) == ("", "")
    assert said["Cache-Control"] == "no-store"


def test_a_person_gets_the_same_key_on_every_visit_and_nobody_elses(client):
    siti, budi = factories.make_person(), factories.make_person()
    keys = []
    for person in (siti, budi, siti):
        factories.sign_in(client, person)
        keys.append(client.get("/antrean/status/").json()["key"])
    assert keys[0] == keys[2] != keys[1]


def test_a_key_is_one_of_aes_256_and_tells_nothing_of_its_person():
    key = sealing.device_key("person:siti")
    assert len(base64.b64decode(key)) == 32
    assert "siti" not in key


def test_a_key_depends_on_the_secret_of_the_installation(settings):
    before = sealing.device_key("person:siti")
    settings.SECRET_KEY = "another"
    assert sealing.device_key("person:siti") != before
