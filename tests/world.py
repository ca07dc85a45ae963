"""One of everything, and one of everybody: the stage of tests that attack the whole house."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from pendopo.domains.bookings import actions as bookings
from pendopo.domains.bookings.models import Session
from pendopo.domains.bookings.tests import factories as clinics
from pendopo.domains.cases import actions as cases
from pendopo.domains.cases.tests.conftest import ANSWERS, one_pixel
from pendopo.domains.documents import actions as documents
from pendopo.domains.documents.models import Letter
from pendopo.domains.documents.tests import factories as letters
from pendopo.domains.notices import actions as notices
from pendopo.domains.people.models import Agency, Person
from pendopo.domains.people.tests import factories as people
from pendopo.domains.surveys import actions as surveys
from pendopo.kernel.actor import Actor, Assurance, system
from pendopo.kernel.content import library
from pendopo.kernel.files import store, uploads
from pendopo.kernel.ledger import book, reactions
from pendopo.kernel.ledger.models import Delivery, Entry
from pendopo.kernel.privacy.classes import DataClass

NOW = datetime(2026, 6, 4, 3, 0, tzinfo=UTC)
SERVICE = "surat-keterangan-usaha"


@dataclass
class World:
    """Persons by the part they play, and the words that stand in addresses."""

    people: dict[str, Person]
    words: dict[str, str] = field(default_factory=dict)

    def actor(self, part: str) -> Actor:
        """Return a person as an actor on this day, the second factor used."""
        return people.actor_for(self.people[part], on=NOW.date())


def build() -> World:
    """Make the world of 4 June 2026: two offices, eight persons, one object of every kind."""
    for _ in library.load_folder(Path(settings.CONTENT_DIR), now=NOW):
        pass
    world = World(_people())
    number = _signed_case(world)
    _signed_letter(world)
    _messages(world, number)
    _upload(world)
    _organisation(world)
    _queue(world)
    _park(world)
    return world


def _people() -> dict[str, Person]:
    top = Agency.objects.create(
        code="pemkab", name="Pemerintah", kind="government", path="/", starts_on=people.LONG_AGO
    )
    here = people.make_agency("kecamatan-talawi", top, kind="kecamatan", district="12.19.05")
    there = people.make_agency("kecamatan-air-putih", top, kind="kecamatan", district="12.19.03")
    return {
        "owner": _resident("Siti Rahma"),
        "resident": _resident("Budi Santoso"),
        "counter": _officer("petugas-loket", here),
        "checker": _officer("petugas-verifikasi", here),
        "head": _officer("kepala", here, signs=True, is_head=True),
        "inspector": _officer("pengawas", here),
        "officer_elsewhere": _officer("petugas-verifikasi", there),
        "head_elsewhere": _officer("kepala", there, signs=True, is_head=True),
        "admin": _officer("admin-kominfo", top),
    }


def _resident(name: str) -> Person:
    person = people.make_person(name=name, assurance=Assurance.SEEN)
    people.make_account(person)
    return person


def _officer(role: str, agency: Agency, **post: bool) -> Person:
    person = people.make_person()
    people.make_account(person)
    seat = people.make_post(agency, title=f"{role} {agency.code}", **post)
    seat.roles = [role]
    seat.save()
    people.make_holding(person, seat)
    return person


def _signed_case(world: World) -> str:
    """File, check, decide and sign one case; return its number."""
    owner = world.actor("owner")
    papers = {code: paper(owner.ref) for code in file_fields()}
    filing = cases.Filing(service=SERVICE, raw=ANSWERS, files=papers)
    filed = cases.file_case(
        filing=filing, applicant_id=world.people["owner"].pk, actor=owner, now=NOW
    )
    number = filed.case.number
    for part, step in (("checker", "check"), ("head", "approve")):
        cases.take_step(number=number, step=cases.Step(code=step), actor=world.actor(part), now=NOW)
    world.words |= {
        "case": number,
        "tracking": filed.tracking_code,
        "file": next(iter(papers.values())),
        "entry": book.entries_of(filed.case.ref).first().id,
    }
    return number


def _signed_letter(world: World) -> None:
    """Sign what was decided."""
    letter = documents.freeze(letter=Letter.objects.get(), now=NOW)
    letters.enrol(world.people["head"])
    [outcome] = documents.sign_many(
        picks=[documents.Pick(letter.ref, letter.frozen_sha256)],
        passphrase=documents.Passphrase(letters.WORDS),
        actor=world.actor("head"),
        now=NOW,
    )
    assert outcome.is_signed, outcome.sentence
    world.words |= {"letter": letter.pk_text, "token": letter.token}


def file_fields() -> list[str]:
    """Return the codes of the service's questions that ask for a file."""
    form = library.current("services", SERVICE, on=NOW.date()).data
    return [one.code for one in form.fields() if one.type == "file"]


