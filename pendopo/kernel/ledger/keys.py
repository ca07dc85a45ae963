"""The files of the keys that sign tree heads: outside the database, mode 0600, never replaced.

    keys/ledger/signing.pem                     the first key, made at first use
    keys/ledger/signing-<name of the key>.pem   every later one

A file alone means nothing: which key signs at what moment, the published handovers say
(keychain.py). So a key that a dying rotation left behind is simply never used.
"""

import os
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from pendopo.kernel.errors import DomainError
from pendopo.kernel.ledger import publickeys


class SigningKeyMissing(DomainError):
    """The key folder does not hold the key that is in force."""

    status = 500
    sentence = (
        "Kunci penanda tangan kepala buku besar tidak ada di folder kunci. "
        "Kembalikan berkasnya dari salinan kunci."
    )


def first() -> Ed25519PrivateKey:
    """Return this installation's first key. Raises SigningKeyMissing."""
    return _load(_folder() / "signing.pem")


def make_first() -> None:
    """Make the first key; of two processes that start together one makes it."""
    _keep(Ed25519PrivateKey.generate(), _folder() / "signing.pem")


def make_next() -> Ed25519PrivateKey:
    """Make another key and return it; it signs nothing until it is introduced."""
    key = Ed25519PrivateKey.generate()
    _keep(key, _folder() / f"signing-{publickeys.name(key.public_key())}.pem")
    return key


def find(public: Ed25519PublicKey) -> Ed25519PrivateKey:
    """Return the private half of a key. Raises SigningKeyMissing."""
    later = _folder() / f"signing-{publickeys.name(public)}.pem"
    key = _load(later) if later.exists() else first()
    if key.public_key() != public:
        raise SigningKeyMissing(key=publickeys.name(public))
    return key


def _folder() -> Path:
    return Path(settings.KEYS_DIR) / "ledger"


def _load(path: Path) -> Ed25519PrivateKey:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except FileNotFoundError:
        raise SigningKeyMissing(file=path.name) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path}: not an Ed25519 key")
    return key


def _keep(key: Ed25519PrivateKey, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    handle, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    try:
        # link() refuses to replace: a key that signed something is never lost.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
