"""`pendopo backup FOLDER`: one dated copy of database, files and published heads, without keys."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from pendopo.kernel.errors import DomainError
from pendopo.project import backup


class Command(BaseCommand):
    """Make one backup."""

    help = "Buat satu cadangan (basis data, berkas, kepala buku besar; tanpa kunci)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask where to."""
        parser.add_argument("folder", type=Path, help="folder tempat cadangan disimpan")

    def handle(self, *_: Any, folder: Path, **_options: Any) -> None:
        """Print the folder of the new backup."""
        try:
            made = backup.make(folder, now=timezone.now())
        except DomainError as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(str(made))
