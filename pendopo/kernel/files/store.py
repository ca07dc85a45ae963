"""The door of kernel.files: accept what a person sends, keep what we made, read, forget.

from pendopo.kernel.files import store
stored = store.accept(uploaded, allowed=store.PAPERS, limit=5_000_000, owner=actor.ref, ...)
"""

import hashlib
import unicodedata
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import Protocol

import filetype
from django.db import transaction
from django.db.models import Sum
from django.urls import reverse

from pendopo.kernel import hooks
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import DomainError, NotFound
from pendopo.kernel.files import disk, errors, inspection
from pendopo.kernel.files.models import StoredFile, Upload
from pendopo.kernel.privacy import keys
from pendopo.kernel.privacy.classes import DataClass
from pendopo.kernel.sentences import Filled

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
ZIP = "application/zip"
"""Only what we made ourselves; nobody sends one in."""
PAPERS = frozenset({PDF, JPEG, PNG})
PHOTOS = frozenset({JPEG, PNG})

MAX_BYTES = 25 * 1024 * 1024
MAX_UNATTACHED = 200 * 1024 * 1024
"""Bytes that one sender may keep here without having sent the form that they belong to."""
UNATTACHED_DAYS = timedelta(days=14)
"""How long such a file waits for its form; longer than a draft waits for a signal."""
ORPHAN_AGE = timedelta(days=1)


class TooMuchWaiting(DomainError):
    """A sender keeps more files here than forms could ever use."""

    status = 429
    sentence = (
        "Terlalu banyak berkas yang belum dikirim bersama formulirnya. Kirim formulir dahulu."
    )


class Uploaded(Protocol):
    """What Django's UploadedFile offers of itself."""

    @property
    def name(self) -> str | None:
        """Return the name the sender gave."""

    @property
    def size(self) -> int | None:
        """Return the length in bytes."""

    def read(self) -> bytes:
        """Return every byte."""


def accept(
    uploaded: Uploaded,
    *,
    allowed: frozenset[str],
    limit: int,
    owner: str,
    data_class: DataClass,
    now: datetime,
    subject: str = "",
) -> StoredFile:
    """Check, clean and keep a file that somebody sent; `limit` in bytes.

    Call it outside a transaction: a child process reads the file. The file is forgotten after
    UNATTACHED_DAYS unless somebody claims it. Raises errors.BadFile, TooMuchWaiting.
    """
    refuse_hoarding(owner=owner, more=uploaded.size or 0)
    if (uploaded.size or 0) > min(limit, MAX_BYTES):
        raise errors.FileTooLarge
    data = uploaded.read()
    _refuse_early(data, allowed, min(limit, MAX_BYTES))
    clean = inspection.inspect(data)
    stored = prepare(
        clean.data,
        name=uploaded.name or "",
        media_type=clean.media_type,
        owner=owner,
        subject=subject,
        data_class=data_class,
        now=now,
    )
    stored.keep_until = None if subject else now.date() + UNATTACHED_DAYS
    stored.save(force_insert=True)
    return stored


def keep(
    data: bytes,
    *,
    name: str,
    media_type: str,
    owner: str,
    data_class: DataClass,
    now: datetime,
    subject: str = "",
) -> StoredFile:
    """Keep bytes that we made ourselves or have checked."""
    stored = prepare(
        data,
        name=name,
        media_type=media_type,
        owner=owner,
        subject=subject,
        data_class=data_class,
        now=now,
    )
    stored.save(force_insert=True)
    return stored


def prepare(
    data: bytes,
    *,
    name: str,
    media_type: str,
    owner: str,
    data_class: DataClass,
    now: datetime,
    subject: str = "",
) -> StoredFile:
    """Write the bytes and return their row unsaved, to be saved in the caller's transaction.

    Bytes first: a row without bytes is damage, bytes without a row are swept up later.
    """
    stored = StoredFile(
        owner=owner,
        subject=subject,
        name=tidy_name(name, media_type),
        media_type=media_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        data_class=data_class,
        created_at=now,
    )
    disk.write(stored.path, data)
    return stored


def read(stored: StoredFile) -> bytes:
    """Return the bytes. Raises errors.FileMissing where disk and register disagree."""
    data = disk.read(stored.path)
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise errors.FileMissing(path=stored.path)
    return data


