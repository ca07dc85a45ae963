"""Turn a template and data into a PDF with Typst: the same inputs give the same bytes.

PDF/A-2a keeps the letter readable for decades, PDF/UA-1 readable for a screen reader; Typst
refuses to write a file that claims either wrongly.
"""

import io
import json
import re
import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from pendopo.kernel.errors import DomainError

_STANDARDS = ["a-2a", "ua-1"]
# Typst would fetch "@preview/..." from the network in the middle of a decision.
_PACKAGE = re.compile(r'"\s*@')


class TemplateBroken(DomainError):
    """The letter template cannot be typeset with this data; the content needs its maker."""

    status = 500
    sentence = "Surat belum dapat disusun karena templatnya bermasalah. Hubungi pengelola layanan."


def typeset(*, template: str, base: str, letter: Mapping[str, Any], at: datetime) -> bytes:
    """Return the PDF. `at` is the moment written into the file. Raises TemplateBroken."""
    if _PACKAGE.search(template) or _PACKAGE.search(base):
        raise TemplateBroken(reason="package")
    try:
        return _compile(
            {"main.typ": template.encode(), "dasar.typ": base.encode()},
            root=_empty_folder(),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"letter": json.dumps(letter, ensure_ascii=False, sort_keys=True)},
            pdf_standards=_STANDARDS,
            timestamp=int(at.timestamp()),
        )
    except (typst.TypstError, RuntimeError, ValueError) as error:
        # The compiler quotes data in its message, so only the class of the fault goes further.
        raise TemplateBroken(reason=type(error).__name__) from None


# The stubs know files and bytes only; a mapping of names to sources works since typst 0.13.
_compile: Callable[..., bytes] = typst.compile


def qr_svg(address: str) -> str:
    """Return a QR code as SVG; level M still reads with a stamp across a corner."""
    import segno  # slow to load, and few processes draw one

    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=0, xmldecl=False, svgns=True, dark="#14181f"
    )
    return out.getvalue().decode()


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Only the typefaces inside the typst wheel: every machine sets the same letter."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


@lru_cache(maxsize=1)
def _empty_folder() -> Path:
    """A template can read files below its root; there are none."""
    return Path(tempfile.mkdtemp(prefix="pendopo-typst-"))
