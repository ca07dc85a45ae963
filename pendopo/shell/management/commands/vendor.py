"""Copy the browser files that the pages use from node_modules to the vendor folder."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pendopo.shell import vendored


class Command(BaseCommand):
    """`pendopo vendor`: after `npm ci`, before `collectstatic`."""

    help = "Menyalin berkas peramban yang dipakai dari node_modules ke folder vendor."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Copy every listed file, or say which one is missing."""
        wanted = vendored.FILES | {
            f"icons/{name}.svg": vendored.icon_path(name) for name in vendored.ICONS
        }
        for target, source in sorted(wanted.items()):
            _copy(settings.BASE_DIR / "node_modules" / source, settings.VENDOR_DIR / target)
        self.stdout.write(f"{len(wanted)} berkas disalin ke {settings.VENDOR_DIR}.")


def _copy(source: Path, target: Path) -> None:
    if not source.is_file():
        raise CommandError(f"{source} tidak ada. Jalankan `npm ci` terlebih dahulu.")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
