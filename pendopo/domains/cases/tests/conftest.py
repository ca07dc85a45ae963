"""A small government: one kecamatan with officers, the shipped content, one resident."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from pendopo.domains.people.models import Agency, Person
from pendopo.domains.people.tests import factories
from pendopo.kernel.actor import Actor, Assurance
from pendopo.kernel.content import checking, kind_of, library
from pendopo.kernel.files import store
from pendopo.kernel.privacy.classes import DataClass

NOW = datetime(2026, 6, 4, 3, 0, tzinfo=UTC)

ANSWERS = {
    "nama": "Siti Rahma",
    "nik": "1219054107900001",
    "alamat": "Dusun II, Labuhan Ruku",
    "telepon": "0812 3456 7890",
    "nama_usaha": "Warung Melati",
    "jenis_usaha": "dagang",
    "tahun_mulai": "2019",
    "kecamatan": "12.19.05",
    "desa": "12.19.05.1001",
    "alamat_usaha": "Jalan Pasar 3",
    "keperluan": "pinjaman",
    "pernyataan": "ya",
}


@dataclass
class Town:
    """Who is who."""

    office: Agency
    checker: Actor
    head: Actor
    counter: Actor
    stranger: Actor
    resident: Actor
    neighbour: Actor
    head_person: Person
    people: dict[str, Person]


def load(kind: str, code: str) -> None:
    found = kind_of(kind)
    folder = Path(settings.CONTENT_DIR) / kind / code
    library.load(checking.check(found, code, checking.read_folder(folder, found)), now=NOW)


@pytest.fixture
def town(db) -> Town:
    load("workflows", "surat")
    load("services", "surat-keterangan-usaha")
    load("calendars", "nasional")
    load("letters", "dasar")
    office = factories.make_agency(
        "kecamatan-talawi", kind="kecamatan", district="12.19.05", name="Kecamatan Talawi"
    )
    elsewhere = factories.make_agency("kecamatan-air-putih", kind="kecamatan", district="12.19.03")
    people = {
        "checker": factories.make_officer("cases.view", "cases.check", unit=office),
        "counter": factories.make_officer("cases.view", "cases.file_for_others", unit=office),
        "stranger": factories.make_officer("cases.view", "cases.check", unit=elsewhere),
        "head": factories.make_person(name="Rahmat Hidayat"),
        "resident": factories.make_person(name="Siti Rahma", assurance=Assurance.CONTACT),
        "neighbour": factories.make_person(assurance=Assurance.CONTACT),
    }
    factories.make_account(people["head"])
    post = factories.make_post(
        office,
        "cases.view",
        "cases.decide",
        "cases.assign",
        "documents.sign",
        title="Camat Talawi",
        is_head=True,
        signs=True,
    )
    factories.make_holding(people["head"], post)
    actors = {name: factories.actor_for(person) for name, person in people.items()}
    return Town(office=office, head_person=people["head"], people=people, **actors)


def one_pixel() -> bytes:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def papers(town) -> dict[str, str]:
    """Return an accepted file of the resident for every file field of the service."""
    return send_papers(town.resident)


def send_papers(actor: Actor) -> dict[str, str]:
    from django.core.files.uploadedfile import SimpleUploadedFile

    version = library.current("services", "surat-keterangan-usaha", on=NOW.date())
    codes = [f.code for f in version.data.fields() if f.type == "file"]
    return {
        code: store.accept(
            SimpleUploadedFile(f"{code}.png", one_pixel()),
            allowed=store.PAPERS,
            limit=1_000_000,
            owner=actor.ref,
            data_class=DataClass.DOCUMENT,
            now=NOW,
        ).pk
        for code in codes
    }
