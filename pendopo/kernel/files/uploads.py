"""Uploads that survive a bad connection: announce, send pieces, ask where we were, finish.

Each piece is sealed on its own, so that half a birth certificate never lies open on disk.
"""

import hashlib
import io
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from pendopo.kernel.errors import BadInput, DomainError, NotFound
from pendopo.kernel.files import disk, errors, store
from pendopo.kernel.files.models import StoredFile, Upload
from pendopo.kernel.privacy.classes import DataClass

MAX_PIECE = 256 * 1024
MAX_BYTES = 10 * 1024 * 1024
MAX_OPEN = 20
LIFETIME = timedelta(days=3)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_OF_OWNER = "SELECT * FROM files_upload WHERE owner = %s AND id IN ({})"
_ID = re.compile(r"[A-Za-z0-9_-]{22}")


class TooManyUploads(DomainError):
    """A person or device has too many unfinished uploads."""

    status = 429
    sentence = "Terlalu banyak kiriman yang belum selesai. Selesaikan atau tunggu dahulu."


class WrongOffset(DomainError):
    """The piece does not continue where the last one ended; `offset` says where that is."""

    sentence = "Potongan berkas tidak berurutan. Pengiriman dilanjutkan dari titik terakhir."


class PieceTooLarge(DomainError):
    """More bytes than a piece may have, or than were announced."""

    status = 413
    sentence = "Potongan berkas terlalu besar."


class DifferentFile(errors.BadFile):
    """The bytes that arrived are not the ones that were announced."""

    sentence = "Berkas berubah selama pengiriman. Pilih kembali berkasnya, lalu kirim ulang."


@dataclass(frozen=True)
class _Whole:
    """The pieces put together, shaped as Django's uploads are."""

    name: str | None
    size: int | None
    data: bytes

    def read(self) -> bytes:
        return self.data


def announce(*, owner: str, name: str, size: int, sha256: str, now: datetime) -> Upload:
    """Open an upload, or return the one that this owner already opened for the same file.

    A file that meanwhile belongs to a form is not given to a second one: each has its own copy,
    which ends with its own retention.
    """
    if not 0 < size <= MAX_BYTES:
        raise errors.FileTooLarge if size > 0 else errors.FileIsEmpty
    if not _SHA256.fullmatch(sha256):
        raise BadInput("Sidik berkas (SHA-256) belum benar.")
    same = Upload.objects.filter(owner=owner, sha256=sha256, size=size)
    if found := same.filter(Q(file=None) | Q(file__subject="")).first():
        return found
    store.refuse_hoarding(owner=owner, more=size)
    if Upload.objects.filter(owner=owner, file=None).count() >= MAX_OPEN:
        raise TooManyUploads
    return Upload.objects.create(
        owner=owner, name=_storable(name), size=size, sha256=sha256, created_at=now
    )


def find(*, upload_id: str, owner: str) -> Upload:
    """Return this owner's upload; another owner's does not exist for them."""
    found = find_all(upload_ids=[upload_id], owner=owner).get(upload_id)
    if found is None:
        raise NotFound
    return found


def find_all(*, upload_ids: Collection[str], owner: str) -> dict[str, Upload]:
    """Return those of these uploads that are this owner's, by id, in one query."""
    # What JSON calls an id may be text that no database takes.
    ids = [upload_id for upload_id in upload_ids if _ID.fullmatch(upload_id)]
    # Asked at every filing: built by the ORM it would cost three times as much CPU (measured).
    found = Upload.objects.raw(_OF_OWNER.format(", ".join(["%s"] * len(ids))), [owner, *ids])
    return {upload.pk: upload for upload in found} if ids else {}


def append(*, upload: Upload, offset: int, piece: bytes) -> Upload:
    """Add a piece at `offset`. Raises WrongOffset, PieceTooLarge."""
    if not 0 < len(piece) <= MAX_PIECE or offset + len(piece) > upload.size:
        raise PieceTooLarge
    if offset != upload.received:
        raise WrongOffset(offset=upload.received)
    disk.write(_piece_path(upload, offset), piece)
    moved = Upload.objects.filter(pk=upload.pk, received=offset).update(
        received=offset + len(piece)
    )
    upload.refresh_from_db()
    if not moved:
        raise WrongOffset(offset=upload.received)
    return upload


def finish(
    *, upload: Upload, allowed: frozenset[str], data_class: DataClass, now: datetime
) -> StoredFile:
    """Check the whole against what was announced and keep it; twice gives the same file."""
    if upload.file is not None:
        return upload.file
    if upload.received != upload.size:
        raise WrongOffset(offset=upload.received)
    try:
        stored = _accept(upload, allowed, data_class, now)
    except errors.BadFile:
        forget(upload)
        raise
    return _settle(upload, stored)


def forget(upload: Upload) -> None:
    """Delete an upload and its pieces; the finished file stays."""
    _remove_pieces(upload)
    upload.delete()


def remove_stale(*, now: datetime) -> int:
    """Delete uploads that nobody continued for three days; return how many."""
    stale = list(Upload.objects.filter(created_at__lt=now - LIFETIME)[:500])
    for upload in stale:
        forget(upload)
    return len(stale)


def _accept(
    upload: Upload, allowed: frozenset[str], data_class: DataClass, now: datetime
) -> StoredFile:
    whole = _read_pieces(upload)
    if hashlib.sha256(whole).hexdigest() != upload.sha256:
        raise DifferentFile
    return store.accept(
        _Whole(upload.name, len(whole), whole),
        allowed=allowed,
        limit=MAX_BYTES,
        owner=upload.owner,
        data_class=data_class,
        now=now,
    )


def _settle(upload: Upload, stored: StoredFile) -> StoredFile:
    """Let one of two simultaneous finishers win."""
    with transaction.atomic():
        won = Upload.objects.filter(pk=upload.pk, file=None).update(file=stored)
        if not won:
            store.remove(stored)
    upload.refresh_from_db()
    _remove_pieces(upload)
    if upload.file is None:
        raise NotFound
    return upload.file


def _storable(name: str) -> str:
    # JSON can spell half a character and NUL, which no database takes.
    return name.encode("utf-8", "ignore").decode().replace("\0", "")[:120]


def _read_pieces(upload: Upload) -> bytes:
    whole = io.BytesIO()
    while whole.tell() < upload.size:
        whole.write(disk.read(_piece_path(upload, whole.tell())))
    return whole.getvalue()


def _remove_pieces(upload: Upload) -> None:
    for path in disk.matching(f"{upload.pk[:2]}/{upload.pk}.*"):
        disk.remove(path)


def _piece_path(upload: Upload, offset: int) -> str:
    return f"{upload.pk[:2]}/{upload.pk}.{offset}"
