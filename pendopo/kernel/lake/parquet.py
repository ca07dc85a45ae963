"""DuckDB as the writer: typed rows from lines of JSON, Parquet files from typed rows.

The SQL is put together here from names that our own classes carry, never from data.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pendopo.kernel.errors import DomainError
from pendopo.kernel.lake import clock, duck, tokens
from pendopo.kernel.lake.duck import Db
from pendopo.kernel.lake.tables import Table

TYPED, TOLD = "typed", "told"
"""What is staged, as it may be written; and as it was read, with references to persons in it."""
_FACT = "id VARCHAR, subject VARCHAR, actor VARCHAR, occurred_at TIMESTAMP, recorded_at TIMESTAMP"
_OPTIONS = "FORMAT parquet, COMPRESSION zstd"


class LineUnreadable(DomainError):
    """A value does not have the type of its column: an event or register changed a field's type."""

    status = 500
    sentence = "Ada catatan yang tidak cocok dengan kolom danau data."


@contextmanager
def writer(draft: Path) -> Iterator[Db]:
    """Lend a DuckDB in memory that spills into the draft folder and never asks the network."""
    connection = duck.connect(draft)
    try:
        connection.execute("SET TimeZone = 'UTC'")
        yield connection
    finally:
        connection.close()


def stage_entries(db: Db, table: Table, lines: Path, known: dict[str, str]) -> None:
    """Fill `typed` with the rows of an event table. Raises LineUnreadable.

    `known` are the tokens made so far: the same people stand in one table after the other.
    """
    payload = ", ".join(
        f"{_name(field)} {table.columns[column].sql}" for column, field in table.fields.items()
    )
    columns = f"fact: 'STRUCT({_FACT}, payload STRUCT({payload or 'subject VARCHAR'}))'"
    own = ", ".join(_own(table, column) for column in table.fields)
    _read(
        db,
        f"""SELECT fact.id AS entry_id, seq, fact.subject AS subject, fact.actor AS actor,
        fact.occurred_at AS occurred_at, fact.recorded_at AS recorded_at,
        CAST(timezone('{clock.zone()}', timezone('UTC', fact.occurred_at)) AS DATE) AS occurred_on,
        strftime(occurred_on, '%Y-%m') AS month{", " if own else ""}{own}
        FROM {_json(lines, f"seq: 'BIGINT', {columns}")}""",
    )
    _name_nobody(db, table, known)


def stage_register(db: Db, table: Table, lines: Path) -> None:
    """Fill `typed` with the rows of a register. Raises LineUnreadable."""
    columns = ", ".join(f"{_name(name)}: '{kind.sql}'" for name, kind in table.columns.items())
    _read(db, f"SELECT * FROM {_json(lines, columns)}")


def stage_nothing(db: Db, table: Table) -> None:
    """Fill `typed` with no row of a table."""
    _read(db, _empty(table))


def stage_files(db: Db, table: Table, files: Iterable[Path]) -> None:
    """Fill `typed` from files of a table; columns that they lack or that changed type are empty."""
    wanted = ", ".join(
        f"TRY_CAST({_name(name)} AS {kind.sql}) AS {_name(name)}"
        for name, kind in table.columns.items()
    )
    every = f"{_empty(table)} UNION ALL BY NAME SELECT * FROM {_files(files)}"
    _read(db, f"SELECT {wanted} FROM ({every})")


def differing(db: Db, table: Table, files: Sequence[Path], start: int, end: int) -> list[int]:
    """Return the seals, `end` excluded, for which files say something else than what is staged."""
    columns = ", ".join(map(_name, table.columns))
    source = f"SELECT * FROM {_files(files)}" if files else _empty(table)
    stored = f"SELECT {columns} FROM ({source}) WHERE seq >= {start} AND seq < {end}"
    staged = f"SELECT {columns} FROM {TYPED}"
    found = db.execute(
        f"""SELECT DISTINCT seq FROM (
        ({staged} EXCEPT ALL {stored}) UNION ALL ({stored} EXCEPT ALL {staged})) ORDER BY seq"""
    ).fetchall()
    return [seq for (seq,) in found]


