"""Draw the icons of the installed page anew from the geometry in emblem.py."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from pendopo.shell import emblem

FOLDER = Path(emblem.__file__).parent / "static" / "shell" / "icons"
GROUND, INK = "#ffffff", "#0a3d78"
# A maskable icon may lose 20 % on each side (W3C manifest: safe zone of 40 % radius).
PICTURES = {
    "hall-192.png": (192, GROUND, INK, 0.06),
    "hall-512.png": (512, GROUND, INK, 0.06),
    "hall-180.png": (180, GROUND, INK, 0.10),
    "maskable-512.png": (512, INK, GROUND, 0.22),
}


class Command(BaseCommand):
    """`pendopo draw_icons`: run after a change of the sign; the results are committed."""

    help = "Menggambar ulang ikon Pendopo."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Write every picture."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        (FOLDER / "hall.svg").write_text(emblem.file_svg(INK), encoding="utf-8")
        for name, (size, ground, ink, margin) in PICTURES.items():
            picture = emblem.draw(size, ground=ground, ink=ink, margin=margin)
            emblem.save(picture, FOLDER / name)
        self.stdout.write(f"{len(PICTURES) + 1} gambar ditulis ke {FOLDER}.")
