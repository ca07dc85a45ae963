"""Set the stage: the tree of offices, officers on their posts, residents in their villages."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime

from pendopo.domains.bookings.schema import Site
from pendopo.domains.documents import actions as documents
from pendopo.domains.people import actions as people_actions
from pendopo.domains.people import queries as people
from pendopo.domains.people.models import Account, Agency, Person
from pendopo.kernel.actor import Actor, Assurance, Grant, system
from pendopo.kernel.content import library
from pendopo.project.demo import answers, offices
from pendopo.shell import government

SINCE = date(2024, 1, 1)
PASSPHRASE = "contoh-saja"  # noqa: S105 - shown on the demo page
RESIDENTS = 900
OWNERS = 15
"""One resident in so many owns a business that applies in its own name."""


@dataclass
class Cast:
    """Who plays which part; actors are ready to act."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    heads: dict[str, Actor] = field(default_factory=dict)
    checkers: dict[str, Actor] = field(default_factory=dict)
    residents: list[Person] = field(default_factory=list)
    leaders: dict[str, Actor] = field(default_factory=dict)
    """Who works for the whole government on scores, by role."""
    businesses: dict[int, str] = field(default_factory=dict)
    """The reference of a business by the id of the resident who owns it."""


DIRECTOR = Actor(
    ref=system("demo").ref,
    grants=frozenset(
        Grant(permission, "/") for permission in ("people.admin", "cases.file_for_others")
    ),
    strong=True,
)


def assemble(rng: random.Random, now: datetime, residents: int = RESIDENTS) -> Cast:
    """Found the offices, seat the officers, register the residents."""
    cast = Cast()
    _found_offices(cast, now)
    for code, agency in cast.agencies.items():
        if code != "pemkab":
            _staff(cast, agency, rng, now)
    _lead(cast, rng, now)
    _score(cast, now)
    cast.residents = [_resident(number, rng, now) for number in range(residents)]
    # Not by the dice: the year falls out the same with and without them.
    for number, owner in enumerate(cast.residents[::OWNERS]):
        cast.businesses[owner.pk] = _business(cast, number, owner, now)
    return cast


def _found_offices(cast: Cast, now: datetime) -> None:
    home = government.current()
    root = _agency(cast, "pemkab", home.name, "government", None, "", now)
    for code, name in offices.OFFICES:
        _agency(cast, code, name, "opd", root, "", now)
    for one in home.districts:
        slug = "kecamatan-" + one.name.lower().replace(" ", "-")
        _agency(cast, slug, f"Kecamatan {one.name}", "kecamatan", root, one.code, now)
    for version in library.versions("clinics", on=government.local_date(now)):
        site = version.data
        if isinstance(site, Site):
            health = cast.agencies["dinkes"]
            _agency(cast, site.agency, site.title, "puskesmas", health, site.district, now)


def _agency(
    cast: Cast, code: str, name: str, kind: str, parent: Agency | None, district: str, now: datetime
) -> Agency:
    found = people_actions.found_agency(
        code=code,
        name=name,
        kind=kind,
        parent=parent,
        district=district,
        starts_on=SINCE,
        actor=DIRECTOR,
        now=now,
    )
    cast.agencies[code] = found
    return found


def _staff(cast: Cast, agency: Agency, rng: random.Random, now: datetime) -> None:
    title = {"kecamatan": "Camat", "puskesmas": "Kepala"}.get(agency.kind, "Kepala")
    head = _officer(agency, f"{title} {_short(agency)}", ["kepala"], rng, now, signs=True)
    desk_roles = ["petugas-verifikasi", "petugas-loket"]
    checker = _officer(agency, "Petugas Pelayanan", desk_roles, rng, now)
    _officer(agency, "Sekretaris", ["sekretaris"], rng, now)
    documents.enrol_in_sandbox(
        person_ref=head.ref, passphrase=documents.Passphrase(PASSPHRASE), now=now
    )
    cast.heads[agency.code] = actor_of_officer(head, now)
    cast.checkers[agency.code] = actor_of_officer(checker, now)


