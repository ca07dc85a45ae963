"""The chain of signing keys: each with the moment from which it signs. Knows no framework.

A head counts only under the key that was in force at its time. So a key that was handed over
signs nothing any more, and one that nobody introduced never did.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from pendopo.kernel.errors import DomainError
from pendopo.kernel.ledger import publickeys
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
        return publickeys.name(self.key)

    @property
    def text(self) -> str:
        """Return the key as 64 hex digits."""
        return publickeys.write(self.key)

    @property
    def begins(self) -> datetime | None:
        """Return the moment from which it signs, None for the first one."""
        return datetime.fromisoformat(self.since) if self.since else None


Chain = Sequence[Reign]


def at(chain: Chain, moment: str) -> Ed25519PublicKey:
    """Return the key in force at a moment (UTC text as in a head)."""
    return next(reign.key for reign in reversed(chain) if reign.since <= moment)


def linked(handovers: Sequence[Handover]) -> Chain:
    """Return the keys that at least one handover leads through, the first one first.

    Raises ChainBroken where one is not signed by both keys or does not follow on the one before.
    """
    follows = all(
        before.new == after.old and before.since < after.since
        for before, after in pairwise(handovers)
    )
    if not (follows and all(one.is_genuine() for one in handovers)):
        raise ChainBroken
    first = Reign(publickeys.read(handovers[0].old))
    return [first, *(Reign(publickeys.read(one.new), one.since) for one in handovers)]
