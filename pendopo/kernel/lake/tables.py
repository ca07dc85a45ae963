"""The tables of the lake and their typed columns, derived from events and registers.

Nobody writes a table down: an event class is one table (`cases.case_closed` becomes
`cases_case_closed`), a register of a domain another (`reg_agencies`). Their fields are ids,
codes, numbers, dates and booleans already, so free text has no way in. Knows no framework.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from pendopo.kernel import events, hooks, steady
from pendopo.kernel.events import Code, Event, Ref
from pendopo.kernel.hooks import Register
from pendopo.kernel.money import Rupiah


class ColumnType(StrEnum):
    """What a column holds; times are UTC without a zone, money is whole rupiah."""

    TEXT = "text"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"
    TIMESTAMP = "timestamp"
    MONEY = "money"

    @property
    def sql(self) -> str:
        """Return the type's name in DuckDB."""
        return _SQL[self]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of the lake.

    `origin` is the event's name or the register's; `fields` says from which of its fields a
    column comes, `defaults` what an entry from before such a field means, and `refs` are the
    columns whose references may name a person.
    """

    name: str
    columns: Mapping[str, ColumnType]
    source: Literal["event", "register"]
    origin: str
    public: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, object] = field(default_factory=dict)
    refs: frozenset[str] = field(default_factory=frozenset)


class TableDoubled(TypeError):
    """Two events or registers would become the same table: a mistake of the programmer."""


COMMON: Mapping[str, ColumnType] = {
    "entry_id": ColumnType.TEXT,
    "seq": ColumnType.INTEGER,
    "subject": ColumnType.TEXT,
    "actor": ColumnType.TEXT,
    "occurred_at": ColumnType.TIMESTAMP,
    "recorded_at": ColumnType.TIMESTAMP,
    "occurred_on": ColumnType.DATE,
    "month": ColumnType.TEXT,
}
"""What every event table begins with. `occurred_on` is the day on the government's clocks."""

AS_OF = "as_of"
"""The day of a register's snapshot."""

_SQL = {
    ColumnType.TEXT: "VARCHAR",
    ColumnType.INTEGER: "BIGINT",
    ColumnType.BOOLEAN: "BOOLEAN",
    ColumnType.DATE: "DATE",
    ColumnType.TIMESTAMP: "TIMESTAMP",
    ColumnType.MONEY: "BIGINT",
}
_TYPES: dict[Any, ColumnType] = {
    Code: ColumnType.TEXT,
    Ref: ColumnType.TEXT,
    int: ColumnType.INTEGER,
    bool: ColumnType.BOOLEAN,
    date: ColumnType.DATE,
    datetime: ColumnType.TIMESTAMP,
    Rupiah: ColumnType.MONEY,
}


def known() -> dict[str, Table]:
    """Return every table by name; within a turn of the writer, the same ones. Raises TableDoubled."""
    return steady.once(known, _known)


def _known() -> dict[str, Table]:
    found = [of_event(event) for event in events.type_of.values()]
    found += [of_register(register) for register in all_registers()]
    tables = {table.name: table for table in found}
    if len(tables) < len(found):
        names = [table.name for table in found]
        raise TableDoubled(", ".join(sorted({n for n in names if names.count(n) > 1})))
    return dict(sorted(tables.items()))


def all_registers() -> Iterable[Register]:
    """Walk what the domains publish of themselves."""
    for filler in hooks.registers:
        yield from filler()


_of_event: dict[type[Event], Table] = {}
"""A class says the same as long as it lives; asking its hints takes a tenth of a refresh."""


def of_event(event: type[Event]) -> Table:
    """Return the table of an event: the common columns, then its own fields."""
    if event not in _of_event:
        _of_event[event] = _read_event(event)
    return _of_event[event]


def _read_event(event: type[Event]) -> Table:
    hints = get_type_hints(event)
    own = {column_of(name): name for name in _own(event)}
    return Table(
        name=event.name.replace(".", "_"),
        columns={**COMMON, **{col: _type(event.name, name, hints) for col, name in own.items()}},
        source="event",
        origin=event.name,
        public=event.public,
        fields=own,
        defaults={column_of(name): value for name, value in _defaults(event, hints).items()},
        refs=frozenset(
            {"subject", "actor", *(col for col, name in own.items() if Ref in _parts(hints[name]))}
        ),
    )


def of_register(register: Register) -> Table:
    """Return the table of a register: the day of the snapshot, then its columns."""
    columns = register.columns
    return Table(
        name=f"reg_{register.name}",
        columns={
            AS_OF: ColumnType.DATE,
            **{name: _type(register.name, name, columns) for name in columns},
        },
        source="register",
        origin=register.name,
        public=register.public,
        fields={name: name for name in columns},
        refs=frozenset(name for name, kind in columns.items() if Ref in _parts(kind)),
    )


def column_of(name: str) -> str:
    """Return the column of an event's field; one that bears a common name becomes `own_…`."""
    return f"own_{name}" if name in COMMON else name


def fingerprint(tables: Iterable[Table], *circumstances: object) -> str:
    """Return a hash of the shape of these tables and of what else shapes their values."""
    shape = [[vars(table) for table in tables], *circumstances]
    return hashlib.sha256(json.dumps(shape, default=_plain).encode()).hexdigest()


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)


def _own(event: type[Event]) -> list[str]:
    return [item.name for item in fields(event) if item.name != "subject"]


def _defaults(event: type[Event], hints: Mapping[str, Any]) -> dict[str, object]:
    """Return what a field that was added later means in the entries from before it."""
    given = {
        item.name: item.default
        for item in fields(event)
        if item.default is not MISSING and item.default is not None
    }
    # In a column, "was not asked then" and "none" are both empty; one default cannot serve both.
    if doubtful := [name for name in given if NoneType in _parts(hints[name])]:
        raise TypeError(f"{event.name}: the default of {doubtful} must be None, or None no value")
    return given


def _type(owner: str, name: str, hints: Mapping[str, Any]) -> ColumnType:
    parts = [part for part in _parts(hints[name]) if part is not NoneType]
    if len(parts) != 1 or parts[0] not in _TYPES:
        raise TypeError(
            f"{owner}.{name}: the lake holds codes, references, numbers, dates and booleans, "
            f"not {hints[name]!r}"
        )
    return _TYPES[parts[0]]


def _parts(annotation: Any) -> tuple[Any, ...]:
    union = get_origin(annotation) in (Union, UnionType)
    return get_args(annotation) if union else (annotation,)
