"""A lake of closed cases and survey answers for the pages of measures."""

import itertools
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction

from pendopo.domains.cases.events import CaseClosed, CaseSubmitted
from pendopo.domains.evaluation.tests import shipped
from pendopo.domains.surveys.events import SurveyAnswered
from pendopo.kernel import content
from pendopo.kernel.actor import system
from pendopo.kernel.content import checking, library
from pendopo.kernel.events import Code, Event, Ref
from pendopo.kernel.lake import writing
from pendopo.kernel.ledger import book, sealing

MAY = date(2026, 5, 12)
NOW = datetime(2026, 6, 8, 3, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def load_measures(*codes: str) -> None:
    """Load shipped measures."""
    kind = content.kind_of("measures")
    root = shipped.folder("x").parent.parent / "measures"
    for code in codes:
        library.load(checking.check(kind, code, checking.read_folder(root / code, kind)), now=NOW)


def closed(agency: str, district: str | None = "12.19.05", **own: Any) -> CaseClosed:
    """Return the end of a case."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "subject": Ref(f"case:2026-T{number:07}"),
        "service": Code("surat-keterangan-usaha"),
        "agency": Code(agency),
        "district": Code(district) if district else None,
        "outcome": Code("issued"),
        "on_time": True,
        "net_days": 1,
        "gross_days": 2,
        "channel": Code("online"),
        "applicant": Ref(f"person:t{number}"),
    }
    return CaseClosed(**{**values, **own})


def submitted(agency: str, district: str | None = "12.19.05", **own: Any) -> CaseSubmitted:
    """Return the beginning of a case."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "subject": Ref(f"case:2026-T{number:07}"),
        "service": Code("surat-keterangan-usaha"),
        "version": 1,
        "agency": Code(agency),
        "district": Code(district) if district else None,
        "channel": Code("online"),
        "assurance": 2,
        "applicant": Ref(f"person:t{number}"),
    }
    return CaseSubmitted(**{**values, **own})


def answered(agency: str, score: int = 4) -> SurveyAnswered:
    """Return one answer to the survey."""
    return SurveyAnswered(
        subject=Ref(f"survey:t{next(_numbers)}"),
        service=Code("surat-keterangan-usaha"),
        agency=Code(agency),
        **{f"u{number}": score for number in range(1, 10)},
    )


def fill(facts: Iterable[Event], *, on: date = MAY) -> None:
    """Record facts of a day, seal them, and take them into the lake."""
    at = datetime(on.year, on.month, on.day, 3, tzinfo=UTC)
    with transaction.atomic():
        for fact in facts:
            book.record(fact, actor=system("test"), at=at)
    sealing.seal(NOW)
    writing.refresh(now=NOW)
