"""What the calendar adds to the house: its kind of content package and its check."""

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.db.utils import OperationalError, ProgrammingError
from django.utils import timezone

from pendopo.kernel import content
from pendopo.kernel.calendar import NATIONAL, queries
from pendopo.kernel.calendar.schema import CalendarPackage

content.register(queries.KIND, CalendarPackage, main="calendar.yaml")


@checks.register(checks.Tags.database)
def check_calendar(
    *, app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Warn when this year's holidays are missing (`check --database default`)."""
    if not databases:
        return []
    try:
        calendar = queries.load(NATIONAL)
        sentences = queries.warnings(calendar, timezone.localdate())
    except queries.UnknownCalendar as error:
        sentences = [error.sentence]
    except (OperationalError, ProgrammingError):
        # Before the first migration there are no tables to look into.
        return []
    return [checks.Warning(text, id="pendopo.calendar.W001") for text in sentences]
