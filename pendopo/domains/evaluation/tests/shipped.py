"""The shipped instruments, read from their files without a database."""

from functools import cache
from pathlib import Path

from django.conf import settings

from pendopo.domains.evaluation import schema
from pendopo.kernel import content
from pendopo.kernel.content import checking

CODES = (
    "ietpd",
    "ikm",
    "pemdi-2026",
    "spbe-2020",
    "spm-2022",
    "tp2dd-2026-aspek",
    "tp2dd-2026-dimensi",
)


def folder(code: str) -> Path:
    """Return where an instrument lies."""
    return Path(settings.BASE_DIR) / "content" / schema.KIND / code


def checked(code: str) -> checking.Checked:
    """Return an instrument as it would be loaded."""
    kind = content.kind_of(schema.KIND)
    return checking.check(kind, code, checking.read_folder(folder(code), kind))


@cache
def instrument(code: str) -> schema.Instrument:
    """Return a shipped instrument."""
    data = checked(code).data
    assert isinstance(data, schema.Instrument)
    return data
