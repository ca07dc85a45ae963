"""One-time codes: sent to a contact, whoever it belongs to, and checked once.

A code is sent alike to known and unknown contacts, so asking for one tells nothing about who has
an account; an account is made only after its contact answered.
"""

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.utils.crypto import constant_time_compare, salted_hmac

from pendopo.domains.people import rules
from pendopo.domains.people.ports import sms
from pendopo.kernel.access import limits
from pendopo.kernel.errors import BadInput
from pendopo.kernel.privacy import cipher

VALID = timedelta(minutes=10)
CODES_AN_HOUR = 10
GUESSES = 5
_PLACE = "session.contact"


class WrongCode(BadInput):
    """The code differs from what was sent."""

    sentence = "Kode belum cocok. Periksa kembali angka yang dikirim."


class CodeExpired(BadInput):
    """The code is too old, or was tried too often."""

    sentence = "Kode sudah tidak berlaku. Minta kode baru."


@dataclass(frozen=True)
class Challenge:
    """What the session keeps of a code under way; plain JSON values only, the contact sealed."""

    id: str
    kind: str
    sealed: str
    digest: str
    expires: float

    @property
    def contact(self) -> rules.Contact:
        """Return where the code went."""
        return rules.Contact(self.kind, cipher.open_text(self.sealed, place=_PLACE))

    def as_json(self) -> dict[str, Any]:
        """Return what the session stores."""
        return asdict(self)


def send_code(*, contact: rules.Contact, caller: limits.Caller, now: datetime) -> Challenge:
    """Send six digits to a contact. Raises limits.TooMany, sms.SmsUnreachable."""
    hour = timedelta(hours=1)
    limits.spend_for("people.code", caller, limit=CODES_AN_HOUR, window=hour, now=now)
    code = f"{secrets.randbelow(1_000_000):06}"
    _deliver(contact, code)
    key = secrets.token_urlsafe(16)
    return Challenge(
        id=key,
        kind=contact.kind,
        sealed=cipher.seal_text(contact.value, place=_PLACE),
        digest=_digest(key, code),
        expires=(now + VALID).timestamp(),
    )


def check_code(*, challenge: Challenge, code: str, now: datetime) -> rules.Contact:
    """Return the contact that answered. Raises WrongCode, CodeExpired.

    Guesses are counted in the database: a session that is used twice at once has no more of them.
    """
    if now.timestamp() > challenge.expires:
        raise CodeExpired
    try:
        limits.spend("people.guess", challenge.id, limit=GUESSES, window=VALID, now=now)
    except limits.TooMany:
        raise CodeExpired from None
    typed = "".join(letter for letter in code if letter.isdigit())
    if not constant_time_compare(_digest(challenge.id, typed), challenge.digest):
        raise WrongCode
    return challenge.contact


def _digest(key: str, code: str) -> str:
    return salted_hmac("pendopo.people.code", f"{key}.{code}", algorithm="sha256").hexdigest()


def _deliver(contact: rules.Contact, code: str) -> None:
    text = (
        f"Kode masuk Pendopo: {code}. Berlaku 10 menit. "
        "Petugas tidak pernah meminta kode ini. Jangan berikan kepada siapa pun."
    )
    if contact.kind == "phone":
        sms.gateway().send(to=contact.value, text=text)
    else:
        send_mail("Kode masuk Pendopo", text, settings.DEFAULT_FROM_EMAIL, [contact.value])
