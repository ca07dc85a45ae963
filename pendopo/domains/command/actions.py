"""Writes: look after the alerts, take one up, publish weeks of the feed."""

from datetime import datetime

from django.db import transaction

from pendopo.domains.command import events, queries, rules, schema
from pendopo.domains.command.models import Alert, FeedRow, FeedWeek
from pendopo.domains.command.queries import Measured
from pendopo.domains.command.rules import Step
from pendopo.domains.notices import actions as notices
from pendopo.domains.people import queries as people
from pendopo.kernel import rounding
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import BadInput
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.ledger import book
from pendopo.shell import government

MOST_TOLD = 5
"""So many of those who lead the agency that acts are told of an alert."""
WEEKS_AT_ONCE = 8
"""So many weeks are published in one round; a new installation catches up over several."""


class NoteTooLong(BadInput):
    """A note is a sentence, not a report."""

    sentence = "Catatan paling panjang 300 huruf."


def watch_alerts(*, actor: Actor, now: datetime) -> int:
    """Look at every alert in force; raise, keep and clear. Returns how many changed.

    Twice at the same moment changes nothing the second time.
    """
    today = government.local_date(now)
    desk, packages = (
        queries.officers_desk(actor, rules.Span.TODAY, now),
        queries.in_force(today),
    )
    changed = 0
    for package in packages:
        for seen in queries.measured(package, desk):
            changed += _look(package, seen, actor, now)
    return changed + _end_unwatched({package.code for package in packages}, actor, now)


@transaction.atomic
def acknowledge(*, pk: int, note: str, actor: Actor, now: datetime) -> Alert:
    """Note that the actor takes an alert up; a second time changes nothing.

    Raises NoSuchAlert and NoteTooLong.
    """
    alert = queries.of_actor(pk, actor)
    if len(note) > 300:
        raise NoteTooLong
    if alert.acknowledged_at is None:
        alert.acknowledged_at, alert.acknowledged_by = now, actor.ref
        alert.note, alert.changed_at = note.strip(), now
        alert.save()
        told = events.AlertAcknowledged(
            subject=Ref(alert.ref), alert=Code(alert.code), part=_code(alert.part)
        )
        book.record(told, actor=actor, at=now)
    return alert


def publish_feed(*, now: datetime) -> int:
    """Publish every week that is due, oldest first; returns how many.

    A published week is never counted again, so nobody can compare two states of it.
    """
    due = queries.open_weeks(government.local_date(now), WEEKS_AT_ONCE)
    for monday in due:
        with transaction.atomic():
            week, is_new = FeedWeek.objects.get_or_create(
                monday=monday, defaults={"published_at": now}
            )
            if is_new:
                FeedRow.objects.bulk_create(
                    FeedRow(
                        week=week,
                        event=batch.event,
                        district=batch.district,
                        low=batch.band.low,
                        high=batch.band.high,
                    )
                    for batch in rules.batches(queries.counts(monday))
                )
    return len(due)


@transaction.atomic
def _look(package: schema.AlertPackage, seen: Measured, actor: Actor, now: datetime) -> bool:
    today = government.local_date(now)
    watch = queries.watch(package, today)
    stands = Alert.objects.select_for_update().filter(
        code=package.code, part=seen.part, cleared_at=None
    )
    alert = stands.first()
    if watch is None:
        return False
    known = rules.Seen(alert.since, alert.raised_at is not None) if alert else None
    step = rules.next_step(watch, seen.number, known, now)
    if step is Step.REST:
        return False
    if step is Step.FORGET and alert:
        alert.delete()
        return False
    alert = alert or _new(package, seen, now)
    return _take(step, alert, package, seen, actor, now)


def _take(
    step: Step,
    alert: Alert,
    package: schema.AlertPackage,
    seen: Measured,
    actor: Actor,
    now: datetime,
) -> bool:
    before = (alert.text, alert.severity)
    alert.last_seen = now
    if seen.number is not None and step is not Step.CLEAR:
        alert.value = rounding.half_up(seen.number, 4)
        alert.text, alert.severity = _sentence(package, seen, now), package.severity
        alert.version = package.version
    if step is Step.RAISE:
        alert.raised_at = now
    if step is Step.CLEAR:
        alert.cleared_at = now
    changes = step in {Step.RAISE, Step.CLEAR}
    if changes or before != (alert.text, alert.severity):
        alert.changed_at = now
    alert.save()
    if step is Step.RAISE:
        _announce_raised(alert, package, seen, actor, now)
    if step is Step.CLEAR:
        _announce_cleared(alert, actor, now)
    return changes


def _new(package: schema.AlertPackage, seen: Measured, now: datetime) -> Alert:
    return Alert(
        code=package.code,
        version=package.version,
        part=seen.part,
        unit=queries.unit_of(seen.part),
        severity=package.severity,
        since=now,
        changed_at=now,
    )


def _announce_raised(
    alert: Alert, package: schema.AlertPackage, seen: Measured, actor: Actor, now: datetime
) -> None:
    raised = events.AlertRaised(
        subject=Ref(alert.ref),
        alert=Code(alert.code),
        version=alert.version,
        part=_code(alert.part),
        severity=Code(alert.severity),
        ten_thousandths=int(alert.value * 10_000),
    )
    book.record(raised, actor=actor, at=now)
    today = government.local_date(now)
    edge = queries.edge_words(package, today)
    for person in people.holders("command.view", alert.unit, today)[:MOST_TOLD]:
        notices.notify(
            person_ref=person.ref,
            template=queries.NOTICE,
            subject=alert.ref,
            now=now,
            code=alert.code,
            version=alert.version,
            part=alert.part or queries.WHOLE,
            value=seen.text,
            edge=edge,
            since=alert.since,
        )


def _announce_cleared(alert: Alert, actor: Actor, now: datetime) -> None:
    cleared = events.AlertCleared(
        subject=Ref(alert.ref),
        alert=Code(alert.code),
        part=_code(alert.part),
        ten_thousandths=int(alert.value * 10_000),
    )
    book.record(cleared, actor=actor, at=now)


def _end_unwatched(codes: set[str], actor: Actor, now: datetime) -> int:
    """Clear what no package watches any more."""
    ended = 0
    for alert in Alert.objects.filter(cleared_at=None).exclude(code__in=codes):
        with transaction.atomic():
            if alert.raised_at is None:
                alert.delete()
                continue
            alert.cleared_at = alert.changed_at = now
            alert.save()
            _announce_cleared(alert, actor, now)
            ended += 1
    return ended


def _sentence(package: schema.AlertPackage, seen: Measured, now: datetime) -> str:
    edge = queries.edge_words(package, government.local_date(now))
    return queries.sentence(package, part=seen.part, value=seen.text, edge=edge)


def _code(part: str) -> Code | None:
    return Code(part) if part else None
