"""Calendars for tests of any part: the package as shipped, with the days it asks for."""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from pendopo.kernel import actor
from pendopo.kernel.calendar import actions, queries
from pendopo.kernel.content import checking, kind_of, library

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def load_national(years=(2026, 2027)):
    """Load `nasional` with the library's days of these years."""
    kind = kind_of(queries.KIND)
    folder = Path(settings.CONTENT_DIR) / kind.name / "nasional"
    package = checking.check(
        kind, folder.name, checking.read_folder(folder, kind), label=folder.name
    )
    library.load(package, now=NOW)
    if years:
        actions.seed_days(calendar="nasional", years=years, actor=actor.system("test"), now=NOW)
