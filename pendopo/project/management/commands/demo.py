"""`pendopo demo`: the whole house on one port, filled with an invented regency.

The page opens first; the regency fills in behind it. A second start finds the data of the first.
"""

import socket
import time
from argparse import ArgumentParser
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connections
from django.utils import timezone

from pendopo.project.demo import stamp
from pendopo.project.supervisor import Supervisor

OPENS_WITHIN = 60.0
"""Seconds that the web server has to answer."""


class Command(BaseCommand):
    """Prepare, serve, seed, supervise."""

    help = "Buka kabupaten contoh di komputer ini."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer to leave the seeding out."""
        parser.add_argument("--tanpa-isi", action="store_true", help="jangan isi data contoh")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run until Ctrl-C."""
        host, port = _address()
        self._begin_again_if_stopped()
        self._prepare()
        _mark_as_demo()
        with Supervisor() as supervisor:
            _start_servers(supervisor, host, port)
            _wait_until_open(supervisor, host, port)
            self._say(
                f"Pendopo terbuka di {settings.PUBLIC_ADDRESS} (Ctrl-C untuk berhenti)\n"
                f"Masuk sebagai warga, petugas atau kepala: {settings.PUBLIC_ADDRESS}/demo/masuk/"
            )
            if not options["tanpa_isi"]:
                supervisor.start("seed_demo", ["-m", "django", "seed_demo"], _environment())
            ended = supervisor.wait(until_done=["seed_demo"])
            self._say("Menutup ...")
        if ended:
            raise CommandError(f"{ended.name} berhenti sendiri (kode {ended.code}).")

    def _begin_again_if_stopped(self) -> None:
        if not stamp.is_half_filled():
            return
        self.stdout.write("  Pengisian pertama terhenti; dimulai lagi dari awal.")
        try:
            stamp.discard()
        except stamp.NotEmpty as refusal:
            raise CommandError(refusal.sentence) from refusal

    def _prepare(self) -> None:
        for label, command, arguments in _steps():
            start = time.monotonic()
            self.stdout.write(f"  {label} ... ", ending="")
            self.stdout.flush()
            call_command(command, *arguments, verbosity=0, stdout=StringIO())
            self.stdout.write(f"{time.monotonic() - start:.1f} detik")
        connections.close_all()

    def _say(self, line: str) -> None:
        self.stdout.write(self.style.SUCCESS(f"\n{line}\n"))
        self.stdout.flush()


def _steps() -> list[tuple[str, str, list[str]]]:
    return [
        ("Menyiapkan basis data", "migrate", ["--no-input"]),
        ("Memuat konten", "content", ["load"]),
        ("Menyiapkan berkas tampilan", "collectstatic", ["--no-input"]),
    ]


def _mark_as_demo() -> None:
    try:
        stamp.make(timezone.now())
    except stamp.NotEmpty as refusal:
        raise CommandError(refusal.sentence) from refusal
    connections.close_all()


def _address() -> tuple[str, int]:
    parts = urlsplit(settings.PUBLIC_ADDRESS)
    if parts.hostname is None or not stamp.is_loopback(settings.PUBLIC_ADDRESS):
        raise CommandError("Kabupaten contoh hanya dibuka di komputer ini (127.0.0.1).")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((parts.hostname, parts.port or 80))
        except OSError as error:
            raise CommandError(
                f"Porta {parts.port} sedang dipakai. Coba: make demo PORT=8001"
            ) from error
    return parts.hostname, parts.port or 80


def _environment() -> dict[str, str]:
    return {"DJANGO_SETTINGS_MODULE": "pendopo.project.settings", "PENDOPO_DEMO": "1"}


def _start_servers(supervisor: Supervisor, host: str, port: int) -> None:
    web = ["-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    # Four threads: one request that renders a PDF must not keep the others waiting.
    web += ["--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    supervisor.start("web", [*web, "pendopo.project.wsgi:application"], _environment())
    supervisor.start("work", ["-m", "django", "work"], _environment())


def _wait_until_open(supervisor: Supervisor, host: str, port: int) -> None:
    end = time.monotonic() + OPENS_WITHIN
    while time.monotonic() < end and supervisor.runs("web"):
        if supervisor.is_stopping:
            return
        with socket.socket() as door:
            door.settimeout(1)
            if door.connect_ex((host, port)) == 0:
                return
        time.sleep(0.1)
    raise CommandError("Layanan web tidak terbuka; lihat pesan di atas.")
