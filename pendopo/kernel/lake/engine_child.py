"""The fenced side of the engine: a process of its own that reads the lake and nothing else.

Started as a plain script (`python -I engine_child.py`), so it imports neither Django nor us. It is
told once which folder it may read and how much it may use; then one line of JSON asks and one line
answers, until the parent closes the pipe.
"""

import json
import resource
import runpy
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

BATCH = 1000

Json = dict[str, Any]

_shown: dict[str, Json] = {}
"""The sources as their views were last made."""


class TooMuch(Exception):
    """The answer is larger than the parent wants to read; the text names what there is too much of."""


def main() -> None:
    """Open the fence's only gate, close it behind, and answer until nobody asks."""
    lake = _fenced(json.loads(sys.stdin.readline()))
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_answer(lake, json.loads(line))) + "\n")
        sys.stdout.flush()


def _fenced(fence: Json) -> duckdb.DuckDBPyConnection:
    limit = int(fence["address_space"])
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    # DuckDB looks at the machine when it opens. It starts threads later: they stand behind the fence.
    lake = duckdb.connect(":memory:", config={"threads": 1})
    runpy.run_path(str(Path(__file__).with_name("engine_fence.py")))["close"](fence["folder"])
    lake.execute(f"SET memory_limit='{int(fence['memory'])}B'")
    lake.execute(f"SET threads={int(fence['threads'])}")
    # Files never change under one name (the parent compares their hashes), and questions share them.
    lake.execute("SET parquet_metadata_cache=true")
    # Nothing spills to the disk, and no extension is fetched.
    lake.execute("SET temp_directory=''")
    lake.execute("SET autoinstall_known_extensions=false")
    lake.execute("SET autoload_known_extensions=false")
    # This order: without the folder first, no Parquet file could be read at all.
    lake.execute(f"SET allowed_directories=[{_text(fence['folder'])}]")
    lake.execute("SET enable_external_access=false")
    lake.execute("SET lock_configuration=true")
    return lake


def _answer(lake: duckdb.DuckDBPyConnection, asked: Json) -> Json:
    _allow_seconds(int(asked["cpu"]))
    try:
        for source in asked["sources"]:
            # A view looks into its files when it is made, and many questions read the same.
            if _shown.get(source["name"]) != source:
                lake.execute(_view(source))
                _shown[source["name"]] = source
        return _result(lake, asked)
    except TooMuch as error:
        return {"stopped": str(error)}
    except (duckdb.OutOfMemoryException, MemoryError):
        return {"stopped": "memory"}
    except duckdb.Error as error:
        return {"failed": f"{type(error).__name__}: {error}"[:500]}


def _allow_seconds(seconds: int) -> None:
    # Counted for the whole life of a process, so each question moves the mark.
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds + 1, hard))


def _view(source: Json) -> str:
    """Return the view of exactly these files, with exactly these columns."""
    columns = source["columns"]
    if not source["files"]:
        empty = ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in columns)
        return f'CREATE OR REPLACE TEMP VIEW "{source["name"]}" AS SELECT {empty} WHERE FALSE'
    files = ", ".join(map(_text, source["files"]))
    named = ", ".join(f'CAST("{name}" AS {kind}) AS "{name}"' for name, kind in columns)
    read = f"read_parquet([{files}], hive_partitioning=false)"
    return f'CREATE OR REPLACE TEMP VIEW "{source["name"]}" AS SELECT {named} FROM {read}'  # noqa: S608


def _result(lake: duckdb.DuckDBPyConnection, asked: Json) -> Json:
    statements = duckdb.extract_statements(asked["sql"])
    # The measure's own check comes before; this is the engine's word for the same.
    if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
        return {"failed": "Only one SELECT is answered."}
    found = lake.execute(statements[0])
    names = [column[0] for column in found.description or ()]
    rows: list[list[Any]] = []
    size = 0
    while batch := found.fetchmany(BATCH):
        rows += [[_plain(value) for value in row] for row in batch]
        size += len(json.dumps(rows[-len(batch) :]))
        if len(rows) > asked["rows"]:
            raise TooMuch("rows")
        if size > asked["bytes"]:
            raise TooMuch("bytes")
    return {"columns": names, "rows": rows}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds") + "Z"
    return value.isoformat() if isinstance(value, date) else value


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


if __name__ == "__main__":
    main()
