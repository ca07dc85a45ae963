"""The suite itself: no way out to another machine, no touch of anybody's data."""

import socket

import pytest
from django.conf import settings
from pytest_socket import SocketConnectBlockedError


def test_a_test_cannot_reach_another_machine() -> None:
    # 192.0.2.0/24 is reserved for examples: nobody is there. Warnings are errors in our runs.
    with pytest.raises((SocketConnectBlockedError, UserWarning)):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_tests_write_into_a_scratch_folder() -> None:
    for folder in (settings.DATA_DIR, settings.KEYS_DIR, settings.FILES_DIR, settings.HEADS_DIR):
        assert folder.is_relative_to(settings.SCRATCH)
