"""The demo opens on this machine only, and says so when its port is taken."""

import socket

import pytest
from django.core.management import CommandError, call_command


def test_an_address_that_others_could_reach_is_refused(settings) -> None:
    settings.PUBLIC_ADDRESS = "https://layanan.example.go.id"
    with pytest.raises(CommandError, match="hanya dibuka di komputer ini"):
        call_command("demo")


def test_a_port_in_use_is_named_before_anything_is_prepared(settings) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        settings.PUBLIC_ADDRESS = f"http://127.0.0.1:{port}"
        with pytest.raises(CommandError, match=f"Porta {port} sedang dipakai"):
            call_command("demo")
