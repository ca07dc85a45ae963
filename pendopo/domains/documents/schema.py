"""Shape of the content kind "letters": the sheet that letters are written on."""

from collections.abc import Iterable, Mapping
from typing import Literal

from pydantic import Field

from pendopo.kernel.content.schema import Package

SHEET = "letter.typ"


class LetterSheet(Package):
    """A sheet: on which paper, and what the foot of the page says."""

    paper: Literal["a4", "f4"] = "a4"
    footer: str = Field(min_length=20)
    footer_simulation: str = Field(min_length=20)


def check_sheet(data: Package, files: Mapping[str, str]) -> Iterable[str]:
    """Yield what does not fit: a sheet without its Typst file."""
    if SHEET not in files:
        yield f"Berkas {SHEET} tidak ada."
