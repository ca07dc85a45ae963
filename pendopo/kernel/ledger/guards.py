"""Triggers that keep the ledger append-only: the only SQL that differs between the databases.

They stop mistakes and careless scripts. Whoever owns the database can drop them, which is why
the heads are published outside it (heads.py) and `pendopo verify` asks whether they are there.
Both databases answer with an IntegrityError.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

# Table, primary key, other unique column: rows that are never changed once written.
GUARDED = (
    ("ledger_entry", "number", "id"),
    ("ledger_seal", "seq", "entry_id"),
    ("ledger_head", "id", "at"),
)
QUEUE = "ledger_entry_queue"

SQLITE_QUEUE = """
CREATE TRIGGER ledger_entry_queue AFTER INSERT ON ledger_entry
BEGIN INSERT INTO ledger_unsealed (number) VALUES (NEW.number); END
"""
POSTGRESQL_REFUSE = """
CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
POSTGRESQL_GUARD = """
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()
"""
POSTGRESQL_QUEUE_FUNCTION = """
CREATE OR REPLACE FUNCTION ledger_queue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ledger_unsealed (number) SELECT number FROM added;
  RETURN NULL;
END $$
"""
POSTGRESQL_QUEUE = """
CREATE TRIGGER ledger_entry_queue AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION ledger_queue()
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Create every trigger."""
    _run(connection, _sqlite() if connection.vendor == "sqlite" else _postgresql())


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop every trigger: for a reversed migration and for tests that tamper or empty tables."""
    suffix = "" if connection.vendor == "sqlite" else " ON {table}"
    _run(
        connection,
        [
            f"DROP TRIGGER IF EXISTS {name}{suffix.format(table=t)}"
            for name, t in _names(connection)
        ],
    )


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of triggers that should be there and are not, or are switched off."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return [name for name, _ in _names(connection) if name not in present]


def _names(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    kinds = ("update", "delete", "replace") if connection.vendor == "sqlite" else ("change",)
    guards = [(f"{table}_no_{kind}", table) for table, *_ in GUARDED for kind in kinds]
    return [*guards, (QUEUE, "ledger_entry")]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _sqlite() -> list[str]:
    statements = [SQLITE_QUEUE]
    for table, key, unique in GUARDED:
        # INSERT OR REPLACE would remove the old row without asking the DELETE trigger.
        known = f"SELECT 1 FROM {table} WHERE {key} = NEW.{key} OR {unique} = NEW.{unique}"  # noqa: S608
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        statements += [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS ({known}) {refuse}",
        ]
    return statements


def _postgresql() -> list[str]:
    guards = [POSTGRESQL_GUARD.format(table=table) for table, *_ in GUARDED]
    return [POSTGRESQL_REFUSE, POSTGRESQL_QUEUE_FUNCTION, POSTGRESQL_QUEUE, *guards]
