"""Filters and small tags of the design system; a builtin, so templates need no load tag."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from pendopo.kernel.content import words
from pendopo.shell import emblem as sign
from pendopo.shell import formats, government, icons, statuses

register = template.Library()

_NOTHING = "–"
_TONES = {"success": "positive", "warning": "warning", "error": "negative"}


@register.filter
def tanggal(value: date | datetime | None) -> str:
    """Write "4 Juni 2026"."""
    return formats.day(_local_day(value), _language()) if value else _NOTHING


@register.filter
def tanggal_hari(value: date | datetime | None) -> str:
    """Write "Kamis, 4 Juni 2026"."""
    return formats.weekday(_local_day(value), _language()) if value else _NOTHING


@register.filter
def jam(value: datetime | None) -> str:
    """Write "14.30 WIB" in the government's zone."""
    return formats.clock(value, _zone(), _language()) if value else _NOTHING


@register.filter
def waktu(value: date | datetime | None) -> str:
    """Write "4 Juni 2026, 14.30 WIB"; a date alone has no time of day."""
    if isinstance(value, datetime):
        return formats.moment(value, _zone(), _language())
    return tanggal(value)


@register.filter
def rupiah(value: int | None) -> str:
    """Write "Rp1.250.000"."""
    return _NOTHING if value is None else formats.rupiah(value, _language())


@register.filter
def angka(value: formats.Number | None, decimals: int | None = None) -> str:
    """Write "12.080"; with a number of decimals exactly so many, else at most two."""
    if value is None:
        return _NOTHING
    if decimals is None:
        return formats.short_number(value, _language())
    return formats.number(value, decimals, _language())


@register.filter
def persen(value: formats.Number | None) -> str:
    """Write "55,3%" for 55.3."""
    return _NOTHING if value is None else formats.percent(value, _language())


@register.filter
def lama_hari(value: formats.Number | None) -> str:
    """Write "3 hari"."""
    return _NOTHING if value is None else formats.days(value, _language())


@register.filter
def say(text: str) -> str:
    """Say a text of content, or the sentence of a refusal, in the reader's language."""
    return words.say(text)


@register.filter
def tone(level_tag: str) -> str:
    """Return the tone of a message level of Django."""
    return _TONES.get(level_tag, "info")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon; give a label only where no word stands beside it."""
    return icons.svg(name, label)


@register.simple_tag
def emblem(size: int = 32) -> SafeString:
    """Draw the sign of the house in the colour of the text."""
    return sign.svg(size)


@register.simple_tag
def status(code: str, word: str = "") -> SafeString:
    """Write a status as word, shape and colour; `word` may be more precise than the house's."""
    look = statuses.status(code)
    return format_html(
        '<span class="status" data-tone="{}">{}{}</span>',
        look.tone,
        icons.svg(look.icon),
        words.say(word) if word else look.word,
    )


def _language() -> str:
    return "en" if (get_language() or "id").startswith("en") else "id"


def _zone() -> ZoneInfo:
    return ZoneInfo(government.current().zone)


def _local_day(value: date | datetime) -> date:
    return formats.local_time(value, _zone()).date() if isinstance(value, datetime) else value
