"""`pendopo calendar import FILE | seed | show`: fill and inspect a working-day calendar."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from pendopo.kernel import actor
from pendopo.kernel.calendar import NATIONAL, actions, importing

COMMAND = actor.system("calendar")
MAX_BYTES = 1_000_000


class Command(BaseCommand):
    """Import or seed days off."""

    help = "Import days off from a decree (CSV or ICS) or seed them from the software library."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a verb with its own options."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        load = verbs.add_parser("import", help="replace the years that a file names")
        load.add_argument("file", type=Path)
        load.add_argument("--source", required=True, help="the decree, for example “SKB …”")
        seed = verbs.add_parser("seed", help="fill years that have no decree yet")
        seed.add_argument("--years", required=True, help="2027 or 2024-2027")
        for verb in (load, seed):
            verb.add_argument("--calendar", default=NATIONAL)
            verb.add_argument("--dry-run", action="store_true", help="say it, change nothing")

    def handle(self, *_: Any, verb: str, calendar: str, dry_run: bool, **options: Any) -> None:
        """Run in one transaction and print what changed."""
        with transaction.atomic():
            change = (
                self._import(calendar, options)
                if verb == "import"
                else self._seed(calendar, options["years"])
            )
            transaction.set_rollback(dry_run)
        self._report(change)
        if dry_run:
            self.stdout.write("Uji coba saja; tidak ada yang disimpan.")

    def _import(self, calendar: str, options: dict[str, Any]) -> actions.Change:
        try:
            days = importing.read(options["file"].name, _text(options["file"]))
        except importing.BadCalendarFile as error:
            raise CommandError("\n".join(error.problems)) from error
        return actions.replace_days(
            calendar=calendar,
            days=days,
            source=options["source"],
            actor=COMMAND,
            now=timezone.now(),
        )

    def _seed(self, calendar: str, years: str) -> actions.Change:
        return actions.seed_days(
            calendar=calendar, years=_years(years), actor=COMMAND, now=timezone.now()
        )

    def _report(self, change: actions.Change) -> None:
        for sign, days in (("+", change.added), ("-", change.removed)):
            for day in days:
                self.stdout.write(f"{sign} {day.date} {day.kind} {day.name}")
        self.stdout.write(
            f"{len(change.added)} ditambah, {len(change.removed)} dihapus, {change.kept} tetap."
        )


def _text(file: Path) -> str:
    try:
        with file.open("rb") as handle:
            return handle.read(MAX_BYTES).decode("utf-8-sig")
    except OSError as error:
        raise CommandError(f"Berkas {file} tidak dapat dibuka.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"Berkas {file} bukan teks UTF-8.") from error


def _years(text: str) -> range:
    first, _, last = text.partition("-")
    if not (first.isdigit() and (last or first).isdigit()):
        raise CommandError("Tulis tahun seperti 2027 atau 2024-2027.")
    years = range(int(first), int(last or first) + 1)
    if not years or years[0] < importing.YEARS[0] or years[-1] > importing.YEARS[-1]:
        raise CommandError("Rentang tahun tidak dikenal.")
    return years
