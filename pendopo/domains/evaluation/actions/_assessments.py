"""The life of an assessment: opened, aimed, submitted, returned, signed."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db import IntegrityError, transaction

from pendopo.domains.evaluation import access, queries, rules
from pendopo.domains.evaluation.actions._snapshots import freeze
from pendopo.domains.evaluation.events import (
    AssessmentOpened,
    AssessmentReturned,
    AssessmentSigned,
    AssessmentSubmitted,
    TargetSet,
)
from pendopo.domains.evaluation.models import Assessment, State
from pendopo.domains.people import queries as people
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import BadInput, DomainError, NotAllowed
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.ledger import book
from pendopo.shell import government


class OpenedBefore(DomainError):
    """An instrument is filled once for a period."""

    sentence = "Penilaian instrumen ini untuk periode itu sudah dibuka."


class TargetOutsideScale(BadInput):
    """An index that the instrument cannot give."""

    sentence = "Sasaran berada di luar skala instrumen ini."


class NoPostToSign(NotAllowed):
    """The signer sits on no post that signs for the whole government."""

    sentence = "Hanya pejabat Sekretaris Daerah, atau yang mewakilinya, yang dapat menetapkan."


def open_assessment(*, code: str, period: str, actor: Actor, now: datetime) -> Assessment:
    """Begin to fill an instrument for a period.

    Raises NoSuchContent, rules.BadPeriod, OpenedBefore.
    """
    access.require(actor, access.MANAGE)
    asked = rules.period(period)
    version = queries.version_for(code, asked)
    rules.check_period(queries.instrument_of(version), asked)
    try:
        with transaction.atomic():
            return _opened(version.id, code, version.version, asked, actor, now)
    except IntegrityError as error:
        raise OpenedBefore from error


def set_target(
    *, assessment: Assessment, target: Decimal, actor: Actor, now: datetime
) -> Assessment:
    """State the index to aim at. Raises TargetOutsideScale, AssessmentClosed."""
    access.require(actor, access.MANAGE)
    scale = queries.instrument(assessment).scale
    if not scale.lowest * scale.times <= target <= scale.highest * scale.times:
        raise TargetOutsideScale
    with transaction.atomic():
        held = hold(assessment, State.OPEN, State.REVIEW)
        held.target = rules.quantized(Fraction(target))
        held.save(update_fields=["target"])
        event = TargetSet(subject=Ref(held.ref), ten_thousandths=in_ledger(held.target))
        book.record(event, actor=actor, at=now)
    return held


@transaction.atomic
def submit(*, assessment: Assessment, actor: Actor, now: datetime) -> Assessment:
    """End the agencies' part and ask for the secretary's word. Raises AssessmentClosed."""
    access.require(actor, access.MANAGE)
    held = hold(assessment, State.OPEN)
    score = queries.score_of(held, today=government.local_date(now))
    _move(held, State.REVIEW)
    event = AssessmentSubmitted(subject=Ref(held.ref), completeness_percent=score.completeness)
    book.record(event, actor=actor, at=now)
    return held


@transaction.atomic
def return_for_work(*, assessment: Assessment, actor: Actor, now: datetime) -> Assessment:
    """Give it back to the agencies. Raises AssessmentClosed."""
    if not (actor.may(access.MANAGE, access.WHOLE) or actor.may(access.SIGN, access.WHOLE)):
        raise NotAllowed
    held = hold(assessment, State.REVIEW)
    _move(held, State.OPEN)
    book.record(AssessmentReturned(subject=Ref(held.ref)), actor=actor, at=now)
    return held


@transaction.atomic
def sign(*, assessment: Assessment, actor: Actor, now: datetime) -> Assessment:
    """Let the regional secretary stand for the result; its inputs are frozen in a snapshot.

    Raises NoPostToSign, AssessmentClosed.
    """
    access.require(actor, access.SIGN)
    today = government.local_date(now)
    capacity = people.signing_capacity(actor.person_id or 0, access.WHOLE, today)
    if capacity is None:
        raise NoPostToSign
    held = hold(assessment, State.REVIEW)
    values = queries.proven_values(held, queries.standings(held, today=today))
    score = rules.score(queries.instrument(held), values)
    held.state, held.signed_at, held.signed_by = State.SIGNED, now, actor.ref
    held.signed_as, held.frozen = str(capacity), queries.frozen(values)
    held.save(update_fields=["state", "signed_at", "signed_by", "signed_as", "frozen"])
    book.record(_signed(held, score), actor=actor, at=now)
    freeze(held, queries.SIGNED, actor, now)
    return held


def hold(assessment: Assessment, *states: State) -> Assessment:
    """Lock an assessment that is in one of these states. Raises AssessmentClosed."""
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    access.require_state(held, *states)
    return held


def in_ledger(value: Decimal) -> int:
    """Return a value of four decimals as the ledger writes it."""
    return int(value * 10_000)


def _opened(
    version_id: int, code: str, number: int, asked: rules.Period, actor: Actor, now: datetime
) -> Assessment:
    made = Assessment.objects.create(
        key=f"{code}-{asked}".lower(),
        version_id=version_id,
        instrument=code,
        period=str(asked),
        opened_at=now,
    )
    event = AssessmentOpened(
        subject=Ref(made.ref), instrument=Code(code), version=number, period=Code(str(asked))
    )
    book.record(event, actor=actor, at=now)
    return made


def _move(held: Assessment, state: State) -> None:
    held.state = state
    held.save(update_fields=["state"])


def _signed(held: Assessment, score: rules.Score) -> AssessmentSigned:
    exact = score.exact
    return AssessmentSigned(
        subject=Ref(held.ref),
        ten_thousandths=None if exact is None else in_ledger(rules.quantized(exact)),
        simulation=score.is_simulation,
        completeness_percent=score.completeness,
    )
