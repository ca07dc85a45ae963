"""A lake of millions of entries, made in a minute: the files that the writer would write, in bulk.

Recording, sealing and refreshing five million entries takes the better part of an hour and gives
readers the same thing: typed Parquet files, one for each table and month once small ones were
merged, and a manifest. So DuckDB makes the rows here, in the very columns, types, order and
compression of the writer, and the manifest lists them with their hashes. Registers are real
snapshots of the shipped content. `benchmarks.lake` measures the way from the ledger itself.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pendopo.kernel.lake.manifest import File
    from pendopo.kernel.lake.tables import Table

MONTHS = 48
SHARES = {
    "cases_case_submitted": 20, "cases_case_moved": 30, "cases_case_closed": 18,
    "documents_letter_signed": 12, "surveys_survey_invited": 6, "surveys_survey_answered": 4,
    "bookings_visit_served": 5, "bookings_number_called": 5,
}  # fmt: skip
"""Of a hundred entries, how many are of which event."""
PEOPLE = 200_000
AGENCIES, DISTRICTS = 30, 12
OPEN_CASES = 400


def fill(entries: int, at: datetime) -> int:
    """Take a snapshot of every register, then add so many entries; return how many bytes."""
    from pendopo.kernel.lake import folder, manifest, parquet, tables, writing

    writing.refresh(now=at)
    state, known = manifest.read(folder.path()), tables.known()
    with folder.alone() as draft, parquet.writer(draft) as db:
        db.execute("SET memory_limit='2GB'")
        services = _services(db, state)
        stale = state.files_of("reg_open_cases")
        added = [_open_cases(db, known["reg_open_cases"], services, at.date())]
        added += _events(db, known, services, entries, at.date())
    state = state.without(stale, now=at).having(added)
    end = max(file.last_seq or 0 for file in added) + 1
    # No ledger lies below these; a root that fits none says so to whoever would refresh.
    state = replace(state, seq=end, root="0" * 64, at=at.isoformat(), registers_at=at.isoformat())
    manifest.write(folder.path(), state)
    return sum(file.bytes for file in state.files)


def months_to(day: date) -> list[str]:
    """Return the months that have entries, the earliest first."""
    last = day.year * 12 + day.month - 1
    return [f"{n // 12}-{n % 12 + 1:02}" for n in range(last - MONTHS + 1, last + 1)]


def _services(db: Any, state: Any) -> list[str]:
    from pendopo.kernel.lake import folder

    paths = [str(folder.path() / file.path) for file in state.files_of("reg_services")]
    rows = db.execute("SELECT DISTINCT service FROM read_parquet($1) ORDER BY 1", [paths])
    return [row[0] for row in rows.fetchall()]


def _events(
    db: Any, known: dict[str, "Table"], services: list[str], entries: int, today: date
) -> Iterator["File"]:
    first = 0
    for month in months_to(today):
        for name, share in SHARES.items():
            rows = entries * share // 100 // MONTHS
            yield _event_file(db, known[name], services, month, first, rows)
            first += rows


def _event_file(
    db: Any, table: "Table", services: list[str], month: str, first: int, rows: int
) -> "File":
    from pendopo.kernel.lake.manifest import File

    select = ", ".join(
        f'CAST({cell(table.name, name, services, month)} AS {kind.sql}) AS "{name}"'
        for name, kind in table.columns.items()
    )
    days = f"day(last_day(DATE '{month}-01'))"
    source = f"""SELECT i, {number_of("i")} AS h,
        TIMESTAMP '{month}-01 01:00:00' + INTERVAL (CAST((i - {first}) * {days} // {rows} AS INT))
        DAY AS moment FROM range({first}, {first + rows}) t(i)"""
    last = first + rows - 1
    file = File(
        path=f"g0001/{table.name}/month={month}/{first}-{last}.parquet",
        table=table.name,
        month=month,
        rows=rows,
        first_seq=first,
        last_seq=last,
    )
    return _written(db, f"SELECT {select} FROM ({source}) ORDER BY seq", file)


def _open_cases(db: Any, table: "Table", services: list[str], today: date) -> "File":
    from pendopo.kernel.lake.manifest import File

    said = {"as_of": f"DATE '{today}'", "state": "'checked'", "overdue": "h % 4 = 0"}
    select = ", ".join(
        f'CAST({said.get(name) or cell(table.name, name, services, "")} AS {kind.sql}) AS "{name}"'
        for name, kind in table.columns.items()
    )
    file = File(
        path=f"g0001/{table.name}/month={today:%Y-%m}/{today}-{today}-open.parquet",
        table=table.name,
        month=f"{today:%Y-%m}",
        rows=OPEN_CASES,
        first_day=str(today),
        last_day=str(today),
    )
    made = f"SELECT i, {number_of('i')} AS h FROM range({OPEN_CASES}) t(i)"
    return _written(db, f"SELECT {select} FROM ({made})", file)


def _written(db: Any, select: str, file: "File") -> "File":
    from pendopo.kernel.lake import files, folder

    path = folder.path() / file.path
    path.parent.mkdir(parents=True, exist_ok=True)
    db.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
    return replace(file, bytes=path.stat().st_size, sha256=files.sha256(path))


def cell(table: str, name: str, services: list[str], month: str) -> str:
    """Return the SQL of a value; `i` is the seal, `h` a number without pattern, `moment` its time."""
    listed = ", ".join(f"'{service}'" for service in services)
    cells = {
        "entry_id": "'e' || lpad(CAST(i AS VARCHAR), 25, '0')",
        "seq": "i",
        "subject": "'case:2026-' || lpad(CAST(i AS VARCHAR), 8, '0')",
        "actor": f"'who:' || printf('%016x', h % {PEOPLE} * 48271)",
        "applicant": f"'who:' || printf('%016x', h % {PEOPLE} * 69621)",
        "occurred_at": "moment",
        "recorded_at": "moment",
        "occurred_on": "moment::DATE",
        "visit_on": "moment::DATE",
        "month": f"'{month}'",
        "service": f"[{listed}][CAST(h // 7 % {len(services)} + 1 AS INT)]",
        "agency": f"'dinas-' || lpad(CAST(h // 11 % {AGENCIES} AS VARCHAR), 2, '0')",
        "district": "CASE WHEN h // 13 % 20 > 0 THEN "
        f"'12.19.' || lpad(CAST(h // 13 % {DISTRICTS} + 1 AS VARCHAR), 2, '0') END",
        "channel": "['online', 'online', 'counter'][CAST(h // 17 % 3 + 1 AS INT)]",
        "outcome": "['issued', 'issued', 'facilitated', 'refused'][CAST(h // 19 % 4 + 1 AS INT)]",
        "on_time": "h // 23 % 10 > 1",
        "site": "'pkm-' || CAST(h // 29 % 8 AS VARCHAR)",
        "waited_minutes": "h // 31 % 90",
        "net_days": "h // 37 % 6",
        "gross_days": "h // 37 % 6 + h // 41 % 5",
        "cases": "h // 43 % 20 + 1",
    }
    if name in cells:
        return cells[name]
    if table == "surveys_survey_answered" and name[0] == "u":
        return f"2 + h // {47 + int(name[1]) * 6} % 3"
    return "NULL"


def number_of(number: str) -> str:
    """Return the SQL of a number without pattern, from 0, made of another."""
    return f"CAST(hash({number}) // 1024 AS BIGINT)"
