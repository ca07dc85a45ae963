"""What introduces a new signing key: a statement that the old key and the new one sign.

    {"accepted":"…","new":"…","old":"…","origin":"pendopo/batu-bara","signature":"…","since":"…Z"}

Both signatures are Ed25519 over the RFC 8785 text of the same object without the two:
`signature` by the old key, `accepted` by the new one. So whoever trusts one of the keys can
follow the chain in either direction, and nobody can introduce a key that is not theirs.
"""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pendopo.kernel.ledger import publickeys


@dataclass(frozen=True, kw_only=True)
class Handover:
    """From `since` (UTC text) on, heads of `origin` are signed by `new`; both keys in hex."""

    origin: str
    old: str
    new: str
    since: str
    signature: str = ""
    accepted: str = ""

    def text(self) -> bytes:
        """Return what is signed."""
        fields: dict[str, Any] = asdict(self)
        del fields["signature"], fields["accepted"]
        return rfc8785.dumps(fields)

    def signed(self, old: Ed25519PrivateKey, new: Ed25519PrivateKey) -> "Handover":
        """Return the same statement with both signatures."""
        text = self.text()
        return replace(self, signature=old.sign(text).hex(), accepted=new.sign(text).hex())

    def is_genuine(self) -> bool:
        """Tell whether both keys signed exactly this."""
        try:
            for key, signature in ((self.old, self.signature), (self.new, self.accepted)):
                publickeys.read(key).verify(bytes.fromhex(signature), self.text())
        except (InvalidSignature, ValueError):
            return False
        return True

    def as_json(self) -> str:
        """Return the published form."""
        return rfc8785.dumps(asdict(self)).decode()


def read(text: str) -> Handover:
    """Read the published form. Raises ValueError where it is not one."""
    fields = json.loads(text)
    if not (isinstance(fields, dict) and all(isinstance(one, str) for one in fields.values())):
        raise ValueError("not a handover")
    try:
        return Handover(**fields)
    except TypeError as error:
        raise ValueError("not a handover") from error