def paper(owner: str) -> str:
    """Return the id of a photo that this person sent."""
    stored = store.accept(
        SimpleUploadedFile("ktp.png", one_pixel()),
        allowed=store.PAPERS,
        limit=1_000_000,
        owner=owner,
        data_class=DataClass.DOCUMENT,
        now=NOW,
    )
    return stored.pk


def _messages(world: World, number: str) -> None:
    """Tell the owner of the case, and ask for an opinion."""
    owner, case = world.people["owner"], f"case:{number}"
    notice = notices.notify(
        person_ref=owner.ref, template="letter-ready", subject=case, now=NOW, number=number
    )
    invitation = surveys.invite(
        subject=case,
        service=SERVICE,
        agency="kecamatan-talawi",
        person_ref=owner.ref,
        actor=system("surveys"),
        now=NOW,
    )
    assert invitation
    world.words |= {"notice": str(notice.pk), "survey": invitation.token}


def _upload(world: World) -> None:
    """Let the owner begin to send a file."""
    data = one_pixel()
    upload = uploads.announce(
        owner=world.people["owner"].ref,
        name="kk.png",
        size=len(data) + 1,
        sha256=hashlib.sha256(data).hexdigest(),
        now=NOW,
    )
    world.words["upload"] = upload.pk


def _organisation(world: World) -> None:
    """Add what hangs on persons: a session, a mandate, a seat and a delegation that is over."""
    owner = world.people["owner"]
    session = UserSession.objects.create(
        user=owner.account, session_key="sesi", ip="127.0.0.1", user_agent="x"
    )
    holding = world.people["head"].holdings.get()
    delegation = people.make_delegation(
        world.people["checker"],
        holding.post,
        starts_on=date(2026, 5, 1),
        ends_on=date(2026, 5, 31),
    )
    mandate = people.make_mandate(owner, person=people.make_person(name="Anak Siti"), seen_at=None)
    world.words |= {
        "session": str(session.pk),
        "delegation": str(delegation.pk),
        "post": str(holding.post_id),
        "holding": str(holding.pk),
        "mandate": str(mandate.pk),
        "person": owner.ref.removeprefix("person:"),
    }


def _queue(world: World) -> None:
    """Open a puskesmas and give the owner a number for the next day."""
    clinics.load_site(NOW, quota=10)
    starts_at = clinics.session_start(NOW + timedelta(days=1))
    ticket = bookings.book_visit(
        site=clinics.SITE,
        clinic="umum",
        starts_at=starts_at,
        patient_ref=world.people["owner"].ref,
        visit=clinics.VISIT,
        actor=world.actor("owner"),
        now=NOW,
    )
    world.words |= {
        "ticket": ticket.key,
        "queue_session": str(Session.objects.get().pk),
        "minute": starts_at.astimezone(clinics.WIB).strftime("%Y%m%dT%H%M"),
    }


def _park(world: World) -> None:
    """Park one delivery, as a reaction does that fails too often."""
    parked = Delivery.objects.create(
        entry=Entry.objects.get(id=world.words["entry"]),
        reaction=next(iter(reactions.registry)),
        leased_until=NOW,
        parked_at=NOW,
    )
    world.words["delivery"] = str(parked.pk)
