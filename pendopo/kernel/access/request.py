"""A request whose actor is known; people's middleware sets it before any view runs."""

from django.http import HttpRequest

from pendopo.kernel.actor import Actor


class ActedRequest(HttpRequest):
    """`request.actor` is always there, ANONYMOUS where nobody signed in."""

    actor: Actor