def _lead(cast: Cast, rng: random.Random, now: datetime) -> None:
    root = cast.agencies["pemkab"]
    _officer(root, "Bupati", ["bupati"], rng, now)
    _officer(cast.agencies["diskominfo"], "Pengelola Sistem", ["admin-kominfo"], rng, now)
    _officer(cast.agencies["inspektorat"], "Pengawas", ["pengawas"], rng, now)


def _score(cast: Cast, now: datetime) -> None:
    """Seat who coordinates, verifies and stands for scores; by other dice, so the year stays."""
    rng = random.Random(len(cast.agencies))  # noqa: S311 - invented names, the same each time
    root = cast.agencies["pemkab"]
    for title, role, signs in (
        ("Sekretaris Daerah", "sekda", True),
        ("Koordinator Evaluasi", "koordinator-evaluasi", False),
        ("Asesor Internal", "asesor-internal", False),
    ):
        person = _officer(root, f"{title} (contoh)", [role], rng, now, signs=signs, label=title)
        cast.leaders[role] = actor_of_officer(person, now)
        if signs:
            documents.enrol_in_sandbox(
                person_ref=person.ref, passphrase=documents.Passphrase(PASSPHRASE), now=now
            )


def _short(agency: Agency) -> str:
    return agency.name.removeprefix("Kecamatan ").removesuffix(" (contoh)")


def _officer(
    agency: Agency,
    title: str,
    roles: list[str],
    rng: random.Random,
    now: datetime,
    *,
    signs: bool = False,
    label: str = "",
) -> Person:
    person = _person(_name(rng), now, assurance=Assurance.CONFIRMED)
    post = people_actions.create_post(
        agency=agency,
        title=title,
        roles=roles,
        is_head=signs,
        signs=signs,
        actor=DIRECTOR,
        now=now,
    )
    people_actions.appoint(person=person, post=post, starts_on=SINCE, actor=DIRECTOR, now=now)
    _account(person, f"{label or title}-{agency.code}", now)
    return person


def _resident(number: int, rng: random.Random, now: datetime) -> Person:
    district = rng.choice(government.current().districts).code
    village = rng.choice(people.villages(district))[0]
    person = _person(_name(rng), now, district=district, village=village)
    if number < 3:
        _account(person, f"warga-{number + 1}", now)
        people_actions.claim_nik(
            person=person, number=answers.fake_nik(person, rng), actor=actor_of(person), now=now
        )
    return person


def _business(cast: Cast, number: int, owner: Person, now: datetime) -> str:
    """Let a resident record a business, and an officer see its NIB (99…: invented)."""
    business = people_actions.record_business(
        owner=owner,
        name=f"{offices.SHOPS[number % len(offices.SHOPS)]} {owner.name.split()[-1]}",
        nib=f"99{number:011}",
        area=owner.village,
        actor=actor_of(owner),
        now=now,
    )
    office = people.agency_serving("kecamatan", owner.district)
    assert office is not None
    people_actions.confirm_mandate(
        mandate=business.mandates_over.get(), proof="nib", actor=cast.checkers[office.code], now=now
    )
    return business.ref


def _person(name: str, now: datetime, **values: object) -> Person:
    return Person.objects.create(
        name=name, created_at=now, **{"assurance": Assurance.CONTACT, **values}
    )


def _account(person: Person, label: str, now: datetime) -> None:
    slug = "".join(c if c.isalnum() else "-" for c in label.lower())
    account = Account(person=person, email=f"{slug}@contoh.invalid", created_at=now)
    account.set_unusable_password()
    account.save()


def _name(rng: random.Random) -> str:
    return f"{rng.choice(offices.FIRST)} {rng.choice(offices.LAST)}"


def actor_of(person: Person) -> Actor:
    """Return a resident as an actor."""
    return Actor(
        ref=person.ref,
        name=person.name,
        person_id=person.pk,
        assurance=Assurance(person.assurance),
    )


def actor_of_officer(person: Person, now: datetime) -> Actor:
    """Return an officer as an actor with everything that their posts allow on this day."""
    session: dict[str, object] = {"account_authentication_methods": [{"method": "mfa"}]}
    account = Account.objects.select_related("person").get(person=person)
    return people.actor_of(account, session, on=government.local_date(now))
