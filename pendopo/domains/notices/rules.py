"""How a notice is worded, and when a failed message is tried again. Pure: no clock, no Django."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from string import Formatter
from zoneinfo import ZoneInfo

from pendopo.shell import formats

Code = str | int | date | datetime

RETRIES = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 720))
"""Waits after each failed attempt; after the last one we give up, and the notice in the app stays."""

LEASE = timedelta(minutes=10)
"""How long one worker may hold a message; longer than a round of sends with all their timeouts."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[0-9:.]+[+-]\d\d:\d\d")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/:+-]{0,119}")
_NUMBER = re.compile(r"-?(Rp)?\d[\d.]{0,30}(,\d{1,6})?%?")
"""A number as people write it: "68,4%", "Rp1.250.000"."""


class NotACode(ValueError):
    """A notice holds codes, numbers and dates; free text would be case content."""


def plain(values: Mapping[str, Code]) -> dict[str, str | int]:
    """Return the values as they are stored. Raises NotACode."""
    return {name: _plain(name, value) for name, value in values.items()}


def fill(text: str, values: Mapping[str, str | int], zone: ZoneInfo) -> str:
    """Put stored values into a template's text; a missing one reads as a dash."""
    names = {name for _, name, _, _ in Formatter().parse(text) if name}
    words = {name: _words(values.get(name, "–"), zone) for name in names}
    return text.format_map(words).strip()


def reference(subject: str) -> str:
    """Return the number a person knows a subject by: `case:2026-K7QM` → `2026-K7QM`."""
    return subject.partition(":")[2]


def next_try(attempts: int, now: datetime) -> datetime | None:
    """Return when to try again after this many attempts, or None to give up."""
    return now + RETRIES[attempts - 1] if attempts <= len(RETRIES) else None


def _plain(name: str, value: Code) -> str | int:
    if isinstance(value, datetime) and value.tzinfo is None:
        raise NotACode(f"{name}: a time needs a zone")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) or _CODE.fullmatch(value) or _NUMBER.fullmatch(value):
        return value
    raise NotACode(name)


def _words(value: str | int, zone: ZoneInfo) -> str:
    if isinstance(value, int):
        return formats.number(value)
    if _DAY.fullmatch(value):
        return formats.day(date.fromisoformat(value))
    if _MOMENT.fullmatch(value):
        return formats.moment(datetime.fromisoformat(value), zone)
    return value
