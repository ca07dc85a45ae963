"""What people adds to the house, and what it adds to allauth (`adapters`, `stages`)."""

from collections.abc import Iterable

from pendopo.domains.people import access, queries
from pendopo.domains.people.schema import RolePackage
from pendopo.kernel import content, hooks
from pendopo.kernel.actor import Actor, Frame

content.register("roles", RolePackage, main="role.yaml")


@hooks.menu.fill
def account_entry(actor: Actor) -> Iterable[hooks.MenuItem]:
    """Offer the account pages to whoever is signed in, and the door to whoever is not."""
    if actor.is_signed_in:
        frame = "officer" if actor.frame == Frame.OFFICER else "resident"
        yield hooks.MenuItem(
            label="Akun saya", address="/akun/", icon="person", frame=frame, rank=90
        )
    else:
        yield hooks.MenuItem(
            label="Masuk", address="/masuk/", icon="person", frame="public", rank=90
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
def person_page(subject: str, actor: Actor) -> hooks.SubjectLink | None:
    """Link a person's reference to their page, for those who may see it."""
    if not subject.startswith("person:"):
        return None
    try:
        person = queries.person(subject)
    except queries.NoSuchPerson:
        return None
    if not access.may_see_person(actor, person):
        return None
    return hooks.SubjectLink(
        label=person.name, address=f"/orang/{person.ref.removeprefix('person:')}/"
    )
