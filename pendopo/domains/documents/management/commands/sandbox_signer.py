"""Give an officer a sandbox certificate: `pendopo sandbox_signer person:7H2K…`."""

from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pendopo.domains.documents import actions
from pendopo.kernel.errors import DomainError


class Command(BaseCommand):
    """Asks for a passphrase and makes a certificate for trying out signatures."""

    help = "Make a sandbox certificate (SIMULASI) for an officer; asks for a passphrase."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the person by reference."""
        parser.add_argument("person", help="reference of the officer: person:…")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Enrol the officer; an earlier certificate is replaced."""
        words = getpass("Passphrase: ")
        if len(words) < 8 or words != getpass("Ulangi passphrase: "):
            raise CommandError("Passphrase harus sama dan paling sedikit 8 huruf.")
        try:
            actions.enrol_in_sandbox(
                person_ref=options["person"],
                passphrase=actions.Passphrase(words),
                now=timezone.now(),
            )
        except DomainError as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write("Sertifikat simulasi dibuat, berlaku dua tahun.")
