"""What a domain announces: frozen facts in the past tense, without personal data.

An event is written once into the ledger and stays for ever, so its fields are ids, codes,
numbers, dates and booleans. A free-text field is a type error when the class is made, not a
mistake found years later. This module knows no framework.
"""

import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from types import NoneType, UnionType
from typing import Any, ClassVar, NewType, Union, get_args, get_origin, get_type_hints

Ref = NewType("Ref", str)
"""`kind:id`, how one domain names a thing of another: `case:2026-K7QM3F9T`."""

Code = NewType("Code", str)
"""A word of a closed list or a content code: `surat-keterangan-usaha`, `12.19.05`, `approved`."""

_REF = re.compile(r"[a-z][a-z-]{1,29}:[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,79}")
_NAME = re.compile(r"[a-z]+(?:_[a-z]+)*\.[a-z]+(?:_[a-z]+)*")
_ALLOWED = (int, bool, date, datetime, Ref, Code)

type_of: dict[str, type["Event"]] = {}
"""Every announced event by name, filled as the classes are made."""

Value = str | int | bool | None


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of all events: `class CaseClosed(Event, name="cases.case_closed", label="...")`."""

    name: ClassVar[str] = ""
    label: ClassVar[str] = ""
    public: ClassVar[bool] = False

    subject: Ref

    def __init_subclass__(cls, *, name: str, label: str, public: bool = False) -> None:
        """Register the event; refuse free text, doubled names and names out of shape."""
        super().__init_subclass__()
        if not _NAME.fullmatch(name):
            raise TypeError(f"{cls.__name__}: {name!r} is not of the form domain.past_tense")
        if name in type_of:
            raise TypeError(f"{cls.__name__}: {name!r} is announced twice")
        for field, annotation in inspect.get_annotations(cls).items():
            _refuse_free_text(cls, field, annotation)
        cls.name, cls.label, cls.public = name, label, public
        type_of[name] = cls


def payload(event: Event) -> dict[str, Value]:
    """Return the fields as plain JSON values: dates as ISO text, times as UTC with Z.

    Raises ValueError for a code or reference out of shape and for a time without a zone.
    """
    hints = get_type_hints(type(event))
    return {
        field.name: plain(field.name, hints[field.name], getattr(event, field.name))
        for field in fields(event)
    }


def restore(name: str, values: Mapping[str, Any]) -> Event:
    """Rebuild an event from its stored values. Raises KeyError for an unknown name.

    A field that was added later takes its default; a stored field that no longer exists is
    left out, because the ledger keeps what older versions said.
    """
    cls = type_of[name]
    hints = get_type_hints(cls)
    known = {field.name for field in fields(cls)}
    return cls(**{key: _rich(hints[key], values[key]) for key in values if key in known})


def plain(field: str, annotation: Any, value: Any) -> Value:
    """Return one value as JSON has it. Raises ValueError for a text that is no code or reference."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"{field}: a time needs a zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        shape = _REF if Ref in _parts(annotation) else _CODE
        if not shape.fullmatch(value):
            raise ValueError(f"{field}: {value!r} is neither a code nor a reference")
        return str(value)
    if value is None or isinstance(value, int):
        return value
    raise ValueError(f"{field}: {type(value).__name__} has no place in an event")


def _refuse_free_text(cls: type, field: str, annotation: Any) -> None:
    if get_origin(annotation) is ClassVar:
        return
    if any(part not in (*_ALLOWED, NoneType) for part in _parts(annotation)):
        raise TypeError(
            f"{cls.__name__}.{field}: an event holds ids, codes, numbers, dates and booleans, "
            f"not {annotation!r}"
        )


def _parts(annotation: Any) -> tuple[Any, ...]:
    union = get_origin(annotation) in (Union, UnionType)
    return get_args(annotation) if union else (annotation,)


def _rich(annotation: Any, value: Any) -> Any:
    parts = _parts(annotation)
    if isinstance(value, str) and datetime in parts:
        return datetime.fromisoformat(value)
    if isinstance(value, str) and date in parts:
        return date.fromisoformat(value)
    return value
