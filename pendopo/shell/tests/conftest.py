"""Actors and hooks for the shell's tests, so that no domain is needed."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from pendopo.kernel import hooks
from pendopo.kernel.access import ActedRequest
from pendopo.kernel.actor import ANONYMOUS, Actor, Frame
from pendopo.shell import hooks as own_hooks

RESIDENT = Actor(ref="person:k7qm3f9t", name="Siti", frame=Frame.RESIDENT, person_id=1)
OFFICER = Actor(ref="person:p2wd8h4c", name="Rina", frame=Frame.OFFICER, person_id=2, strong=True)

Ask = Callable[..., ActedRequest]


@pytest.fixture(autouse=True)
def empty_hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("menu", "home_cards", "front_sections", "search"):
        monkeypatch.setattr(hooks, name, hooks.Hook())
    hooks.menu.fill(own_hooks.own_pages)


@pytest.fixture
def ask() -> Ask:
    def make(
        path: str = "/", actor: Actor = ANONYMOUS, method: str = "get", **data
    ) -> ActedRequest:
        headers = data.pop("headers", {})
        request = getattr(RequestFactory(), method)(path, data, headers=headers)
        request.actor = actor
        return request

    return make


def page_of(response: HttpResponse) -> str:
    return response.content.decode()
