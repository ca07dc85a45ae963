"""A folder that lives as long as one benchmark, so that none touches anybody's data."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def folder() -> Iterator[str]:
    """Keep data, keys and collected pages in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="pendopo-bench-") as place:
        os.environ |= {"PENDOPO_DATA": place, "PENDOPO_STATIC": f"{place}/static"}
        os.environ.pop("PENDOPO_KEYS", None)
        Path(place, "static").mkdir()
        yield place
