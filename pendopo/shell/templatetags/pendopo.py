"""Tags and filters of the design system; a builtin, so templates need no load tag."""

from django import template
from django.utils.safestring import SafeString

from pendopo.shell import icons

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon; give a label only where no word stands beside it."""
    return icons.svg(name, label)
