"""Walk every address as everybody: a door that is shut stays shut, whatever stands in the address."""

import re
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver
from django.urls.converters import get_converters

from pendopo.domains.people.tests import factories
from pendopo.kernel.access import Door
from tools import reference

pytestmark = pytest.mark.django_db

SAMPLES = (
    "1",
    "x",
    "2026-06-04",
    "20260604T0800",
    "0" * 32,
    "6a1e51a0-1c1f-4c53-9e1b-5f2c54f7a1d4",
)


def test_a_stranger_is_led_to_the_sign_in_page_of_every_closed_door(client: Client) -> None:
    for address in _behind("signed_in", "requires"):
        answer = _knock(client, address)
        assert answer.status_code in {302, 401}, address
        if answer.status_code == 302:
            assert answer["Location"].startswith("/masuk/"), address


def test_a_resident_opens_no_officers_page(client: Client) -> None:
    person = factories.make_person()
    factories.make_account(person)
    factories.sign_in(client, person)
    for address in _behind("requires"):
        assert _knock(client, address).status_code == 403, address


def test_an_officer_opens_no_page_of_another_duty(client: Client) -> None:
    officer = factories.make_officer("nothing.at_all")
    factories.sign_in(client, officer)
    for address in _behind("requires"):
        assert _knock(client, address).status_code == 403, address


def test_an_officer_without_a_second_factor_opens_no_officers_page(client: Client) -> None:
    permissions = {name for _, door in reference.doors() for name in _permissions(door)}
    officer = factories.make_officer(*permissions)
    factories.sign_in(client, officer, strong=False)
    for address in _behind("requires"):
        assert _knock(client, address).status_code in {302, 403}, address


def test_the_walk_knows_how_to_fill_every_address() -> None:
    assert len(list(_behind("public", "signed_in", "requires"))) == len(list(reference.doors()))


def _behind(*kinds: str) -> Iterator[str]:
    for pattern, door in reference.doors():
        if door and door.kind in kinds:
            yield "/" + _filled(pattern)


def _permissions(door: Door | None) -> tuple[str, ...]:
    return door.permissions if door else ()


def _filled(pattern: str) -> str:
    """Put a value of the right shape in place of every <converter:name>."""
    get_resolver()  # the converters of all domains are known once the addresses are read
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: _sample(found[1] or "str"), pattern)


def _sample(converter: str) -> str:
    shape = get_converters()[converter].regex
    return next(sample for sample in SAMPLES if re.fullmatch(shape, sample))


def _knock(client: Client, address: str) -> HttpResponse:
    """Ask for a page; where it takes only what is posted, post."""
    answer = client.get(address)
    return client.post(address) if answer.status_code == 405 else answer
