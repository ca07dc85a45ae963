"""State a value: an agency claims, the internal assessor verifies, both leave a note."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from pendopo.domains.evaluation import access, queries, rules
from pendopo.domains.evaluation.actions._assessments import hold, in_ledger
from pendopo.domains.evaluation.events import CommentMade, ValueClaimed, ValueVerified
from pendopo.domains.evaluation.models import Assessment, Comment, Side, State, Statement
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import BadInput, NotAllowed
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.ledger import book

LONGEST = 2000


class ReasonMissing(BadInput):
    """A value without a reason convinces nobody."""

    sentence = "Tulis alasannya, supaya asesor dan Sekda dapat menimbangnya."


@transaction.atomic
def claim_value(
    *,
    assessment: Assessment,
    indicator: str,
    parts: Mapping[str, Any],
    reason: str,
    actor: Actor,
    now: datetime,
) -> Statement:
    """State what the agency thinks it has reached.

    Raises NoSuchIndicator, NotAssigned, NotOnScale, ReasonMissing, AssessmentClosed.
    """
    held = hold(assessment, State.OPEN)
    assignment = access.assignment_for(held, indicator, actor)
    agency = assignment.agency.code if assignment else ""
    made = _state(held, indicator, Side.CLAIMED, parts, reason, agency, actor, now)
    event = ValueClaimed(
        subject=Ref(held.ref),
        indicator=Code(indicator),
        agency=Code(agency) if agency else None,
        ten_thousandths=_told(made.value),
        applies=made.parts.get("applies") is not False,
    )
    book.record(event, actor=actor, at=now)
    return made


@transaction.atomic
def verify_value(
    *,
    assessment: Assessment,
    indicator: str,
    parts: Mapping[str, Any],
    reason: str,
    actor: Actor,
    now: datetime,
) -> Statement:
    """State what the internal assessor finds; it counts before everything else.

    Raises OwnWork for the assessor's own claim, and what claim_value raises.
    """
    access.require(actor, access.VERIFY)
    held = hold(assessment, State.OPEN, State.REVIEW)
    claims = held.statements.filter(indicator=indicator, side=Side.CLAIMED)
    if claims.order_by("-pk").values_list("by", flat=True).first() == actor.ref:
        raise access.OwnWork
    made = _state(held, indicator, Side.VERIFIED, parts, reason, "", actor, now)
    event = ValueVerified(
        subject=Ref(held.ref),
        indicator=Code(indicator),
        ten_thousandths=_told(made.value),
        applies=made.parts.get("applies") is not False,
    )
    book.record(event, actor=actor, at=now)
    return made


@transaction.atomic
def add_comment(
    *, assessment: Assessment, indicator: str, text: str, actor: Actor, now: datetime
) -> Comment:
    """Leave a note on an indicator for those who work on it. Raises NotAllowed, ReasonMissing."""
    node = queries.indicator(assessment, indicator)
    held = hold(assessment, State.OPEN, State.REVIEW)
    assignments = list(held.assignments.filter(indicator=node.code).select_related("agency"))
    if not access.may_discuss(assignments, actor):
        raise NotAllowed
    if not text.strip():
        raise ReasonMissing("Catatan ini masih kosong.")
    made = Comment.objects.create(
        assessment=held,
        indicator=node.code,
        text=text.strip()[:LONGEST],
        by=actor.ref,
        at=now,
    )
    book.record(CommentMade(subject=Ref(held.ref), indicator=Code(node.code)), actor=actor, at=now)
    return made


def _state(
    held: Assessment,
    indicator: str,
    side: Side,
    parts: Mapping[str, Any],
    reason: str,
    agency: str,
    actor: Actor,
    now: datetime,
) -> Statement:
    node = queries.indicator(held, indicator)
    value = rules.read(queries.instrument(held), node, parts)
    if not reason.strip():
        raise ReasonMissing
    return Statement.objects.create(
        assessment=held,
        indicator=node.code,
        side=side,
        parts=dict(parts) if value.applies else {"applies": False},
        value=None if value.number is None else rules.quantized(value.number),
        reason=reason.strip()[:LONGEST],
        by=actor.ref,
        agency=agency,
        at=now,
    )


def _told(value: Decimal | None) -> int | None:
    return None if value is None else in_ledger(value)
