"""`pendopo lake refresh | rebuild | compact | check | tables`: look after the evidence lake."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pendopo.kernel.errors import DomainError
from pendopo.kernel.lake import folder, inspection, manifest, tables, writing
from pendopo.kernel.lake.writing import Refreshed


class Command(BaseCommand):
    """The worker refreshes by itself; this is for whoever wants it now, or wants to know."""

    help = "Menyegarkan, membangun ulang, memeriksa, dan memperlihatkan danau data."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a verb."""
        parser.add_argument("verb", choices=["refresh", "rebuild", "compact", "check", "tables"])
        parser.add_argument(
            "--deep", action="store_true", help="bandingkan juga tiap baris dengan buku besar"
        )

    def handle(self, *_args: Any, verb: str, deep: bool, **_options: Any) -> None:
        """Run one verb; `check` ends with 1 when it finds something."""
        try:
            if verb == "check":
                self._check(inspection.check_deeply() if deep else inspection.check())
            else:
                getattr(self, f"_{verb}")()
        except DomainError as error:
            raise CommandError(error.sentence) from error

    def _refresh(self) -> None:
        self._say(writing.refresh(now=timezone.now()))

    def _rebuild(self) -> None:
        self._say(writing.rebuild(now=timezone.now()))

    def _compact(self) -> None:
        fewer = writing.compact(now=timezone.now())
        self.stdout.write(f"Selesai: {fewer} berkas lebih sedikit.")

    def _check(self, findings: list[inspection.Finding]) -> None:
        for finding in findings:
            self.stdout.write(finding.sentence)
        if findings:
            sys.exit(1)
        state = manifest.read(folder.path())
        self.stdout.write(f"Cocok: {len(state.files)} berkas sampai segel {state.seq}.")

    def _tables(self) -> None:
        state = manifest.read(folder.path())
        for name, table in tables.known().items():
            self.stdout.write(f"{name} ({state.rows_of(name)} baris)")
            for column, kind in table.columns.items():
                self.stdout.write(f"    {column} {kind}")

    def _say(self, done: Refreshed) -> None:
        self.stdout.write(
            f"Sampai segel {done.seq}: {done.rows} baris baru dalam {done.seconds:.1f} detik."
        )
