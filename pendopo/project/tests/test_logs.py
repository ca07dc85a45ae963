"""What the log says of a request: its route, never the words in its address."""

import logging

import pytest
from django.test import Client

from pendopo.project.logs import RouteNotPath

ADDRESSES = ("/v/xRahasia", "/survei/xRahasia/", "/berkas/xRahasia/", "/tidak/ada/xRahasia/")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_word_of_an_address_is_logged(address: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.addFilter(RouteNotPath())
    caplog.set_level(logging.DEBUG)
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address).status_code in {403, 404, 405}
    strict.get(address)
    assert caplog.records
    assert "Rahasia" not in caplog.text


def test_the_console_has_the_filter() -> None:
    handlers = logging.getLogger().handlers
    assert any(isinstance(f, RouteNotPath) for handler in handlers for f in handler.filters)
