"""What the outbox is told before it sends: who is here, and the key of that person's drafts."""

import base64
import json

from django.http import HttpResponse
from django.test import RequestFactory

from pendopo.kernel.actor import ANONYMOUS, Actor
from pendopo.kernel.intake import sealing, views

SITI = Actor(ref="person:siti", person_id=1)
BUDI = Actor(ref="person:budi", person_id=2)


def ask(actor: Actor) -> HttpResponse:
    request = RequestFactory().get("/antrean/status/")
    request.actor = actor
    return views.status(request)


def key_of(actor: Actor) -> str:
    return json.loads(ask(actor).content)["key"]


def test_nobody_gets_no_key():
    said = json.loads(ask(ANONYMOUS).content)
    assert (said["person"], said["key"]) == ("", "")
    assert said["csrf"]


def test_the_answer_is_stored_nowhere():
    assert ask(SITI)["Cache-Control"] == "no-store"


def test_a_person_gets_the_same_key_on_every_visit_and_nobody_elses():
    assert key_of(SITI) == key_of(SITI) != key_of(BUDI)


def test_a_key_is_one_of_aes_256_and_tells_nothing_of_its_person():
    key = sealing.device_key("person:siti")
    assert len(base64.b64decode(key)) == 32
    assert "siti" not in key


def test_a_key_depends_on_the_secret_of_the_installation(settings):
    before = sealing.device_key("person:siti")
    settings.SECRET_KEY = "another"
    assert sealing.device_key("person:siti") != before
