"""What a screen would show, as a short text that is cheap to compute: the same text, the same screen.

A mark is made of the newest entry of the ledger (figures, scores), the kept results behind the
measures of the board, the alerts, the published weeks, the packages, the day and, because lateness
comes with the clock alone, the last few minutes.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max

from pendopo.domains.command import schema
from pendopo.domains.command.models import Alert, FeedWeek
from pendopo.kernel.content.models import Revision
from pendopo.kernel.lake.models import KeptResult
from pendopo.kernel.ledger.models import Entry

MINUTES = 5
"""How long a screen may show a case as on time that is late by now."""


def of_officers(board: schema.Panel, now: datetime, who: Iterable[str]) -> str:
    """Return the mark of a board for an actor who leads these agencies."""
    newest = Entry.objects.order_by("-number").values_list("number", flat=True).first()
    alerts = Alert.objects.aggregate(last=Max("changed_at"))["last"]
    minutes = int(now.timestamp()) // (MINUTES * 60)
    return _hash(*_common(board), newest, alerts, minutes, *who)


def of_public(board: schema.Panel, today: object, language: str) -> str:
    """Return the mark of a public board: it knows nothing of the day's work."""
    return _hash(*_common(board), today, language)


def _common(board: schema.Panel) -> list[object]:
    week = FeedWeek.objects.aggregate(last=Max("monday"), at=Max("published_at"))
    return [board.code, board.version, _content(), week["last"], week["at"], *_kept(board)]


def _content() -> object:
    return Revision.objects.values_list("mark", flat=True).first()


def _kept(board: schema.Panel) -> list[object]:
    codes = sorted({source.measure for source in board.sources()} - {""})
    rows = KeptResult.objects.filter(code__in=codes)
    ordered = rows.order_by("code", "period", "breakdown")
    return list(ordered.values_list("code", "period", "breakdown", "fingerprint", "trouble"))


def _hash(*parts: object) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:24]
