"""A letter signed "a.n.": the holder's title, the signer's own post below it, the signer's name."""

import subprocess
from datetime import date, timedelta

import pytest

from pendopo.domains.documents import access, actions, queries
from pendopo.domains.documents.models import Letter
from pendopo.domains.documents.tests import factories
from pendopo.domains.people.models import Agency, Holding, Person
from pendopo.domains.people.tests import factories as people
from pendopo.kernel.files import store

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(settings, tmp_path) -> Person:
    """Return the secretary who signs a.n. the camat, whose chair is empty."""
    factories.load_sheet()
    agency = people.make_agency("kecamatan-talawi", name="Kecamatan Talawi", kind="kecamatan")
    head = people.make_post(
        agency, *factories.PERMISSIONS, title="Camat Talawi", signs=True, is_head=True
    )
    person = people.make_person(name="Nurhayati Lubis")
    people.make_account(person)
    people.make_holding(person, people.make_post(agency, title="Sekretaris Camat"))
    people.make_delegation(person, head, kind="an")
    factories.enrol(person)
    return person


def make_letter(person: Person) -> Letter:
    """Return a frozen letter of the office, signed by whom the queries name."""
    office = factories.Office(Agency.objects.get(), person, people.actor_for(person))
    signatory = queries.signatory(office.agency.code, on=factories.TODAY)
    return factories.make_frozen(office, signatory=signatory)


def sign(person: Person, letter: Letter) -> actions.Outcome:
    [outcome] = actions.sign_many(
        picks=[actions.Pick(letter.ref, letter.frozen_sha256)],
        passphrase=actions.Passphrase(factories.WORDS),
        actor=people.actor_for(person),
        now=factories.NOW,
    )
    return outcome


def lines_of(pdf: bytes) -> list[str]:
    """Return the words of a PDF line by line, as a reader sees them; runs where poppler-utils is."""
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return [" ".join(line.split()) for line in done.stdout.decode().splitlines() if line.strip()]


@pytest.mark.browser
def test_the_printed_letter_names_the_post_that_is_signed_for_and_the_signers_own(secretary):
    lines = lines_of(store.read(make_letter(secretary).frozen_file))
    place = lines.index("a.n. CAMAT TALAWI")
    assert lines[place - 1].startswith("Talawi, 4 Juni 2026")
    assert lines[place + 1] == "Sekretaris Camat,"
    assert "Nurhayati Lubis" in lines[place + 2 :]


@pytest.mark.browser
def test_a_definitive_head_prints_one_title(office):
    lines = lines_of(store.read(factories.make_frozen(office).frozen_file))
    place = lines.index("CAMAT TALAWI,")
    assert not [line for line in lines[:place] if "a.n." in line]


def test_the_secretary_may_sign_it(secretary):
    letter = make_letter(secretary)
    assert sign(secretary, letter).is_signed


def test_whoever_moved_to_another_post_does_not_sign_under_the_old_one(secretary):
    letter = make_letter(secretary)
    Holding.objects.update(ends_on=factories.TODAY - timedelta(days=1))
    other = people.make_post(Agency.objects.get(), title="Kepala Seksi Pelayanan")
    people.make_holding(secretary, other, starts_on=date(2026, 1, 1))
    outcome = sign(secretary, letter)
    assert not outcome.is_signed
    assert outcome.sentence == access.NotYourSignature.sentence
