"""What the people of the demo do for scores: each does one thing through the action people use."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from pendopo.domains.evaluation import actions
from pendopo.domains.evaluation.models import Assessment, Evidence
from pendopo.kernel.actor import Actor
from pendopo.kernel.content import library
from pendopo.kernel.errors import DomainError
from pendopo.kernel.files import store
from pendopo.kernel.privacy.classes import DataClass
from pendopo.project.demo import samples
from pendopo.shell import government


@dataclass(frozen=True)
class Team:
    """Who works on scores, ready to act."""

    coordinator: Actor
    assessor: Actor
    secretary: Actor
    heads: dict[str, Actor]


def begin(team: Team, code: str, period: str, now: datetime) -> Assessment | None:
    """Open an assessment, or return None where the instrument does not hold in that period."""
    try:
        return actions.open_assessment(code=code, period=period, actor=team.coordinator, now=now)
    except (DomainError, library.NoSuchContent):
        return None


def aim(team: Team, made: Assessment, target: str, now: datetime) -> None:
    """Set the target."""
    actions.set_target(assessment=made, target=Decimal(target), actor=team.coordinator, now=now)


def assign(
    team: Team, made: Assessment, agency: str, codes: Sequence[str], now: datetime, days: int
) -> None:
    """Let an agency fill indicators."""
    actions.assign_indicators(
        assessment=made,
        indicators=codes,
        agency=agency,
        working_days=days,
        actor=team.coordinator,
        now=now,
    )


def claim(team: Team, made: Assessment, agency: str, code: str, value: str, now: datetime) -> None:
    """Let the head of an agency claim a value."""
    actions.claim_value(
        assessment=made,
        indicator=code,
        parts={"value": value},
        reason=samples.CLAIM,
        actor=team.heads[agency],
        now=now,
    )


def verify(team: Team, made: Assessment, code: str, value: str, now: datetime) -> None:
    """Let the assessor set a value."""
    actions.verify_value(
        assessment=made,
        indicator=code,
        parts={"value": value},
        reason=samples.VERDICT,
        actor=team.assessor,
        now=now,
    )


def attach(
    team: Team, made: Assessment, agency: str, code: str, paper: str, now: datetime
) -> Evidence:
    """Let the head of an agency attach a sample."""
    actor = team.heads[agency]
    document = actions.Document(
        file_id=sheet(actor, f"contoh-{paper}.pdf", now),
        input=paper,
        title=f"Contoh {paper.replace('-', ' ')}",
        effective_on=government.local_date(now - timedelta(days=30)),
    )
    return actions.attach_document(
        assessment=made, indicator=code, document=document, actor=actor, now=now
    )


def judge(team: Team, proof: Evidence, verdict: str, now: datetime) -> None:
    """Let the assessor accept or refuse; an empty verdict leaves it."""
    if verdict:
        actions.judge_evidence(
            evidence=proof,
            accepted=verdict == "accept",
            reason="" if verdict == "accept" else samples.REASONS["evidence"],
            actor=team.assessor,
            now=now,
        )


def report(team: Team, made: Assessment, agency: str, code: str, asked: str, now: datetime) -> None:
    """Let the head of an agency attach what a measure says, if it says anything."""
    # A young demo may have too few answers for a number; then there is nothing to attach.
    with suppress(actions.NothingMeasured):
        actions.attach_reading(
            assessment=made,
            indicator=code,
            input_code=asked,
            actor=team.heads[agency],
            now=now,
        )


def sheet(owner: Actor, name: str, now: datetime) -> str:
    """Keep the sample paper as a file of somebody; returns its id."""
    kept = store.keep(
        samples.PAPER,
        name=name,
        media_type=store.PDF,
        owner=owner.ref,
        data_class=DataClass.DOCUMENT,
        now=now,
    )
    return str(kept.pk)
