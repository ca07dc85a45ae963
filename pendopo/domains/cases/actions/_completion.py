"""Completing a returned case: new answers and files, then the step that sends it on again."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from pendopo.domains.cases.actions import _filing, _steps
from pendopo.domains.cases.models import Case
from pendopo.domains.cases.rules import answers
from pendopo.kernel.actor import Actor
from pendopo.shell import government

RESUBMIT = "resubmit"


@transaction.atomic
def resubmit(
    *,
    number: str,
    raw: Mapping[str, str | list[str]],
    files: Mapping[str, str],
    actor: Actor,
    now: datetime,
) -> Case:
    """Replace the answers of a returned case and send it on, under its own form version.

    Raises InvalidAnswers and what take_step raises.
    """
    case = _steps.take_step(number=number, step=_steps.Step(code=RESUBMIT), actor=actor, now=now)
    held = set(case.files.filter(replaced=False).values_list("field", flat=True))
    reading = answers.read(
        case.package.fields(), raw, today=government.local_date(now), files=held | set(files)
    )
    if reading.errors:
        raise _filing.InvalidAnswers(reading.errors)
    case.answers = reading.answers
    case.save(update_fields=["answers"])
    case.files.filter(field__in=files, replaced=False).update(replaced=True)
    _filing.attach(case, files, actor, now)
    return case
