"""Which key signs heads at what moment: the first one, and each that a handover introduced.

A head counts only under the key that was in force at its time. So a key that was handed over
signs nothing any more, and one that nobody introduced never did.
"""

from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from pendopo.kernel.ledger import facts, keys, reigns, shelf
from pendopo.kernel.ledger.reigns import Chain, Reign


def chain_in(folder: Path, trusted: Ed25519PublicKey) -> Chain:
    """Return every key of a folder of heads, the first one first.

    Without a handover that is the trusted key alone. Raises ChainBroken where a handover is not
    signed by both keys, does not follow on the one before, or none concerns the trusted key;
    ValueError naming a file that cannot be read.
    """
    handovers = shelf.handovers_in(folder)
    if not handovers:
        return [Reign(trusted)]
    chain = reigns.linked(handovers)
    if trusted not in [reign.key for reign in chain]:
        raise reigns.ChainBroken("Pernyataan ganti kunci tidak memuat kunci yang dipercaya.")
    return chain


def our_chain() -> Chain:
    """Return the keys of this installation. Raises SigningKeyMissing, ChainBroken."""
    folder = Path(settings.HEADS_DIR)
    handovers = shelf.handovers_in(folder)
    if not handovers:
        return [Reign(_first(folder).public_key())]
    chain = reigns.linked(handovers)
    # Only a chain that ends in a key of ours is ours: anybody can write a file.
    keys.find(chain[-1].key)
    return chain


def signing_key(now: datetime) -> Ed25519PrivateKey:
    """Return the key that signs now; the first is made at first use.

    Raises SigningKeyMissing, ChainBroken.
    """
    return keys.find(reigns.at(our_chain(), facts.moment(now)))


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
