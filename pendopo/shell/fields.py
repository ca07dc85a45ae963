"""How a question of a form is drawn: which control, and where its error leads."""

from dataclasses import dataclass
from typing import Any

from django import forms

from pendopo.kernel.content import words

_GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@dataclass(frozen=True)
class Problem:
    """One line of the error summary."""

    text: str
    target: str = ""


def kind_of(bound: forms.BoundField) -> str:
    """Return "group" (several controls), "checkbox", "file", or "line" (one control)."""
    widget = bound.field.widget
    if isinstance(widget, _GROUPS):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "file" if isinstance(widget, forms.FileInput) else "line"


def target_of(bound: forms.BoundField) -> str:
    """Return the id of the control that a link should reach: of a group, the first."""
    base: str = bound.auto_id
    return f"{base}_0" if kind_of(bound) == "group" else base


def problems_of(form: forms.BaseForm) -> list[Problem]:
    """Return every error of the form in reading order, those of the whole form first."""
    found = [Problem(words.say(str(text))) for text in form.non_field_errors()]
    for bound in form:
        found += [Problem(_named(bound, text), target_of(bound)) for text in bound.errors]
    return found


def _named(bound: forms.BoundField, text: Any) -> str:
    return f"{words.say(str(bound.label)).rstrip('.?')}: {words.say(str(text))}"
