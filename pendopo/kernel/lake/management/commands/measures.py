"""`pendopo measures list | refresh | value CODE PERIOD | sql CODE`: ask for numbers by hand."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from pendopo.kernel import periods
from pendopo.kernel.errors import DomainError
from pendopo.kernel.lake import clock, measures


class Command(BaseCommand):
    """The worker keeps results by itself; this shows them where there is no page at hand."""

    help = "Menampilkan ukuran, angkanya, dan SQL-nya."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a verb, and for some a code and a period."""
        parser.add_argument("verb", choices=["list", "refresh", "value", "sql"])
        parser.add_argument("code", nargs="?", default="")
        parser.add_argument("period", nargs="?", default="")
        parser.add_argument("--by", default="", help="rincian, misalnya agency")

    def handle(self, *_args: Any, verb: str, **options: Any) -> None:
        """Run one verb."""
        try:
            getattr(self, f"_{verb}")(**options)
        except DomainError as error:
            raise CommandError(error.sentence) from error

    def _list(self, **_options: Any) -> None:
        today = clock.today(timezone.now())
        for measure in measures.all_measures(on=today):
            found = measures.value(measure.code, periods.around(today, measure.period))
            mark = " (simulasi)" if found.simulation else ""
            number = "–" if found.value is None else f"{found.value:f}"
            self.stdout.write(
                f"{measure.code:24} {found.period!s:8} {number:>14} {measure.unit.value:8} "
                f"{found.rows_count:>9} baris{mark}"
            )

    def _refresh(self, **_options: Any) -> None:
        self.stdout.write(f"{measures.refresh(now=timezone.now())} hasil dihitung.")

    def _value(self, code: str, period: str, by: str, **_options: Any) -> None:
        found = measures.value(code, period, breakdown=by or None)
        self.stdout.write(f"{found.measure.title}: {found.value} ({found.rows_count} baris)")
        for group in found.groups:
            self.stdout.write(f"  {group.key or '–':30} {group.value!s:>14} {group.rows_count:>9}")

    def _sql(self, code: str, period: str, **_options: Any) -> None:
        asked = periods.read(period or str(clock.today(timezone.now()).year))
        found = measures.measure(code, asked)
        self.stdout.write(f"-- DuckDB\n{measures.translate(found, asked, 'duckdb')}")
        self.stdout.write(f"-- Spark\n{measures.translate(found, asked, 'spark')}")
