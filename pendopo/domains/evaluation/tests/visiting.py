"""Pages as a person asks for them: their address, somebody of the team at the door, what is read."""

from typing import Any

from django.test import Client
from django.urls import reverse

from pendopo.domains.evaluation.tests.factories import Team
from pendopo.domains.people.tests import factories as people


def at(name: str, *args: object) -> str:
    return reverse(f"evaluation:{name}", args=args)


def enter(team: Team, part: str) -> Client:
    return people.sign_in(Client(), getattr(team, part))


def text(answer: Any) -> str:
    return answer.content.decode()
