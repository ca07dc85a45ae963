"""Snapshots of an assessment: which there are, and whether one is still what was signed."""

from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from pendopo.domains.evaluation import access
from pendopo.domains.evaluation.models import Assessment, Pack, PackState, Snapshot
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.kernel.ledger import keychain, reigns
from pendopo.pack import signing


class NoSuchSnapshot(NotFound):
    """Nobody took this snapshot, or it is not for this actor."""

    sentence = "Potret yang dicari tidak ditemukan."


def snapshots(assessment: Assessment) -> QuerySet[Snapshot]:
    """Return the snapshots of an assessment with their packs, newest first."""
    rows = Snapshot.objects.filter(assessment=assessment).select_related("pack")
    return rows.order_by("-taken_at", "-pk")


def snapshot(key: str, actor: Actor) -> Snapshot:
    """Return a snapshot that this actor may see. Raises NoSuchSnapshot."""
    rows = Snapshot.objects.select_related("assessment", "pack__file")
    found = rows.filter(key=key).first() if access.may_see(actor) else None
    if found is None:
        raise NoSuchSnapshot
    return found


def is_genuine(snapshot: Snapshot) -> bool:
    """Tell whether the text of a snapshot is the one that was signed."""
    text = snapshot.statement.encode()
    if signing.digest(text) != snapshot.sha256:
        return False
    try:
        key = reigns.at(keychain.our_chain(), snapshot.said["taken_at"])
    except DomainError:
        return False
    return signing.is_signed(signing.SNAPSHOT, text, snapshot.signature, key)


def open_packs() -> list[Pack]:
    """Return the packs that the worker still has to finish, the oldest first."""
    waiting = Pack.objects.filter(state__in=(PackState.BUILDING, PackState.HEAD))
    return list(waiting.select_related("snapshot__assessment").order_by("pk"))


def bench() -> Path:
    """Return the folder in which packs are put together."""
    return Path(settings.DATA_DIR) / "packs"
