"""DuckDB in this process, for whoever writes the lake: the one door to it.

The engine weighs 30 MB. A web worker writes nothing and asks through a child (engine.py), so
DuckDB is imported when the first writer comes and not when this module is.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    Db = DuckDBPyConnection
else:
    Db = Any

MEMORY = "512MB"


def connect(draft: Path) -> Db:
    """Open a DuckDB in memory that spills into the draft folder and never asks the network."""
    import duckdb

    return duckdb.connect(
        config={
            "memory_limit": MEMORY,
            "temp_directory": str(draft / "spill"),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
    )


def misread() -> tuple[type[Exception], ...]:
    """Return what DuckDB raises for a value that does not have the type of its column."""
    import duckdb

    return duckdb.InvalidInputException, duckdb.ConversionException
