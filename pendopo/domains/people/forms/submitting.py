"""Run an action with what a form holds."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms

from pendopo.kernel.errors import DomainError

T = TypeVar("T")


def submit(
    form: forms.BaseForm, action: Callable[[dict[str, Any]], T], field: str = ""
) -> T | None:
    """Run an action with what was typed, if anything was.

    Returns None for an unsent form, a wrong one, and one whose action refused: the refusal is
    then an error of the form.
    """
    if not form.is_valid():
        return None
    try:
        return action(form.cleaned_data)
    except DomainError as error:
        form.add_error(field or None, error.sentence)
        return None
