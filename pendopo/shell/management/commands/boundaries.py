"""Import real district boundaries, so that maps are no longer schematic."""

import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pendopo.kernel.errors import DomainError
from pendopo.shell import boundaries, government


class Command(BaseCommand):
    """`pendopo boundaries import FILE.geojson [--replace]`."""

    help = "Mengganti peta skematis dengan batas kecamatan dari berkas GeoJSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read the file name; an import that exists is replaced only when asked."""
        actions = parser.add_subparsers(dest="action", required=True)
        importing = actions.add_parser("import", help="periksa, sederhanakan, dan simpan")
        importing.add_argument("file", type=Path)
        importing.add_argument("--replace", action="store_true", help="timpa batas yang ada")

    def handle(self, *_: Any, **options: Any) -> None:
        """Check everything before anything is written."""
        target = government.folder() / government.BOUNDARIES
        if target.exists() and not options["replace"]:
            raise CommandError(f"{target} sudah ada. Pakai --replace untuk menimpanya.")
        names = {district.code: district.name for district in government.current().districts}
        try:
            areas = boundaries.read(_text_of(options["file"]), frozenset(names))
        except DomainError as refusal:
            raise CommandError(refusal.sentence) from refusal
        text = boundaries.write(areas, names)
        version = _raise_version(government.folder() / government.MAIN)
        target.write_text(text, encoding="utf-8")
        self.stdout.write(
            f"{len(areas)} kecamatan, {len(text) / 1000:.0f} kB, ditulis ke {target}."
        )
        self.stdout.write(f"Paket naik ke versi {version}. Lanjutkan: pendopo content load")


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{file} tidak dapat dibaca.") from error


def _raise_version(main: Path) -> int:
    """Raise the package's version: loaded versions never change, so new contents need a new one."""
    text = main.read_text(encoding="utf-8")
    found = re.search(r"^version: (\d+)$", text, re.MULTILINE)
    if found is None:
        raise CommandError(f"{main} tidak memuat baris `version: angka`.")
    version = int(found[1]) + 1
    changed = text[: found.start()] + f"version: {version}" + text[found.end() :]
    main.write_text(changed, encoding="utf-8")
    return version
