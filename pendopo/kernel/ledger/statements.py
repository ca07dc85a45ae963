"""What a tree head says and how its signature is checked; a file of it needs nothing else.

    {"at":"…Z","key":"…","origin":"pendopo/batu-bara","root":"…","signature":"…","size":1204}

The signature is Ed25519 over the RFC 8785 text of the same object without `signature`.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from pendopo.kernel.ledger import publickeys


@dataclass(frozen=True, kw_only=True)
class Statement:
    """The tree of `origin` had this root (hex) at this size, at this moment (UTC text)."""

    size: int
    root: str
    at: str
    origin: str
    key: str
    signature: str = ""

    def text(self) -> bytes:
        """Return what is signed."""
        fields: dict[str, Any] = asdict(self)
        del fields["signature"]
        return rfc8785.dumps(fields)

    def signed(self, key: Ed25519PrivateKey) -> "Statement":
        """Return the same statement with its signature."""
        return Statement(**(asdict(self) | {"signature": key.sign(self.text()).hex()}))

    def is_signed_by(self, key: Ed25519PublicKey) -> bool:
        """Tell whether this key signed exactly this."""
        try:
            key.verify(bytes.fromhex(self.signature), self.text())
        except (InvalidSignature, ValueError):
            return False
        return self.key == publickeys.name(key)

    def as_json(self) -> str:
        """Return the published form."""
        return rfc8785.dumps(asdict(self)).decode()


def read(text: str) -> Statement:
    """Read the published form. Raises ValueError where it is not one."""
    try:
        return Statement(**json.loads(text))
    except TypeError as error:
        raise ValueError("not a tree head") from error
