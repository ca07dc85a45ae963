"""Check the whole ledger against the published heads: `pendopo verify`; exit code 1 on a finding."""

import sys
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from pendopo.kernel.errors import DomainError
from pendopo.kernel.ledger import keychain, publickeys, verification
from pendopo.kernel.ledger.verification import Report


class Command(BaseCommand):
    """Recompute every hash, and say what was altered, removed or inserted."""

    help = "Memeriksa seluruh buku besar terhadap kepala yang sudah diumumkan."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --heads, --key and --progress."""
        parser.add_argument("--heads", type=Path, help="folder kepala yang disimpan di tempat lain")
        parser.add_argument(
            "--key", default="", help="kunci publik yang dipercaya (64 digit heksadesimal)"
        )
        parser.add_argument("--progress", action="store_true", help="tampilkan kemajuan")

    def handle(
        self, *_args: Any, heads: Path | None, key: str, progress: bool, **_options: Any
    ) -> None:
        """Verify and print the report."""
        folder = heads or Path(settings.HEADS_DIR)
        report = verification.verify(
            folder, _trusted(key, folder), progress=self._show if progress else _silent
        )
        if heads is None:
            report.findings += verification.heads_only_in_database(folder)
        self._print(report)
        if report.findings:
            sys.exit(1)

    def _show(self, count: int) -> None:
        if count % 50_000 < verification.PAGE:
            self.stderr.write(f"{count:,} catatan diperiksa".replace(",", "."))

    def _print(self, report: Report) -> None:
        self.stdout.write(
            f"Catatan bersegel: {report.sealed}; kepala yang dibandingkan: {report.heads}."
        )
        if since := report.unsealed_since:
            self.stdout.write(
                f"Menunggu segel: {report.unsealed}, sejak {since:%Y-%m-%d %H:%M:%S} UTC."
            )
        for finding in report.findings:
            self.stdout.write(f"TEMUAN: {finding}")
        if not report.findings:
            self.stdout.write("Tidak ada temuan.")


def _trusted(text: str, folder: Path) -> Ed25519PublicKey:
    try:
        return publickeys.read(text) if text else keychain.ours_for(folder)
    except DomainError as error:
        raise CommandError(error.sentence) from error
    except ValueError as error:
        raise CommandError(f"Kunci tidak terbaca: {error}.") from error


def _silent(count: int) -> None:
    """Say nothing."""
