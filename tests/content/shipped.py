"""The shipped packages, read from their folder as an installation would read them."""

from functools import cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from pendopo.kernel.content import checking, kinds
from pendopo.kernel.content.schema import Package

P = TypeVar("P", bound=Package)


@cache
def checked(kind: str) -> tuple[checking.Checked, ...]:
    """Return every shipped package of a kind, by code. Raises BrokenPackage."""
    shelf = Path(settings.CONTENT_DIR) / kind
    found = kinds.kind_of(kind)
    return tuple(
        checking.check(found, folder.name, checking.read_folder(folder, found))
        for folder in sorted(path for path in shelf.iterdir() if path.is_dir())
    )


def packages(kind: str, schema: type[P]) -> list[P]:
    """Return the data of every shipped package of a kind."""
    return [item.data for item in checked(kind) if isinstance(item.data, schema)]
