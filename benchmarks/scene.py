"""A small regency to measure on: shipped content, one office, an officer, residents signed in."""

# ruff: noqa: PLC0415 - models may be imported only after `open_scene` has set Django up

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import django

SERVICE = "surat-keterangan-usaha"
DISTRICT = "12.19.05"
PAPERS = ("foto_ktp", "foto_usaha")

ANSWERS = {
    "nama": "Siti Rahma",
    "nik": "1219054107900001",
    "alamat": "Dusun II, Labuhan Ruku",
    "telepon": "0812 3456 7890",
    "nama_usaha": "Warung Melati",
    "jenis_usaha": "dagang",
    "tahun_mulai": "2019",
    "kecamatan": DISTRICT,
    "desa": "12.19.05.1001",
    "alamat_usaha": "Jalan Pasar 3",
    "keperluan": "pinjaman",
    "pernyataan": "ya",
}


@dataclass(frozen=True)
class Resident:
    """A signed-in client: cookies, reference, and the uploads that wait for a form."""

    pk: int
    ref: str
    session: str
    uploads: tuple[str, ...]
    files: tuple[str, ...]


def open_scene() -> Any:
    """Set Django up, migrate, load the shipped content; return the office of the district."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pendopo.project.settings")
    django.setup()
    from django.core.management import call_command

    from pendopo.domains.people.tests import factories

    call_command("migrate", verbosity=0)
    call_command("content", "load", verbosity=0, stdout=open(os.devnull, "w"))
    name = "Kecamatan Talawi"
    return factories.make_agency("kecamatan-talawi", kind="kecamatan", district=DISTRICT, name=name)


def whole() -> Any:
    """Return the government itself, above all offices."""
    from pendopo.domains.people.tests import factories

    government = factories.make_agency("pemerintah")
    government.path = "/"
    government.save()
    return government


def now() -> datetime:
    """Return the moment at which a benchmark plays."""
    return datetime.now(UTC)


def settle() -> None:
    """Let the database look at what was written in bulk, as it would by itself in a while."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def make_residents(count: int) -> list[Resident]:
    """Return residents with an account and a session, and two inspected photographs each."""
    from django.db import transaction

    from pendopo.domains.people.tests import factories
    from pendopo.kernel.actor import Assurance

    with transaction.atomic():
        people = [factories.make_person(assurance=Assurance.CONTACT) for _ in range(count)]
        return [_resident(person) for person in people]


def make_officer(office: Any, *permissions: str) -> str:
    """Return the session of an officer of the office who used the second factor."""
    from pendopo.domains.people import queries
    from pendopo.domains.people.tests import factories

    person = factories.make_officer(*permissions, unit=office)
    strong = {queries.acting.METHODS: [{"method": "mfa", "type": "totp"}]}
    return _sign_in(person.account, **strong)


def cookies(session: str) -> str:
    """Return the Cookie header of a session, with the token that forms carry."""
    return f"sessionid={session}; csrftoken={TOKEN}"


TOKEN = "0123456789abcdefghijklmnopqrstuv"  # noqa: S105 - any 32 letters: cookie and header agree


def post_headers(resident: Resident) -> dict[str, str]:
    """Return what our own page sends with an item of the outbox."""
    return {
        "Content-Type": "application/json",
        "Cookie": cookies(resident.session),
        "X-CSRFToken": TOKEN,
        "X-Requested-By": "pendopo",
        "X-Owner": resident.ref,
        "Idempotency-Key": str(uuid4()),
    }


def post_body(resident: Resident) -> bytes:
    """Return a filled form with its attachments."""
    files = dict(zip(PAPERS, resident.uploads, strict=True))
    return json.dumps({"answers": ANSWERS, "files": files, "version": 1}).encode()


def _resident(person: Any) -> Resident:
    from pendopo.domains.people.tests import factories

    account = factories.make_account(person)
    papers = [_paper(person.ref, code) for code in PAPERS]
    return Resident(
        pk=person.pk,
        ref=person.ref,
        session=_sign_in(account),
        uploads=tuple(upload.pk for upload in papers),
        files=tuple(upload.file_id for upload in papers),
    )


def _paper(owner: str, code: str) -> Any:
    """Return a finished upload: its photograph was read in a child process before we measure."""
    from django.utils import timezone

    from pendopo.kernel.files.models import StoredFile, Upload

    now = timezone.now()
    known = {"owner": owner, "name": f"{code}.png", "size": 1000, "sha256": "0" * 64}
    kept = {"media_type": "image/png", "data_class": "document", "created_at": now}
    stored = StoredFile.objects.create(**known, **kept)
    return Upload.objects.create(**known, received=1000, created_at=now, file=stored)


def _sign_in(account: Any, **values: Any) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "pendopo.domains.people.hooks.backends.AccountBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.update(values)
    session.save()
    return str(session.session_key)
