"""What the ledger's key signs beside heads: the snapshot and the manifest of a pack.

Signed is a line that says what it is, then the SHA-256 of the text. A head begins with a brace, so
no signature of one kind can be taken for another.
"""

import hashlib
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SNAPSHOT = "pendopo-snapshot/1"
PACK = "pendopo-pack/1"

_HEX = re.compile(r"[0-9a-f]{128}")


def digest(text: bytes) -> str:
    """Return the SHA-256 of a text in hex."""
    return hashlib.sha256(text).hexdigest()


def sign(kind: str, text: bytes, key: Ed25519PrivateKey) -> str:
    """Return the signature in 128 hex digits."""
    return key.sign(_signed(kind, text)).hex()


def is_signed(kind: str, text: bytes, signature: str, key: Ed25519PublicKey) -> bool:
    """Tell whether this key signed exactly this as what it says it is."""
    # One way to write it: capital digits would be the same number and another file.
    if not _HEX.fullmatch(signature):
        return False
    try:
        key.verify(bytes.fromhex(signature), _signed(kind, text))
    except InvalidSignature:
        return False
    return True


def _signed(kind: str, text: bytes) -> bytes:
    return f"{kind}\n{digest(text)}\n".encode()
