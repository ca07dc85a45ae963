"""Kept files: sealed on disk, read back whole, forgotten when due."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import NotFound
from pendopo.kernel.files import disk, errors, store
from pendopo.kernel.files.models import StoredFile
from pendopo.kernel.files.tests.test_inspection import make_pdf, make_photo
from pendopo.kernel.privacy.classes import DataClass

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 4, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings) -> None:
    settings.FILES_DIR = tmp_path / "files"
    settings.KEYS_DIR = tmp_path / "keys"


def accept(name: str, data: bytes, **changes: object) -> StoredFile:
    order = {
        "allowed": store.PAPERS,
        "limit": 1_000_000,
        "owner": "person:A1",
        "data_class": DataClass.DOCUMENT,
        "now": NOW,
        **changes,
    }
    return store.accept(SimpleUploadedFile(name, data), **order)


def keep(data: bytes = b"isi", **changes: object) -> StoredFile:
    order = {
        "name": "surat",
        "media_type": store.PDF,
        "owner": "person:A1",
        "data_class": DataClass.DOCUMENT,
        "now": NOW,
        **changes,
    }
    return store.keep(data, **order)


def test_an_accepted_file_comes_back_and_lies_sealed_on_disk(settings) -> None:
    data = make_pdf()
    stored = accept("KTP saya.PDF", data)
    on_disk = (Path(settings.FILES_DIR) / stored.path).read_bytes()
    assert store.read(stored) == data
    assert b"%PDF" not in on_disk
    assert (stored.name, stored.media_type, stored.size) == ("KTP saya.pdf", store.PDF, len(data))


def test_the_content_decides_the_type_and_not_the_name() -> None:
    assert accept("foto.pdf", make_photo()).name == "foto.jpg"
    with pytest.raises(errors.FileTypeNotAllowed):
        accept("ktp.pdf", make_pdf(), allowed=store.PHOTOS)


def test_the_refusal_says_what_the_file_is() -> None:
    zipped = b"PK\x03\x04" + bytes(60)
    with pytest.raises(errors.FileTypeNotAllowed, match="ZIP"):
        accept("ktp.pdf", zipped)


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(errors.FileTooLarge):
        accept("ktp.pdf", make_pdf(), limit=100)


def test_bytes_changed_or_moved_on_disk_are_noticed(settings) -> None:
    one, two = keep(b"satu"), keep(b"dua")
    root = Path(settings.FILES_DIR)
    (root / one.path).write_bytes((root / two.path).read_bytes())
    with pytest.raises(Exception, match="terlindung"):
        store.read(one)
    (root / two.path).unlink()
    with pytest.raises(errors.FileMissing):
        store.read(two)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\siti\\kk.exe", "kk.pdf"),
        ('a"\r\nX: y.pdf', "aX y.pdf"),
        ("", "berkas.pdf"),
        ("…", "berkas.pdf"),
    ],
)
def test_a_name_is_made_harmless(given: str, kept: str) -> None:
    assert store.tidy_name(given, store.PDF) == kept


def test_only_the_sender_attaches_a_file_and_only_once() -> None:
    stored = keep()
    with pytest.raises(NotFound):
        store.claim([stored.pk], owner="person:B2", subject="case:1")
    store.claim([stored.pk], owner="person:A1", subject="case:1")
    with pytest.raises(NotFound):
        store.claim([stored.pk], owner="person:A1", subject="case:2")


@pytest.mark.django_db(transaction=True)
def test_a_file_is_forgotten_after_its_last_day(settings) -> None:
    stored = keep()
    StoredFile.objects.update(keep_until=date(2026, 6, 4))
    assert store.remove_expired(today=date(2026, 6, 4)) == 0
    assert store.remove_expired(today=date(2026, 6, 5)) == 1
    assert not (Path(settings.FILES_DIR) / stored.path).exists()


def test_only_bytes_without_a_row_are_swept() -> None:
    stored = keep()
    disk.write("zz/zz-orphan", b"x")
    later = datetime.now(UTC) + timedelta(days=2)
    assert store.sweep(now=datetime.now(UTC)) == 0
    assert store.sweep(now=later) == 1
    assert store.read(stored) == b"isi"


def test_files_follow_the_newest_key() -> None:
    from pendopo.kernel.privacy import keys

    stored = keep()
    newest = keys.data.add()
    assert list(store.reseal()) == [("files_storedfile", 1)]
    assert list(store.reseal()) == []
    assert disk.key_version(stored.path) == newest
    assert store.read(stored) == b"isi"


def test_a_file_whose_form_was_never_sent_is_forgotten() -> None:
    left, sent = accept("a.pdf", make_pdf()), accept("b.pdf", make_pdf())
    store.claim([sent.pk], owner="person:A1", subject="case:1")
    store.remove_expired(today=NOW.date() + store.UNATTACHED_DAYS + timedelta(days=1))
    assert list(StoredFile.objects.all()) == [sent]
    assert StoredFile.objects.get().keep_until is None
    assert left.keep_until == NOW.date() + store.UNATTACHED_DAYS


def test_nobody_fills_the_disk_with_files_of_no_form(monkeypatch: pytest.MonkeyPatch) -> None:
    first = accept("a.pdf", make_pdf())
    monkeypatch.setattr(store, "MAX_UNATTACHED", first.size + 10)
    with pytest.raises(store.TooMuchWaiting):
        accept("b.pdf", make_pdf())
    assert accept("b.pdf", make_pdf(), owner="person:B2")
    store.claim([first.pk], owner="person:A1", subject="case:1")
    assert accept("c.pdf", make_pdf())


def test_who_sent_a_file_for_others_does_not_keep_it() -> None:
    clerk = Actor(ref="person:A1", person_id=1)
    stored = accept("ktp.pdf", make_pdf())
    assert store.may_read(stored, clerk)
    store.claim([stored.pk], owner="person:A1", subject="case:1")
    stored.refresh_from_db()
    assert not store.may_read(stored, clerk)
