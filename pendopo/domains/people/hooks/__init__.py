"""What people adds to the house, and what it adds to allauth (`adapters`, `stages`)."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from pendopo.domains.people import access, queries
from pendopo.domains.people.hooks import adapters
from pendopo.domains.people.schema import RolePackage
from pendopo.kernel import content, hooks
from pendopo.kernel.actor import Actor
from pendopo.kernel.events import Code

content.register("roles", RolePackage, main="role.yaml")


@hooks.menu.fill
def own_entries(actor: Actor) -> Iterable[hooks.MenuItem]:
    """Offer one's own account to whoever is signed in."""
    if actor.is_signed_in:
        yield hooks.MenuItem(label=_("Akun saya"), address="/akun/", icon="user", frame="account")
        yield hooks.MenuItem(
            label=_("Pengaman masuk"),
            address="/akun/pengaman/",
            icon="shield-lock",
            frame="account",
        )


@hooks.menu.fill
def officer_entries(actor: Actor) -> Iterable[hooks.MenuItem]:
    """Offer the counter's search and the organisation to those who work with them."""
    if actor.may("people.find_by_nik"):
        yield hooks.MenuItem(
            label="Cari NIK", address="/orang/", icon="id", frame="officer", rank=60
        )
    if actor.may("people.admin"):
        yield hooks.MenuItem(
            label="Unit kerja", address="/unit/", icon="building", frame="officer", rank=80
        )


@hooks.search.fill
def people_by_name(actor: Actor, text: str) -> Iterable[hooks.SearchHit]:
    """Find persons by the beginning of a name, for officers who handle cases."""
    if not actor.may("cases.view"):
        return
    for person in queries.find_by_name(text):
        yield hooks.SearchHit(
            title=person.name,
            text=person.village or person.district,
            address=f"/orang/{person.ref.removeprefix('person:')}/",
            kind="Orang",
        )


@hooks.subject_links.fill
def person_pages(subjects: Collection[str], actor: Actor) -> dict[str, hooks.SubjectLink]:
    """Link references of persons to their pages, for those who may see them."""
    refs = [one for one in subjects if one.startswith("person:")]
    return {
        one.ref: hooks.SubjectLink(
            label=one.name, address=f"/orang/{one.ref.removeprefix('person:')}/"
        )
        for one in (queries.persons(refs) if refs else ())
        if access.may_see_person(actor, one)
    }


@hooks.rotations.fill
def reseal_factors() -> Iterable[tuple[str, int]]:
    """Seal the secrets of second factors anew; allauth keeps them inside a JSON value."""
    # All at once: SQLite cannot begin to write while rows of an older state are still read.
    for factor in list(Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)):
        if rewritten := adapters.resealed(factor.data):
            Authenticator.objects.filter(pk=factor.pk).update(data=rewritten)
            yield "mfa_authenticator", 1


@hooks.record_kinds.fill
def kinds() -> Iterable[str]:
    """Say that "agency:…" names a record; persons, accounts and devices are people."""
    # A business may be one person's, so it is no record here either.
    return ("agency",)


@hooks.registers.fill
def registers() -> Iterator[hooks.Register]:
    """Publish the tree of offices, without those who sit in them."""
    yield hooks.Register(
        name="agencies",
        columns={
            "agency": Code,
            "kind": Code,
            "parent": Code | None,
            "district": Code | None,
            "posts": int,
            "posts_filled": int,
            "starts_on": date,
        },
        rows=queries.agency_rows,
        public=True,
    )
