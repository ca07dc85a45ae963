"""`pendopo keys init|list|rotate|retire`: make, show and change the keys of personal data."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pendopo.kernel.errors import DomainError
from pendopo.kernel.privacy import keys, rotation


class Command(BaseCommand):
    """Keys lie in PENDOPO_KEYS, one file per version; keep a copy apart from the backup."""

    help = "Membuat, melihat, dan mengganti kunci data pribadi."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the four verbs."""
        parser.add_argument("verb", choices=["init", "list", "rotate", "retire"])
        parser.add_argument("version", nargs="?", type=int, help="versi yang dipensiunkan")
        parser.add_argument("--lookup", action="store_true", help="ring pencarian, bukan data")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run one verb."""
        ring = keys.lookup if options["lookup"] else keys.data
        try:
            getattr(self, f"_{options['verb']}")(ring, options["version"])
        except DomainError as error:
            raise CommandError(error.sentence) from error

    def _init(self, *_: Any) -> None:
        for ring in keys.rings:
            ring.newest()
        self._list()

    def _list(self, *_: Any) -> None:
        for ring in keys.rings:
            self.stdout.write(f"{ring.name}: {ring.versions()} di {ring.folder}")

    def _rotate(self, ring: keys.Ring, *_: Any) -> None:
        # A run that was interrupted is finished under the key it had made.
        if not self._finish():
            self.stdout.write(f"{ring.name}: kunci baru versi {ring.add()}")
            self._finish()
        self.stdout.write("Selesai. Kunci lama tetap membaca sampai `keys retire VERSI`.")

    def _finish(self) -> int:
        done = 0
        for table, rows in rotation.rotate():
            done += rows
            self.stdout.write(f"{table}: {rows} baris, jumlah {done}")
        return done

    def _retire(self, ring: keys.Ring, version: int | None) -> None:
        if version is None:
            raise CommandError("Sebut versi yang dipensiunkan.")
        rotation.retire(ring, version)
        self.stdout.write(f"{ring.name}: versi {version} disisihkan ke folder retired")
