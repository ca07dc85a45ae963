"""`pendopo ledger_key list | rotate`: show and change the key that signs tree heads."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pendopo.kernel import actor
from pendopo.kernel.errors import DomainError
from pendopo.kernel.ledger import keychain, rotation

COMMAND = actor.system("ledger-key")


class Command(BaseCommand):
    """Keys lie in PENDOPO_KEYS, the statements that introduce them in PENDOPO_HEADS."""

    help = "Melihat dan mengganti kunci penanda tangan kepala buku besar."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a verb."""
        parser.add_argument("verb", choices=["list", "rotate"])

    def handle(self, *_args: Any, verb: str, **_options: Any) -> None:
        """Run one verb."""
        try:
            if verb == "rotate":
                rotation.hand_over(actor=COMMAND, now=timezone.now())
            self._list()
        except DomainError as error:
            raise CommandError(error.sentence) from error
        except ValueError as error:
            raise CommandError(f"Berkas tidak terbaca: {error}.") from error

    def _list(self) -> None:
        for version, reign in enumerate(keychain.our_chain(), start=1):
            since = f"sejak {reign.since}" if reign.since else "kunci pertama"
            self.stdout.write(f"{version}. {reign.name}, {since}: {reign.text}")