def beyond(db: Db, files: Iterable[Path], end: int) -> int:
    """Return how many rows of these files have no seal, or one that is not below `end`."""
    where = f"seq IS NULL OR seq < 0 OR seq >= {end}"
    found = db.execute(f"SELECT count(*) FROM {_files(files)} WHERE {where}").fetchone()
    assert found is not None
    return int(found[0])


def months(db: Db) -> list[tuple[str, int, int, int]]:
    """Return month, rows, first and last seal number for each month of the staged entries."""
    return db.execute(
        f"SELECT month, count(*), min(seq), max(seq) FROM {TOLD} GROUP BY month ORDER BY month"
    ).fetchall()


def write_month(db: Db, month: str, path: Path) -> None:
    """Write the staged entries of a month, in the order of their seals."""
    where = f"WHERE month = '{month}' ORDER BY seq"
    db.execute(f"COPY (SELECT * FROM {TYPED} {where}) TO {_text(path)} ({_OPTIONS})")


def write_all(db: Db, order: str, path: Path) -> None:
    """Write everything staged, in the order of a column."""
    db.execute(
        f"COPY (SELECT * FROM {TYPED} ORDER BY {_name(order)}) TO {_text(path)} ({_OPTIONS})"
    )


def _read(db: Db, select: str) -> None:
    try:
        db.execute(f"CREATE OR REPLACE TEMP TABLE {TOLD} AS {select}")
        db.execute(f"CREATE OR REPLACE TEMP VIEW {TYPED} AS SELECT * FROM {TOLD}")
    except duck.misread():
        # DuckDB's own error quotes the line.
        raise LineUnreadable from None


def _name_nobody(db: Db, table: Table, known: dict[str, str]) -> None:
    """Replace every reference that is not of a plain kind by its token."""
    found = _people(db, table)
    if not found:
        return
    refs = {ref for _, ref in found}
    known |= tokens.tokens(refs.difference(known))
    people = {ref: known[ref] for ref in refs}
    # Two JSON texts: of a list as parameter, DuckDB looks for pandas at each value (0.6 ms).
    db.execute(
        """CREATE OR REPLACE TEMP TABLE people AS SELECT
        unnest(from_json($1, '["VARCHAR"]')) AS ref, unnest(from_json($2, '["VARCHAR"]')) AS token""",
        [json.dumps([*people]), json.dumps([*people.values()])],
    )
    named = sorted({column for column, _ in found})
    values = ", ".join(
        f"coalesce(p{n}.token, t.{_name(column)}) AS {_name(column)}"
        for n, column in enumerate(named)
    )
    joins = " ".join(
        f"LEFT JOIN people p{n} ON p{n}.ref = t.{_name(column)}" for n, column in enumerate(named)
    )
    select = f"SELECT t.* REPLACE ({values}) FROM {TOLD} t {joins}"
    db.execute(f"CREATE OR REPLACE TEMP VIEW {TYPED} AS {select}")


def _people(db: Db, table: Table) -> list[tuple[str, str]]:
    """Return column and reference wherever a person is named."""
    kinds = ", ".join(map(_text, tokens.plain_kinds()))
    return db.execute(
        " UNION ALL ".join(
            f"""SELECT DISTINCT {_text(column)}, {_name(column)} FROM {TOLD}
            WHERE split_part({_name(column)}, ':', 1) NOT IN ({kinds})"""
            for column in sorted(table.refs)
        )
    ).fetchall()


def _empty(table: Table) -> str:
    columns = ", ".join(
        f"CAST(NULL AS {kind.sql}) AS {_name(name)}" for name, kind in table.columns.items()
    )
    return f"SELECT {columns} WHERE false"


def _files(files: Iterable[Path]) -> str:
    listed = ", ".join(map(_text, files))
    return f"read_parquet([{listed}], union_by_name = true, hive_partitioning = false)"


def _own(table: Table, column: str) -> str:
    value = f"fact.payload.{_name(table.fields[column])}"
    if column in table.defaults:
        value = f"coalesce({value}, {_text(table.defaults[column])}::{table.columns[column].sql})"
    return f"{value} AS {_name(column)}"


def _json(path: Path, columns: str) -> str:
    return (
        f"read_json({_text(path)}, format = 'newline_delimited', columns = {{{columns}}}, "
        "maximum_object_size = 1048576)"
    )


def _name(identifier: str) -> str:
    return f'"{identifier}"'


def _text(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
