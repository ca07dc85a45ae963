"""JSON that is read strictly: canonical (RFC 8785), bounded, without a number that is not whole."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

import rfc8785

from pendopo.pack import limits
from pendopo.pack.misfit import Misfit


def write(value: Any) -> bytes:
    """Return the canonical text of what a pack holds; whole numbers, texts, lists and objects."""
    return rfc8785.dumps(value)


def read(data: bytes, what: str) -> dict[str, Any]:
    """Return the object that a canonical text says. Raises Misfit, naming `what`."""
    found = loose(data, what)
    # Doubled keys, spaces, other orders and other ways to write a letter all end here.
    if write(found) != data:
        raise Misfit(f"{what} tidak ditulis dalam bentuk baku (RFC 8785).")
    return found


def loose(data: bytes, what: str) -> dict[str, Any]:
    """Return the object that a text says, however it is laid out. Raises Misfit, naming `what`."""
    _refuse_depth(data, what)
    try:
        found = json.loads(data, parse_float=_refuse_number, parse_constant=_refuse_number)
    except (ValueError, RecursionError) as error:
        raise Misfit(f"{what} tidak dapat dibaca sebagai JSON.") from error
    if not isinstance(found, dict):
        raise Misfit(f"{what} bukan objek JSON.")
    return found


def part(found: Mapping[str, Any], name: str, kind: type, what: str) -> Any:
    """Return a part of an object that must be there and of this type. Raises Misfit."""
    value = found.get(name)
    # True is an int to Python, and to nobody else.
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise Misfit(f"{what}: bagian “{name}” tidak ada atau salah jenisnya.")
    return value


def objects(found: Mapping[str, Any], name: str, what: str) -> list[dict[str, Any]]:
    """Return a list of objects. Raises Misfit."""
    listed: list[dict[str, Any]] = part(found, name, list, what)
    if not all(isinstance(one, dict) for one in listed):
        raise Misfit(f"{what}: bagian “{name}” bukan daftar objek.")
    return listed


def _refuse_depth(data: bytes, what: str) -> None:
    depth = deepest = 0
    for sign in data.translate(None, delete=_NOT_BRACKETS):
        depth += 1 if sign in b"[{" else -1
        deepest = max(deepest, depth)
        if deepest > limits.DEPTH:
            raise Misfit(f"{what} bersusun terlalu dalam.")


def _refuse_number(text: str) -> NoReturn:
    raise ValueError(text)


_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
