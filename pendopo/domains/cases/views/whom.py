"""For whom a form is filed: what a person may choose, and what the choice means."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from pendopo.domains.cases import access as may
from pendopo.domains.cases import actions
from pendopo.domains.cases.schema import ServicePackage
from pendopo.domains.people import queries as people
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import BadInput, DomainError
from pendopo.kernel.intake import answers as intake

FIELD = "untuk"
_BUSINESS = "business:"


class WhomMissing(BadInput):
    """The form asked for whom it is, and nobody was chosen."""

    sentence = "Pilih untuk siapa permohonan ini."


@dataclass(frozen=True)
class Choice:
    """One line of the question; `value` is the reference of a person or a business."""

    value: str
    label: str
    about: str
    is_chosen: bool


@dataclass(frozen=True)
class Question:
    """The question as a page shows it; `lacks_business` where a business could still be added."""

    choices: list[Choice]
    has_wards: bool
    lacks_business: bool


def question(
    package: ServicePackage, actor: Actor, *, chosen: str | None, on: date
) -> Question | None:
    """Return for whom this person may file, or None where there is nothing to ask.

    Who held a mandate before is asked too: a draft may still name somebody whose mandate ended.
    """
    others = people.represented_by(actor.person_id or 0, on=on)
    if not (package.takes_businesses or others.is_known):
        return None
    lines = [*_persons(package, actor, others), *_businesses(package, others)]
    wanted = actor.ref if chosen is None else chosen
    return Question(
        choices=[Choice(ref, name, about, ref == wanted) for ref, name, about in lines],
        has_wards=package.takes_persons and bool(others.persons),
        lacks_business=package.takes_businesses and not others.businesses,
    )


def applicant(actor: Actor, chosen: str | None) -> tuple[int, str]:
    """Return the id of the person, and the reference of the business that they stand for.

    `chosen` is None where the form did not ask. Whether it is allowed, the action says.
    Raises SignInAgain, WhomMissing, NotYourPrincipal.
    """
    if actor.person_id is None:
        raise intake.SignInAgain
    if chosen == "":
        raise WhomMissing
    if chosen is None or chosen == actor.ref:
        return actor.person_id, ""
    if chosen.startswith(_BUSINESS):
        return actor.person_id, chosen
    try:
        return people.person(chosen).pk, ""
    except people.NoSuchPerson:
        # The same answer as for a person whom the house knows.
        raise may.NotYourPrincipal from None


@contextmanager
def said_at_the_question() -> Iterator[None]:
    """Name the question in a refusal about whom it is for, so that the page shows it there."""
    try:
        yield
    except (
        WhomMissing,
        may.NotYourPrincipal,
        may.NotYourBusiness,
        actions.BusinessMissing,
        actions.NotForBusinesses,
    ) as refusal:
        _note(refusal)
        raise


def _note(refusal: DomainError) -> None:
    refusal.details["errors"] = {FIELD: [refusal.sentence]}


def _persons(
    package: ServicePackage, actor: Actor, others: people.Represented
) -> Iterator[tuple[str, str, str]]:
    if package.takes_persons:
        yield actor.ref, _("Saya sendiri"), ""
        for one in others.persons:
            yield one.ref, one.name, ""


def _businesses(
    package: ServicePackage, others: people.Represented
) -> Iterator[tuple[str, str, str]]:
    if package.takes_businesses:
        for one in others.businesses:
            yield one.ref, one.name, f"NIB {one.nib}" if one.nib else _("belum punya NIB")
