"""Who may see, sign and end letters."""

from datetime import date

from django.db.models import Q

from pendopo.domains.documents import models, rules
from pendopo.domains.people import queries as people
from pendopo.kernel.actor import Actor
from pendopo.kernel.errors import NotAllowed

REGISTER = "documents.register"
REVOKE = "documents.revoke"
SIGN = "documents.sign"
BUSINESS = "business:"
OFFICER = (REGISTER, REVOKE, SIGN)


class NotYourSignature(NotAllowed):
    """The letter names another officer, or this one in a capacity that no longer holds."""

    sentence = (
        "Surat ini menyebut penanda tangan atau jabatan lain. "
        "Perbarui penanda tangannya di halaman surat, lalu ulangi."
    )


class NoSecondFactor(NotAllowed):
    """Signing needs a session with a second factor."""

    sentence = "Masuk kembali dengan pengaman kedua (TOTP atau passkey), lalu tanda tangani."


def visible_to(actor: Actor, *, on: date) -> models.LetterQuerySet:
    """Return the letters this actor may open that day: own ones, and those of the units served."""
    letters = models.Letter.objects.select_related("entry")
    mine = Q(holder=actor.ref) | Q(signer=actor.ref)
    if not actor.is_signed_in:
        return letters.none()
    if actor.person_id is not None:
        mine |= Q(holder__in=people.business_refs_of(actor.person_id, on=on))
    for permission in OFFICER:
        for unit in actor.units(permission):
            mine |= Q(unit__startswith=unit)
    return letters.filter(mine)


def is_holder(letter: models.Letter, actor: Actor, *, on: date) -> bool:
    """Tell whether the letter is the actor's, or of a business that the actor acts for."""
    if actor.person_id is None or letter.holder == actor.ref:
        return actor.is_signed_in and letter.holder == actor.ref
    if not letter.holder.startswith(BUSINESS):
        return False
    return people.business_refs_of(actor.person_id, on=on).filter(ref=letter.holder).exists()


def may_read_pdf(letter: models.Letter, actor: Actor, *, on: date) -> bool:
    """The holder reads what is in force or was; officers of the unit also what waits."""
    if is_holder(letter, actor, on=on):
        return letter.signed_at is not None
    return visible_to(actor, on=on).filter(pk=letter.pk).exists()


def may_read_file(letter: models.Letter, file_id: str, actor: Actor, *, on: date) -> bool:
    """Like may_read_pdf, and only officers read the bytes before the signature."""
    if file_id != letter.signed_file_id and is_holder(letter, actor, on=on):
        return False
    return may_read_pdf(letter, actor, on=on)


def may_end(letter: models.Letter, actor: Actor) -> bool:
    """Tell whether this actor may revoke, correct or void the letter."""
    return actor.may(REVOKE, letter.unit)


def require_end(letter: models.Letter, actor: Actor) -> None:
    """Refuse who may not end it. Raises NotAllowed."""
    if not may_end(letter, actor):
        raise NotAllowed


class Authority:
    """What one officer may sign at one moment; people are asked afresh, once for each office.

    The session's grants know the permission; only people knows whose Plt. ended yesterday.
    """

    def __init__(self, actor: Actor, on: date) -> None:
        """Name officer and day; nothing is asked yet."""
        self.actor, self.on = actor, on
        self._capacities: dict[str, people.SigningCapacity | None] = {}

    def require(self, letter: models.Letter) -> None:
        """Refuse unless the officer may sign this letter in the printed capacity.

        Raises NoSecondFactor, NotYourSignature.
        """
        if not self.actor.strong:
            raise NoSecondFactor
        named = letter.signer == self.actor.ref
        if not (named and self.actor.may(letter.permission, letter.unit)):
            raise NotYourSignature
        if not self._holds_printed_capacity(letter):
            raise NotYourSignature

    def _holds_printed_capacity(self, letter: models.Letter) -> bool:
        if self.actor.person_id is None:
            return False
        if letter.unit not in self._capacities:
            held = people.signing_capacity(self.actor.person_id, letter.unit, self.on)
            self._capacities[letter.unit] = held
        held = self._capacities[letter.unit]
        if held is None:
            return False
        printed = letter.data["signatory"]
        same_titles = (held.title, held.own_title) == (printed["title"], printed["own_title"])
        return same_titles and rules.capacity(held.prefix) == letter.capacity
