"""Tags and filters of the design system; a builtin, so templates need no load tag."""

from django import template

register = template.Library()
