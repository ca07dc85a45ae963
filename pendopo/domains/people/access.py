"""Who may do what with persons, posts and identities."""

from pendopo.domains.people.models import Person
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import NotAllowed


def require(actor: Actor, permission: str, unit: str = "") -> None:
    """Let pass who holds the permission (in `unit`), and the house's own jobs. Raises NotAllowed."""
    if not actor.ref.startswith("system:") and not actor.may(permission, unit):
        raise NotAllowed


def require_self(actor: Actor, person: Person) -> None:
    """Let pass only the person concerned. Raises NotAllowed."""
    if actor.person_id is None or actor.person_id != person.pk:
        raise NotAllowed


class NotYourOwnPapers(NotAllowed):
    """Whoever compares a card or a proof is not the one whom it serves."""

    sentence = "Kartu atau bukti Anda sendiri dicocokkan petugas lain."


def require_another(actor: Actor, person: Person) -> None:
    """Let pass everybody but the person whom the check is for. Raises NotYourOwnPapers."""
    if actor.person_id == person.pk:
        raise NotYourOwnPapers


def may_see_person(actor: Actor, person: Person) -> bool:
    """The person concerned, or an officer who handles cases or confirms identities."""
    if actor.person_id == person.pk:
        return True
    return actor.may("cases.view") or actor.may("people.confirm") or actor.may("people.admin")