def url(stored: StoredFile) -> str:
    """Return where it can be downloaded by those allowed."""
    return reverse("files:download", args=[stored.id])


def refuse_hoarding(*, owner: str, more: int) -> None:
    """Refuse bytes beyond what one sender may keep without a form. Raises TooMuchWaiting."""
    waiting = StoredFile.objects.filter(owner=owner, subject="").aggregate(bytes=Sum("size"))
    if (waiting["bytes"] or 0) + more > MAX_UNATTACHED:
        raise TooMuchWaiting


def may_read(stored: StoredFile, actor: Actor) -> bool:
    """Ask every domain; one yes is enough.

    Who sent a file sees it again until it belongs to a subject. From then on only the subject's
    domain answers: a counter officer who moved on does not keep what was sent for others.
    """
    own = actor.is_signed_in and stored.owner == actor.ref and not stored.subject
    return own or any(allows(stored, actor) for allows in hooks.file_access)


def claim(file_ids: Collection[str], *, owner: str, subject: str) -> None:
    """Attach files that this owner sent to a subject, in the caller's transaction.

    Raises NotFound for anybody else's, and for what was forgotten meanwhile.
    A file that already belongs to another subject stays there. The subject's own retention
    decides from now on.
    """
    mine = StoredFile.objects.filter(pk__in=file_ids, owner=owner, subject__in=["", subject])
    # One statement, so that of two forms that name the same file at once only one gets it.
    if mine.update(subject=subject, keep_until=None) < len(set(file_ids)):
        raise NotFound("Berkas yang Anda lampirkan tidak ditemukan. Lampirkan sekali lagi.")


def remove(stored: StoredFile) -> None:
    """Forget a file; its bytes go once the deletion is committed."""
    path = stored.path
    stored.delete()
    transaction.on_commit(lambda: disk.remove(path))


def remove_expired(*, today: date) -> int:
    """Forget every file whose retention has run out; return how many."""
    expired = list(StoredFile.objects.filter(keep_until__lt=today)[:500])
    for stored in expired:
        remove(stored)
    return len(expired)


def sweep(*, now: datetime) -> int:
    """Delete bytes that no row names: their transaction was rolled back. Returns how many."""
    swept = 0
    for path in disk.paths_older_than((now - ORPHAN_AGE).timestamp()):
        if not _is_known(path):
            disk.remove(path)
            swept += 1
    return swept


def reseal() -> Iterator[tuple[str, int]]:
    """Seal every file and piece under the newest key; can be stopped and started again."""
    newest = keys.data.newest()
    for path in disk.matching("??/*"):
        try:
            if disk.key_version(path) != newest:
                disk.write(path, disk.read(path))
                yield "files_storedfile", 1
        except errors.FileMissing:
            # Somebody forgot the file while we walked; that is fine.
            continue


def tidy_name(name: str, media_type: str) -> str:
    """Return a harmless file name whose ending tells the truth."""
    stem = unicodedata.normalize("NFKC", name).replace("\\", "/").rpartition("/")[2]
    stem = stem.rpartition(".")[0] or stem
    kept = "".join(sign for sign in stem if sign.isalnum() or sign in " -_().")
    ending = {PDF: "pdf", JPEG: "jpg", PNG: "png", ZIP: "zip"}.get(media_type, "bin")
    return f"{kept.strip(' .')[:80] or 'berkas'}.{ending}"


def _refuse_early(data: bytes, allowed: frozenset[str], limit: int) -> None:
    if not data:
        raise errors.FileIsEmpty
    if len(data) > limit:
        raise errors.FileTooLarge
    if inspection.sniff(data) not in allowed:
        raise errors.FileTypeNotAllowed(_say_what_it_is(data))


def _say_what_it_is(data: bytes) -> str:
    kind = filetype.guess(data)
    if kind is None:
        return errors.FileTypeNotAllowed.sentence
    return Filled(
        "Berkas ini berjenis {kind}. {refusal}",
        kind=kind.extension.upper(),
        refusal=errors.FileTypeNotAllowed.sentence,
    )


def _is_known(path: str) -> bool:
    name = path.partition("/")[2]
    return (
        StoredFile.objects.filter(pk=name).exists()
        or Upload.objects.filter(pk=name.partition(".")[0]).exists()
    )
