"""Uploads in pieces, and the two addresses of files, each for the right and the wrong caller."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.http import Http404
from django.test import RequestFactory

from pendopo.kernel.access import limits
from pendopo.kernel.actor import ANONYMOUS, Actor
from pendopo.kernel.errors import BadInput, NotFound
from pendopo.kernel.files import errors, store, uploads, views
from pendopo.kernel.files.models import StoredFile, Upload
from pendopo.kernel.files.tests.test_inspection import make_pdf, make_photo
from pendopo.kernel.privacy.classes import DataClass

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 4, 3, 0, tzinfo=UTC)
SITI = Actor(ref="person:SITI", person_id=1)
BUDI = Actor(ref="person:BUDI", person_id=2)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings) -> None:
    settings.FILES_DIR = tmp_path / "files"
    settings.KEYS_DIR = tmp_path / "keys"


def announce(data: bytes, owner: str = "person:SITI") -> Upload:
    return uploads.announce(
        owner=owner,
        name="kk.pdf",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        now=NOW,
    )


def finish(upload: Upload) -> StoredFile:
    return uploads.finish(
        upload=upload, allowed=store.PAPERS, data_class=DataClass.DOCUMENT, now=NOW
    )


def send(upload: Upload, data: bytes, piece: int = 200) -> Upload:
    for offset in range(upload.received, len(data), piece):
        upload = uploads.append(upload=upload, offset=offset, piece=data[offset : offset + piece])
    return upload


def pieces(settings) -> list[Path]:
    return list(Path(settings.FILES_DIR).glob("??/*.*"))


def test_a_file_in_pieces_arrives_whole_and_twice_finished_is_one_file(settings) -> None:
    data = make_pdf()
    upload = send(announce(data), data)
    first, second = finish(upload), finish(Upload.objects.get())
    assert store.read(first) == data
    assert first == second
    assert pieces(settings) == []


def test_an_interrupted_upload_continues_where_it_stopped() -> None:
    data = make_pdf()
    uploads.append(upload=announce(data), offset=0, piece=data[:100])
    again = announce(data)
    assert again.received == 100
    assert store.read(finish(send(again, data))) == data


def test_a_piece_that_was_already_sent_is_refused_with_the_right_place() -> None:
    data = make_pdf()
    upload = uploads.append(upload=announce(data), offset=0, piece=data[:100])
    with pytest.raises(uploads.WrongOffset) as caught:
        uploads.append(upload=upload, offset=0, piece=data[:100])
    assert caught.value.details == {"offset": 100}


def test_other_bytes_than_announced_are_refused_and_forgotten(settings) -> None:
    data = make_pdf()
    upload = send(announce(data), b"x" * len(data))
    with pytest.raises(uploads.DifferentFile):
        finish(upload)
    assert not Upload.objects.exists()
    assert pieces(settings) == []


def test_a_wrong_file_is_refused_when_it_is_whole() -> None:
    data = b"MZ" + bytes(300)
    with pytest.raises(errors.FileTypeNotAllowed):
        finish(send(announce(data), data))


def test_pieces_and_files_beyond_the_limits_are_refused() -> None:
    data = make_pdf()
    with pytest.raises(uploads.PieceTooLarge):
        uploads.append(upload=announce(data), offset=0, piece=data + b"x")
    with pytest.raises(errors.FileTooLarge):
        uploads.announce(owner="x", name="x", size=uploads.MAX_BYTES + 1, sha256="0" * 64, now=NOW)
    with pytest.raises(BadInput):
        uploads.announce(owner="x", name="x", size=1, sha256="../..", now=NOW)


def test_one_person_cannot_open_uploads_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MAX_OPEN", 2)
    announce(b"a"), announce(b"b"), announce(b"a")
    with pytest.raises(uploads.TooManyUploads):
        announce(b"c")
    announce(b"c", owner="person:BUDI")


def test_an_abandoned_upload_is_deleted_with_its_pieces(settings) -> None:
    data = make_pdf()
    uploads.append(upload=announce(data), offset=0, piece=data[:100])
    assert uploads.remove_stale(now=NOW + uploads.LIFETIME) == 0
    assert uploads.remove_stale(now=NOW + uploads.LIFETIME + timedelta(seconds=1)) == 1
    assert pieces(settings) == []


def call(view, method: str, actor: Actor, *args: str, **options: object):
    request = RequestFactory().generic(method, "/", **options)
    request.actor = actor
    return view(request, *args)


def announcement(data: bytes) -> dict[str, object]:
    said = {"name": "foto.jpg", "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    return {"data": json.dumps(said), "content_type": "application/json"}


def test_the_pages_take_a_file_in_pieces() -> None:
    data = make_photo()
    opened = json.loads(call(views.announce, "POST", SITI, **announcement(data)).content)
    half = len(data) // 2
    for offset, piece in ((0, data[:half]), (half, data[half:])):
        query = f"offset={offset}"
        answer = call(views.piece, "PUT", SITI, opened["id"], data=piece, QUERY_STRING=query)
    said = json.loads(answer.content)
    assert said["state"] == "done"
    assert StoredFile.objects.get(pk=said["file"]).owner == SITI.ref
    with pytest.raises(NotFound):
        call(views.piece, "GET", BUDI, opened["id"])


def test_nobody_without_an_account_leaves_bytes_here() -> None:
    ours = {"X-Requested-By": "pendopo"}
    answer = call(views.announce, "POST", ANONYMOUS, headers=ours, **announcement(b"abc"))
    assert answer.status_code == 401
    assert call(views.piece, "PUT", ANONYMOUS, "x", data=b"x").status_code == 302
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{",
        '{"name": "a"}',
        '{"name":1,"size":"x","sha256":2}',
        '{"name":"a","size":1e999,"sha256":""}',
        "[" * 1_500,
    ],
)
def test_a_malformed_announcement_is_refused(body: str) -> None:
    with pytest.raises(BadInput):
        call(views.announce, "POST", SITI, data=body, content_type="application/json")


def test_a_name_that_no_database_takes_is_made_storable() -> None:
    said = {"name": "\ud800 k\0tp.pdf", "size": 3, "sha256": hashlib.sha256(b"abc").hexdigest()}
    body = {"data": json.dumps(said), "content_type": "application/json"}
    assert call(views.announce, "POST", SITI, **body).status_code == 201
    assert Upload.objects.get().name == " ktp.pdf"


def test_the_same_photo_for_a_second_form_is_a_second_file() -> None:
    data = make_photo()
    first = finish(send(announce(data), data))
    store.claim([first.pk], owner=SITI.ref, subject="case:1")
    second = finish(send(announce(data), data))
    assert second.pk != first.pk


def test_a_malformed_offset_is_refused() -> None:
    upload = announce(make_pdf())
    for offset in ("", "-1", "x", "²"):
        with pytest.raises(BadInput):
            call(views.piece, "PUT", SITI, upload.pk, data=b"x", QUERY_STRING=f"offset={offset}")


def stored_photo() -> StoredFile:
    return store.keep(
        make_photo(),
        name="foto",
        media_type=store.JPEG,
        owner=SITI.ref,
        data_class=DataClass.DOCUMENT,
        now=NOW,
    )


def test_a_file_is_served_as_a_download_that_no_browser_runs() -> None:
    answer = call(views.download, "GET", SITI, stored_photo().pk)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "no-store" in answer["Cache-Control"]
    shown = call(views.download, "GET", SITI, stored_photo().pk, QUERY_STRING="lihat=1")
    assert shown["Content-Disposition"].startswith("inline")


def test_nobody_else_learns_that_a_file_exists() -> None:
    stored = stored_photo()
    for actor in (ANONYMOUS, BUDI):
        with pytest.raises(Http404):
            call(views.download, "GET", actor, stored.pk)
    with pytest.raises(Http404):
        call(views.download, "GET", SITI, "tidak-ada")


def test_one_device_cannot_announce_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "TRIES", 2)
    for data in (b"a", b"b"):
        call(views.announce, "POST", SITI, **announcement(data))
    with pytest.raises(limits.TooMany):
        call(views.announce, "POST", SITI, **announcement(b"c"))
