"""`pendopo content check|load [FOLDER]`: validate packages, or load them into the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pendopo.kernel.content import checking, library


class Command(BaseCommand):
    """Validate or load content packages."""

    help = "Validate (check) or load content packages; FOLDER holds <kind>/<code>/ folders."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the verb and the folder."""
        parser.add_argument("verb", choices=["check", "load"])
        parser.add_argument("folder", nargs="?", type=Path, default=settings.CONTENT_DIR)

    def handle(self, *_: Any, verb: str, folder: Path, **__: Any) -> None:
        """Run, and print one line per problem or the totals."""
        try:
            self._run(verb, folder)
        except checking.BrokenPackage as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(f"{len(error.problems)} masalah ditemukan.") from error

    def _run(self, verb: str, folder: Path) -> None:
        if verb == "check":
            self.stdout.write(f"{len(library.check_folder(folder))} paket benar.")
            return
        loaded = [new for _, new in library.load_folder(folder, now=timezone.now())]
        self.stdout.write(f"{len(loaded)} paket, {sum(loaded)} versi baru dimuat.")
