"""Freeze a score, hand its pack out."""

import secrets
from datetime import datetime

from django.db import transaction

from pendopo.domains.evaluation import access, queries, rules
from pendopo.domains.evaluation.events import PackDownloaded, PackRetried, SnapshotTaken
from pendopo.domains.evaluation.models import Assessment, Pack, PackState, Snapshot
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import DomainError, NotAllowed
from pendopo.kernel.events import Code, Ref
from pendopo.kernel.files import store
from pendopo.kernel.ledger import book, keychain
from pendopo.pack import plain, signing


class PackNotReady(DomainError):
    """The worker is not done with this pack."""

    sentence = "Paket ini belum selesai disusun. Coba lagi sebentar lagi."


@transaction.atomic
def take_snapshot(*, assessment: Assessment, actor: Actor, now: datetime) -> Snapshot:
    """Freeze a score as it is now. Raises NotAllowed."""
    _require_freezing(actor)
    return freeze(assessment, queries.ASKED, actor, now)


def freeze(assessment: Assessment, reason: str, actor: Actor, now: datetime) -> Snapshot:
    """Write a snapshot and its entry into the caller's transaction, and ask the worker for a pack."""
    key = secrets.token_hex(8)
    said = queries.statement(assessment, key=key, reason=reason, now=now)
    text = plain.write(said)
    made = Snapshot.objects.create(
        key=key,
        assessment=assessment,
        statement=text.decode(),
        sha256=signing.digest(text),
        signature=signing.sign(signing.SNAPSHOT, text, keychain.signing_key(now)),
        taken_at=now,
        taken_by=actor.ref,
    )
    # Report, spreadsheet, entries and the container stand beside the rows and the documents.
    Pack.objects.create(
        snapshot=made,
        total=len(said["measures"]) + sum(1 for one in said["evidence"] if one["file"]) + 4,
    )
    book.record(_taken(made), actor=actor, at=now)
    return made


@transaction.atomic
def retry_pack(*, snapshot: Snapshot, actor: Actor, now: datetime) -> None:
    """Ask the worker for a pack that failed, from its beginning. Raises NotAllowed.

    Does nothing where it did not fail: somebody else asked already, or it is ready.
    """
    _require_freezing(actor)
    failed = Pack.objects.filter(snapshot=snapshot, state=PackState.FAILED)
    # The database decides which of two who press at once is the one.
    if failed.update(state=PackState.BUILDING, done=0, trouble=""):
        event = PackRetried(subject=Ref(snapshot.assessment.ref), snapshot=Ref(snapshot.ref))
        book.record(event, actor=actor, at=now)


@transaction.atomic
def download_pack(*, snapshot: Snapshot, actor: Actor, now: datetime) -> bytes:
    """Hand a pack out, and keep that it was. Raises NotAllowed, PackNotReady."""
    if not access.reads_everything(actor):
        raise NotAllowed
    pack = Pack.objects.select_related("file").get(snapshot=snapshot)
    if pack.file is None:
        raise PackNotReady
    event = PackDownloaded(
        subject=Ref(snapshot.assessment.ref),
        snapshot=Ref(snapshot.ref),
        sha256=Code(pack.file.sha256),
    )
    book.record(event, actor=actor, at=now)
    return store.read(pack.file)


def _require_freezing(actor: Actor) -> None:
    if not (actor.may(access.MANAGE, access.WHOLE) or actor.may(access.SIGN, access.WHOLE)):
        raise NotAllowed


def _taken(made: Snapshot) -> SnapshotTaken:
    said = made.said
    exact = said["index"]["exact"]
    return SnapshotTaken(
        subject=Ref(made.assessment.ref),
        snapshot=Ref(made.ref),
        sha256=Code(made.sha256),
        seals=said["ledger"]["size"],
        ten_thousandths=None
        if exact is None
        else int(rules.quantized(rules.exact(exact)) * 10_000),
        simulation=bool(said["index"]["simulation"]),
    )
