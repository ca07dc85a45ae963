"""What the calendar adds to the house: its kind of content, its check, its page's doors."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core import checks
from django.db.utils import OperationalError, ProgrammingError
from django.urls import reverse
from django.utils import timezone

from pendopo.kernel import content, hooks
from pendopo.kernel.actor import Actor
from pendopo.kernel.calendar import NATIONAL, queries
from pendopo.kernel.calendar.schema import CalendarPackage

content.register(queries.KIND, CalendarPackage, main="calendar.yaml")

PERMISSION = "content.manage"


@hooks.home_cards.fill
def warning_card(actor: Actor) -> Iterator[hooks.HomeCard]:
    """Tell whoever keeps the content what the calendar lacks; others could do nothing about it."""
    if not actor.may(PERMISSION):
        return
    for sentence in queries.warnings_of(NATIONAL, timezone.localdate()):
        yield hooks.HomeCard(
            title="Kalender kerja",
            text=sentence,
            address=reverse("calendar:days_off"),
            action="Buka kalender kerja",
            rank=40,
        )


@hooks.menu.fill
def menu_entry(actor: Actor) -> Iterator[hooks.MenuItem]:
    """Offer the calendar to whoever keeps the content."""
    if actor.may(PERMISSION):
        yield hooks.MenuItem(
            label="Kalender kerja",
            address=reverse("calendar:days_off"),
            icon="calendar",
            frame="officer",
            rank=84,
        )


@checks.register(checks.Tags.database)
def check_calendar(
    *, app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Warn when this year's holidays are missing (`check --database default`)."""
    if not databases:
        return []
    try:
        sentences = queries.warnings_of(NATIONAL, timezone.localdate())
    except (OperationalError, ProgrammingError):
        # Before the first migration there are no tables to look into.
        return []
    return [checks.Warning(text, id="pendopo.calendar.W001") for text in sentences]


@hooks.record_kinds.fill
def kinds() -> Iterable[str]:
    """Say that "calendar:…" names a record."""
    return ("calendar",)
