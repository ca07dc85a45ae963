"""A small regency to measure on: shipped content, one office, an officer, residents signed in."""

import io
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import django

from benchmarks import load

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
    """A signed-in client."""

    pk: int
    ref: str
    session: str


@dataclass(frozen=True)
class Filled:
    """A filled form: by field, its finished uploads and the files they became."""

    resident: Resident
    uploads: dict[str, str]
    files: dict[str, str]


def open_scene() -> Any:
    """Set Django up, migrate, load the shipped content; return the office of the district."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pendopo.project.settings")
    django.setup()
    from django.core.management import call_command

    from pendopo.domains.people.tests import factories

    call_command("migrate", verbosity=0)
    call_command("content", "load", verbosity=0, stdout=io.StringIO())
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
        if connection.vendor == "sqlite":
            cursor.execute("ANALYZE")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("VACUUM ANALYZE")


def make_residents(count: int) -> list[Resident]:
    """Return residents with an account and a session of their own."""
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


TOKEN = "0123456789abcdefghijklmnopqrstuv"


def filled_forms(residents: Iterable[Resident]) -> list[Filled]:
    """Return a form each, with two photographs that were uploaded and inspected before."""
    from pendopo.kernel.files.models import StoredFile, Upload

    rows = [(one, field, _paper(one.ref, field)) for one in residents for field in PAPERS]
    StoredFile.objects.bulk_create((upload.file for _, _, upload in rows), batch_size=500)
    Upload.objects.bulk_create((upload for _, _, upload in rows), batch_size=500)
    forms = zip(*[iter(rows)] * len(PAPERS), strict=True)
    return [
        Filled(
            resident=form[0][0],
            uploads={field: upload.pk for _, field, upload in form},
            files={field: upload.file_id for _, field, upload in form},
        )
        for form in forms
    ]


def post(form: Filled) -> bytes:
    """Return the request that our own page makes of an item of the outbox."""
    headers = {
        "Content-Type": "application/json",
        "Cookie": cookies(form.resident.session),
        "X-CSRFToken": TOKEN,
        "X-Requested-By": "pendopo",
        "X-Owner": form.resident.ref,
        "Idempotency-Key": str(uuid4()),
    }
    item = {"answers": ANSWERS, "files": form.uploads, "version": 1}
    return load.write("POST", f"/layanan/{SERVICE}/kirim/", headers, json.dumps(item).encode())


def _resident(person: Any) -> Resident:
    from pendopo.domains.people.tests import factories

    session = _sign_in(factories.make_account(person))
    return Resident(pk=person.pk, ref=person.ref, session=session)


def _paper(owner: str, field: str) -> Any:
    from pendopo.kernel.files.models import StoredFile, Upload

    known = {"owner": owner, "name": f"{field}.png", "size": 1000, "sha256": "0" * 64}
    known["created_at"] = now()
    stored = StoredFile(**known, media_type="image/png", data_class="document")
    return Upload(**known, received=1000, file=stored)


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
