"""Writes: tell a person something, note what was read and wanted, send what is due."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from pendopo.domains.notices import access, queries, rules
from pendopo.domains.notices.events import NoticeGivenUp, NoticeSent
from pendopo.domains.notices.models import Channel, Dispatch, Notice, Preference, State
from pendopo.domains.notices.ports import Message, SendFailed, email, messaging
from pendopo.kernel import actor as actors
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import NotFound
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.ledger import book

NOTIFIER = actors.system("notices")

FRESH = timedelta(days=3)
"""Older notices stay in the app only: a restored backup or an import must not flood mailboxes."""

QUEUE_CHUNK = 200
SEND_CHUNK = 40


class NoSuchNotice(NotFound):
    """The notice does not exist or belongs to somebody else."""

    sentence = "Pemberitahuan tidak ditemukan."


def notify(
    *,
    person_ref: str,
    template: str,
    subject: str,
    now: datetime,
    actor: Actor = NOTIFIER,
    **codes: rules.Code,
) -> Notice:
    """Leave a notice for a person: one insert, meant for the caller's transaction.

    `codes` are the template's fields; free text raises NotACode. Words are found when the notice
    is read, so a template that is not loaded yet breaks nobody's transaction.
    """
    return Notice.objects.create(
        person_ref=person_ref,
        template=template,
        subject=subject,
        codes=rules.plain(codes),
        caused_by=actor.ref,
        created_at=now,
    )


def mark_read(*, notice_id: uuid.UUID, actor: Actor, now: datetime) -> Notice:
    """Note that the actor opened a notice; a second time changes nothing. Raises NoSuchNotice."""
    notice = access.visible_to(actor).filter(pk=notice_id).first()
    if notice is None:
        raise NoSuchNotice
    access.visible_to(actor).unread().filter(pk=notice_id).update(read_at=now)
    return notice


def mark_all_read(*, actor: Actor, now: datetime) -> int:
    """Note that the actor has seen everything; returns how many were new."""
    return access.visible_to(actor).unread().filter(created_at__lte=now).update(read_at=now)


@transaction.atomic
def set_preferences(*, wanted: frozenset[str], actor: Actor) -> None:
    """Keep the actor's yes or no to each channel."""
    for channel in Channel:
        Preference.objects.update_or_create(
            person_ref=actor.ref,
            channel=channel.value,
            defaults={"wanted": channel.value in wanted},
        )


@transaction.atomic
def queue_messages(*, now: datetime) -> int:
    """Turn new notices into messages on the channels each person wants; returns the messages.

    Two workers may meet here: the unique constraint keeps one message per notice and channel.
    """
    waiting = list(Notice.objects.filter(dispatched_at=None).order_by("created_at")[:QUEUE_CHUNK])
    messages = [
        Dispatch(notice=notice, channel=channel, next_at=now)
        for notice in waiting
        if now - notice.created_at <= FRESH
        for channel in queries.wanted_channels(notice.person_ref)
    ]
    Dispatch.objects.bulk_create(messages, ignore_conflicts=True)
    Notice.objects.filter(pk__in=[n.pk for n in waiting]).update(dispatched_at=now)
    return len(messages)


def send_due(*, now: datetime) -> int:
    """Send what is due, each message outside any transaction; returns how many were sent."""
    due = list(Dispatch.objects.due(now).values_list("pk", flat=True)[:SEND_CHUNK])
    return sum(_send(pk, now) for pk in due if _take(pk, now))


def _take(pk: uuid.UUID, now: datetime) -> bool:
    # The lease: whoever moves next_at ahead holds the message. A worker that is killed while
    # holding it lets it fall due again when the lease ends.
    taken = (
        Dispatch.objects.due(now)
        .filter(pk=pk)
        .update(next_at=now + rules.LEASE, attempts=F("attempts") + 1)
    )
    return taken == 1


def _send(pk: uuid.UUID, now: datetime) -> bool:
    dispatch = Dispatch.objects.select_related("notice").get(pk=pk)
    try:
        provider_ref = _hand_over(_compose(dispatch, now), now)
    except SendFailed as failure:
        _note_failure(dispatch, failure, now)
        return False
    _note_sent(dispatch, provider_ref, now)
    return True


def _compose(dispatch: Dispatch, now: datetime) -> Message:
    notice = dispatch.notice
    to = queries.recipient(notice.person_ref, dispatch.channel)
    if not to:
        raise SendFailed("no_address", permanent=True)
    template = queries.templates_on(queries.local_date(now)).get(notice.template)
    text = queries.outside_words(notice, template)
    return Message(dispatch.pk, dispatch.channel, to, "Ada kabar dari Pendopo", text)


def _hand_over(message: Message, now: datetime) -> str:
    if message.channel == Channel.EMAIL:
        return email.send(message)
    gateway = messaging.gateway()
    if gateway is None:
        raise SendFailed("no_gateway", permanent=True)
    return gateway(message, now)


@transaction.atomic
def _note_sent(dispatch: Dispatch, provider_ref: str, now: datetime) -> None:
    # A worker whose lease ran out comes late: the first one to note it writes the entry.
    updated = Dispatch.objects.filter(pk=dispatch.pk).exclude(state=State.SENT)
    if updated.update(state=State.SENT, provider_ref=provider_ref, sent_at=now, reason=""):
        event = NoticeSent(
            subject=Ref(dispatch.notice.subject),
            template=Code(dispatch.notice.template),
            channel=Code(dispatch.channel),
            attempts=dispatch.attempts,
        )
        book.record(event, actor=NOTIFIER, at=now)


@transaction.atomic
def _note_failure(dispatch: Dispatch, failure: SendFailed, now: datetime) -> None:
    next_at = None if failure.permanent else rules.next_try(dispatch.attempts, now)
    mine = Dispatch.objects.filter(pk=dispatch.pk, attempts=dispatch.attempts)
    if next_at:
        mine.update(state=State.FAILED, next_at=next_at, reason=failure.reason)
        return
    if mine.exclude(state=State.SENT).update(state=State.GAVE_UP, reason=failure.reason):
        event = NoticeGivenUp(
            subject=Ref(dispatch.notice.subject),
            template=Code(dispatch.notice.template),
            channel=Code(dispatch.channel),
            attempts=dispatch.attempts,
            reason=Code(failure.reason),
        )
        book.record(event, actor=NOTIFIER, at=now)
