"""Which key signs heads at what moment: the first one, and each that a handover introduced.

A head counts only under the key that was in force at its time. So a key that was handed over
signs nothing any more, and one that nobody introduced never did.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from pendopo.kernel.errors import DomainError
from pendopo.kernel.ledger import facts, keys, shelf
from pendopo.kernel.ledger.handovers import Handover


class ChainBroken(DomainError):
    """The handovers do not lead from one key to the next, or not to the key that is trusted."""

    status = 500
    sentence = "Pernyataan ganti kunci tidak sah."


@dataclass(frozen=True)
class Reign:
    """A key and the moment (UTC text) from which it signs; "" for the first one."""

    key: Ed25519PublicKey
    since: str = ""

    @property
    def name(self) -> str:
        """Return the short name of the key, as heads carry it."""
        return keys.name(self.key)

    @property
    def text(self) -> str:
        """Return the key as 64 hex digits."""
        return keys.write(self.key)

    @property
    def begins(self) -> datetime | None:
        """Return the moment from which it signs, None for the first one."""
        return datetime.fromisoformat(self.since) if self.since else None


Chain = Sequence[Reign]


def chain_in(folder: Path, trusted: Ed25519PublicKey) -> Chain:
    """Return every key of a folder of heads, the first one first.

    Without a handover that is the trusted key alone. Raises ChainBroken where a handover is not
    signed by both keys, does not follow on the one before, or none concerns the trusted key;
    ValueError naming a file that cannot be read.
    """
    handovers = shelf.handovers_in(folder)
    if not handovers:
        return [Reign(trusted)]
    chain = _linked(handovers)
    if trusted not in [reign.key for reign in chain]:
        raise ChainBroken("Pernyataan ganti kunci tidak memuat kunci yang dipercaya.")
    return chain


def at(chain: Chain, moment: str) -> Ed25519PublicKey:
    """Return the key in force at a moment (UTC text as in a head)."""
    return next(reign.key for reign in reversed(chain) if reign.since <= moment)


def our_chain() -> Chain:
    """Return the keys of this installation. Raises SigningKeyMissing, ChainBroken."""
    folder = Path(settings.HEADS_DIR)
    handovers = shelf.handovers_in(folder)
    if not handovers:
        return [Reign(_first(folder).public_key())]
    chain = _linked(handovers)
    # Only a chain that ends in a key of ours is ours: anybody can write a file.
    keys.find(chain[-1].key)
    return chain


def signing_key(now: datetime) -> Ed25519PrivateKey:
    """Return the key that signs now; the first is made at first use.

    Raises SigningKeyMissing, ChainBroken.
    """
    return keys.find(at(our_chain(), facts.moment(now)))


def ours_for(folder: Path) -> Ed25519PublicKey:
    """Return the newest of our keys that a folder of heads knows: it may be an older copy."""
    known = {text for one in shelf.handovers_in(folder) for text in (one.old, one.new)}
    chain = our_chain()
    return next((reign.key for reign in reversed(chain) if reign.text in known), chain[0].key)


def _first(folder: Path) -> Ed25519PrivateKey:
    try:
        return keys.first()
    except keys.SigningKeyMissing:
        if shelf.newest_in(folder):
            # A new key would sign on top of heads that another one signed, and nobody could tell.
            raise
    keys.make_first()
    return keys.first()


def _linked(handovers: Sequence[Handover]) -> Chain:
    follows = all(
        before.new == after.old and before.since < after.since
        for before, after in pairwise(handovers)
    )
    if not (follows and all(one.is_genuine() for one in handovers)):
        raise ChainBroken
    first = Reign(keys.read(handovers[0].old))
    return [first, *(Reign(keys.read(one.new), one.since) for one in handovers)]
