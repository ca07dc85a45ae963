"""Edges of stored files: download, and uploads in pieces."""

import json
from datetime import datetime, timedelta

from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel import access
from pendopo.kernel.access import ActedRequest, limits
from pendopo.kernel.errors import BadInput
from pendopo.kernel.files import serving, store, uploads
from pendopo.kernel.files.models import StoredFile, Upload
from pendopo.kernel.privacy.classes import DataClass

_MAX_ANNOUNCEMENT = 2_000
# A counter takes some papers of each of many people; bytes are limited in store.
TRIES, WINDOW = 120, timedelta(hours=1)


@require_safe
@access.public
def download(request: ActedRequest, file_id: str) -> HttpResponse:
    """Send a file to those whom a domain allows; `?lihat` shows it in the browser."""
    stored = StoredFile.objects.filter(pk=file_id).first()
    if stored is None or not store.may_read(stored, request.actor):
        raise Http404
    return serving.answer(
        store.read(stored),
        name=stored.name,
        media_type=stored.media_type,
        inline="lihat" in request.GET,
    )


@require_http_methods(["POST"])
@access.signed_in
def announce(request: ActedRequest) -> JsonResponse:
    """Open an upload: {"name", "size", "sha256"} gives its address and where to start."""
    now = timezone.now()
    owner = request.actor.ref
    limits.spend("files.announce", owner, limit=TRIES, window=WINDOW, now=now)
    name, size, sha256 = _read_announcement(request)
    upload = uploads.announce(owner=owner, name=name, size=size, sha256=sha256, now=now)
    return _say(upload, status=201)


@require_http_methods(["GET", "PUT"])
@access.signed_in
def piece(request: ActedRequest, upload_id: str) -> JsonResponse:
    """Take the next piece, or say where the next one starts."""
    upload = uploads.find(upload_id=upload_id, owner=request.actor.ref)
    if request.method == "PUT":
        upload = _take_piece(request, upload, timezone.now())
    return _say(upload)


def _take_piece(request: ActedRequest, upload: Upload, now: datetime) -> Upload:
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > uploads.MAX_PIECE:
        raise uploads.PieceTooLarge
    if upload.received < upload.size:
        upload = uploads.append(upload=upload, offset=_offset(request), piece=request.body)
    if upload.received == upload.size:
        uploads.finish(upload=upload, allowed=store.PAPERS, data_class=DataClass.DOCUMENT, now=now)
    return upload


def _offset(request: ActedRequest) -> int:
    text = request.GET.get("offset", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadInput("Titik lanjut pengiriman belum benar.")
    return int(text)


def _read_announcement(request: ActedRequest) -> tuple[str, int, str]:
    if len(request.body) > _MAX_ANNOUNCEMENT:
        raise BadInput
    try:
        said = json.loads(request.body)
        return str(said["name"]), int(said["size"]), str(said["sha256"])
    # OverflowError: JSON's 1e999 is an infinite number.
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise BadInput from error


def _say(upload: Upload, *, status: int = 200) -> JsonResponse:
    answer = {
        "id": upload.pk,
        "offset": upload.received,
        "size": upload.size,
        "state": "done" if upload.file_id else "open",
        "file": upload.file_id,
    }
    return JsonResponse(answer, status=status, headers={"Cache-Control": "no-store"})
