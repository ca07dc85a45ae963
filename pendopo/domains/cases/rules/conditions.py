"""When a question is asked: a closed list of operators over the answers so far."""

from collections.abc import Mapping
from typing import Any

from pendopo.domains.cases.schema import Condition, FormField


def holds(condition: Condition | None, answers: Mapping[str, Any]) -> bool:
    """Tell whether the condition holds; no condition always does."""
    if condition is None:
        return True
    if condition.all is not None:
        return all(holds(inner, answers) for inner in condition.all)
    if condition.any is not None:
        return any(holds(inner, answers) for inner in condition.any)
    if condition.none is not None:
        return not any(holds(inner, answers) for inner in condition.none)
    return _compares(condition, answers.get(condition.field or ""))


def asked(fields: list[FormField], answers: Mapping[str, Any]) -> list[FormField]:
    """Return the fields that are asked, given the answers.

    A field looks only at fields before it, and an answer to a question that is not asked counts
    as no answer: so one pass decides.
    """
    known: dict[str, Any] = {}
    result: list[FormField] = []
    for field in fields:
        if holds(field.when, known):
            result.append(field)
            if field.code in answers:
                known[field.code] = answers[field.code]
    return result


def _compares(condition: Condition, value: Any) -> bool:
    if condition.filled is not None:
        return bool(value or value is False) == condition.filled
    if condition.one_of is not None:
        chosen = value if isinstance(value, list) else [value]
        return any(item in condition.one_of for item in chosen)
    return bool(value == condition.equals)
