"""Every page declares who may open it, even where that is everybody."""

from django.urls import resolve
from django.urls.exceptions import Resolver404

from tools import reference


def test_every_view_declares_its_door() -> None:
    undeclared = [address for address, door in reference.doors() if door is None]
    assert undeclared == []


def test_the_walk_sees_the_pages() -> None:
    addresses = [address for address, _ in reference.doors()]
    assert len(addresses) > 20
    assert "" in addresses


def test_there_is_no_django_admin() -> None:
    # Its pages have no door of ours, and it would show what is encrypted.
    try:
        match = resolve("/admin/")
    except Resolver404:
        return
    raise AssertionError(match)
