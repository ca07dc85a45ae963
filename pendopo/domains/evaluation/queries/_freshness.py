"""Whether attached evidence is fresh: the plan says when a reading has grown old."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from pendopo.domains.evaluation import rules, schema
from pendopo.domains.evaluation.models import Evidence, EvidenceKind, Verdict
from pendopo.domains.evaluation.queries import measuring
from pendopo.domains.evaluation.rules import Reported
from pendopo.kernel.content import library
from pendopo.shell import government

NEVER = 100 * 366
"""Days after which a report grows old where no plan is loaded."""
PLAN = "penilaian"


def plan(on: date) -> schema.ReminderPlan | None:
    """Return the plan in force on a day, or None where none is loaded."""
    try:
        found = library.current(schema.PLANS, PLAN, on=on).data
    except library.NoSuchContent:
        return None
    assert isinstance(found, schema.ReminderPlan)
    return found


def stale_days(on: date) -> int:
    """Return after how many days a report has grown old."""
    found = plan(on)
    return found.stale_days if found else NEVER


def report_state(
    evidence: Iterable[Evidence],
    reading: measuring.Reading,
    *,
    today: date,
    end: date,
    stale_days: int,
) -> Reported:
    """Return how far the attached readings of one input report what the measure says now."""
    reports = [
        rules.Report(
            value=Decimal(one.reading["value"]),
            read_on=government.local_date(one.attached_at),
            expires_on=one.expires_on,
            is_refused=one.verdict == Verdict.REFUSED,
        )
        for one in evidence
        if one.reading
    ]
    return rules.reported(reports, reading.value, today=today, end=end, stale_days=stale_days)


def document_state(evidence: Iterable[Evidence], day: date) -> Reported:
    """Return whether a document lies there that is in force on a day and not refused."""
    papers = [one for one in evidence if one.kind == EvidenceKind.DOCUMENT]
    states = [_paper_state(one, day) for one in papers]
    if not states:
        return Reported.MISSING
    return Reported.FRESH if Reported.FRESH in states else states[-1]


def _paper_state(paper: Evidence, day: date) -> Reported:
    if paper.verdict == Verdict.REFUSED:
        return Reported.REFUSED
    is_over = paper.expires_on is not None and paper.expires_on < day
    return Reported.EXPIRED if is_over else Reported.FRESH
