"""`pendopo restore_drill BACKUP`: bring a backup up in a scratch place, verify it, remove it."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from pendopo.kernel.errors import DomainError
from pendopo.project import backup


class Command(BaseCommand):
    """Prove that a backup can be restored."""

    help = "Uji pulih satu cadangan di tempat sementara, lalu hapus lagi."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the backup, and for heads that were kept elsewhere."""
        parser.add_argument("folder", type=Path, help="folder satu cadangan")
        parser.add_argument("--heads", type=Path, help="kepala buku besar yang disimpan di luar")

    def handle(self, *_: Any, folder: Path, heads: Path | None, **_options: Any) -> None:
        """Tell how long it took, or fail."""
        start = time.monotonic()
        try:
            backup.drill(folder, heads=heads)
        except DomainError as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(f"Cadangan dapat dipulihkan ({time.monotonic() - start:.0f} detik).")
