"""What only an installation that signs with the sandbox can do: enrol signers, write history."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from pendopo.domains.documents import models
from pendopo.domains.documents.actions import _freeze, _sign
from pendopo.domains.documents.ports import signing
from pendopo.domains.people import queries as people
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import DomainError

if TYPE_CHECKING:
    from pendopo.domains.documents.ports import sandbox


class OnlyInSimulation(DomainError):
    """The installation signs with a real service."""

    status = 403
    sentence = "Langkah ini hanya ada pada instalasi simulasi."


def enrol_in_sandbox(*, person_ref: str, passphrase: signing.Passphrase, now: datetime) -> None:
    """Give an officer a sandbox certificate, valid for two years from `now`. Raises OnlyInSimulation."""
    service = _sandbox()
    person = people.person(person_ref)
    service.enrol(signing.Signer(ref=person.ref, name=person.name), passphrase, now)


@transaction.atomic
def remember_signed(*, letter: models.Letter, actor: Actor, now: datetime) -> models.Letter:
    """Count a drafted letter as signed without a file, for a demo's history of thousands.

    Its page is set when somebody opens it, marked SIMULASI. Raises OnlyInSimulation,
    LetterIsClosed.
    """
    _sandbox()
    changed = models.Letter.objects.filter(pk=letter.pk, state=models.LetterState.DRAFTED).update(
        state=models.LetterState.SIGNED, signed_at=now, simulation=True
    )
    if not changed:
        raise _freeze.LetterIsClosed
    letter.refresh_from_db()
    _sign.announce_signed(letter, sha256="", actor=actor, now=now)
    return letter


def _sandbox() -> "sandbox.SandboxService":
    # Its libraries take a second to load; every other command starts without them.
    from pendopo.domains.documents.ports import sandbox

    service = signing.service()
    if not isinstance(service, sandbox.SandboxService):
        raise OnlyInSimulation
    return service
