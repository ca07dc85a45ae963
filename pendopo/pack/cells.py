"""Lines of JSON that are laid out alike, read into columns of cells; a cell stays the text that writes it.

To make an object of every value, only to compare it once, was the largest part of a verification. Of a
value without fractions and escapes there is one text, so equal cells are equal values of one type: 1 is
neither true nor 1.0 nor "1". Lines that are not so plain are read as JSON and written again: slower, and the
same cells.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

Cell = str
Row = tuple[Cell, ...]

TEXT = '"[^"]*"'
_WHOLE = "0|-?[1-9][0-9]{0,17}"
ANY = f"{TEXT}|{_WHOLE}|true|false|null"
KINDS: Mapping[str, str] = {
    "text": f"{TEXT}|null",
    "integer": f"{_WHOLE}|null",
    "money": f"{_WHOLE}|null",
    "boolean": "true|false|null",
    "date": f"{TEXT}|null",
    "timestamp": f"{TEXT}|null",
}
NEVER = "(?!)"
"""The kind of no cell."""
NONE = ""
"""No cell: nothing was said."""
NESTED = "[]"
"""Stands for every list and object: no column's cell looks like it."""
MOST_PARTS = 100
"""Lines with more are read as JSON: a layout grows with what a pack says."""

_ESCAPES = bytes([*range(10), *range(11, 32), ord("\\")])
"""What may not stand in a text as it is, but for the line end; and what announces it."""
_WORDS: Mapping[Any, Cell] = {None: "null", True: "true", False: "false"}
_encode = json.JSONEncoder(ensure_ascii=False).encode


def layout(line: str) -> re.Pattern[str]:
    """Return the layout of whole lines."""
    return re.compile(f"(?m)^{line}$")


def read(lines: Sequence[bytes], shape: re.Pattern[str]) -> list[Row] | None:
    """Return the cells that a layout of two groups or more takes out; None where a line has another.

    A match is whole lines, and a line has no line end: as many matches as lines are one of each.
    """
    joined = b"\n".join(lines)
    if len(joined.translate(None, _ESCAPES)) < len(joined):
        return None
    try:
        found: list[Row] = shape.findall(joined.decode())
    except UnicodeDecodeError:
        return None
    return found if len(found) == len(lines) else None


def write(value: Any) -> Cell:
    """Return the cell of a value."""
    # Only what the encoder takes its time for; 1 would find the word of True.
    if value is None or type(value) is bool:
        return _WORDS[value]
    if type(value) is int:
        return str(value)
    return NESTED if isinstance(value, dict | list) else _encode(value)


def values(column: Sequence[Cell]) -> list[Any]:
    """Return the values of cells."""
    found: list[Any] = json.loads(f"[{','.join(column)}]")
    return found
