"""Icons as inline SVG, so that they take the colour of the text and need no request."""

import re
from functools import cache

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from pendopo.shell import vendored

_DRAWN = re.compile(r"<(?:path|circle|rect|line|polyline|polygon|ellipse)\b[^>]*?/>", re.DOTALL)
_INVISIBLE = 'stroke="none"'


class UnknownIcon(LookupError):
    """A template asks for an icon that is not in `vendored.ICONS`."""


def svg(name: str, label: str = "") -> SafeString:
    """Return the icon; with a label it speaks, without one it is decoration.

    Raises UnknownIcon for a name that is not listed, or not yet copied by `pendopo vendor`.
    """
    voice = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"')
    )
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" focusable="false" {}>{}</svg>',
        voice,
        _strokes(name),
    )


@cache
def _strokes(name: str) -> SafeString:
    if name not in vendored.ICONS:
        raise UnknownIcon(f"{name!r} is not in pendopo/shell/vendored.py")
    file = settings.VENDOR_DIR / "icons" / f"{name}.svg"
    if not file.is_file():
        raise UnknownIcon(f"{file} is missing: run `npm ci` and `pendopo vendor`")
    shapes = _DRAWN.findall(file.read_text(encoding="utf-8"))
    # The files come from our locked npm package, not from a user.
    return mark_safe("".join(s for s in shapes if _INVISIBLE not in s))  # noqa: S308
