"""Factories of letters for every part's tests: an office with a head who signs, and its letters."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from pendopo.domains.documents import actions
from pendopo.domains.documents.models import Letter
from pendopo.domains.people.models import Agency, Person
from pendopo.domains.people.tests import factories as people
from pendopo.kernel import content
from pendopo.kernel.actor import Actor, system
from pendopo.kernel.content import checking, library

NOW = datetime(2026, 6, 4, 3, 0, tzinfo=UTC)
TODAY = date(2026, 6, 4)
WORDS = "kopi-tubruk-manis"
PERMISSIONS = ("documents.sign", "documents.revoke", "documents.register")
DECIDER = system("decision")

TEMPLATE = """
#import "/dasar.typ": letter, sheet, facts
#show: sheet
Menerangkan bahwa:
#facts(("Nama", letter.content.nama), ("Usaha", letter.content.usaha))
"""


@dataclass(frozen=True)
class Office:
    """A kecamatan, its head, and the head as an actor with a second factor."""

    agency: Agency
    head: Person
    actor: Actor


def load_sheet() -> None:
    """Load the sheet that letters are written on from the shipped content."""
    kind = content.kind_of("letters")
    folder = Path(settings.CONTENT_DIR) / "letters" / "dasar"
    library.load(checking.check(kind, "dasar", checking.read_folder(folder, kind)), now=NOW)


def make_office(code: str = "kecamatan-talawi") -> Office:
    """Return an office whose head may sign, with a sandbox certificate opened by WORDS."""
    load_sheet()
    agency = people.make_agency(code, name="Kecamatan Talawi", kind="kecamatan")
    head = people.make_person(name="Rahmat Hidayat")
    people.make_account(head)
    post = people.make_post(agency, *PERMISSIONS, title="Camat Talawi", signs=True, is_head=True)
    people.make_holding(head, post)
    enrol(head)
    return Office(agency, head, people.actor_for(head))


def enrol(person: Person) -> None:
    """Give a person a sandbox certificate opened by WORDS."""
    actions.enrol_in_sandbox(person_ref=person.ref, passphrase=actions.Passphrase(WORDS), now=NOW)


def signatory(office: Office, **changes: Any) -> actions.Signatory:
    """Return the office's head as printed below a letter."""
    values = {"ref": office.head.ref, "name": office.head.name, "title": "Camat Talawi"}
    return actions.Signatory(**{**values, **changes})


def order(office: Office, **changes: Any) -> actions.LetterOrder:
    """Return what a decision orders."""
    values: dict[str, Any] = {
        "kind": "surat-keterangan-usaha",
        "title": "Surat Keterangan Usaha",
        "template_source": TEMPLATE,
        "template_version": "surat-keterangan-usaha 1",
        "content": {"nama": "Siti Rahmawati", "usaha": 'Warung "Ibu" #Siti'},
        "subject": "case:2026-A1",
        "agency": office.agency.code,
        "unit": office.agency.path,
        "numbering": actions.Numbering(
            template="{class}/{seq:04}/{unit}/{year}", class_code="500.3", unit_code="KEC-TLW"
        ),
        "letterhead": actions.Letterhead(
            government="Pemerintah Kabupaten Batu Bara",
            office="Kecamatan Talawi",
            address="Jalan Contoh 1",
            place="Talawi",
        ),
        "signatory": signatory(office),
        "document_date": TODAY,
        "holder": "person:SITI",
        "holder_masked": "Siti R***",
    }
    return actions.LetterOrder(**{**values, **changes})


def make_letter(office: Office, **changes: Any) -> Letter:
    """Return a drafted letter with its number."""
    return actions.draft(order=order(office, **changes), actor=DECIDER, now=NOW)


def make_frozen(office: Office, **changes: Any) -> Letter:
    """Return a letter whose bytes are fixed."""
    return actions.freeze(letter=make_letter(office, **changes), now=NOW)


def sign(office: Office, *letters: Letter, words: str = WORDS) -> list[actions.Outcome]:
    """Sign letters as the office's head."""
    return actions.sign_many(
        picks=[actions.Pick(letter.ref, letter.frozen_sha256) for letter in letters],
        passphrase=actions.Passphrase(words),
        actor=office.actor,
        now=NOW,
    )


def make_signed(office: Office, **changes: Any) -> Letter:
    """Return a letter in force."""
    letter = make_frozen(office, **changes)
    (outcome,) = sign(office, letter)
    assert outcome.is_signed, outcome.sentence
    letter.refresh_from_db()
    return letter
