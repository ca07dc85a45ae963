"""The database remembers which keys it was sealed with, so that a wrong key folder is noticed.

A fingerprint is an HMAC of a constant under the key: it tells keys apart and nothing else.
Without it, an empty key folder would silently be given new keys, and what is written under them
could later be opened only by whoever kept both sets.
"""

import hashlib
import hmac
from collections.abc import Container, Iterator, Mapping

from django.apps import apps
from django.db import connection, models

from pendopo.kernel.errors import DomainError
from pendopo.kernel.privacy.models import KeyPrint

CONSTANT = b"pendopo key fingerprint"


class KeysDoNotMatch(DomainError):
    """The key folder is not the one that this database was sealed with."""

    status = 500
    sentence = "Folder kunci tidak cocok dengan basis data. Kembalikan kunci yang benar."


def of(key: bytes) -> str:
    """Return the fingerprint of a key."""
    return hmac.new(key, CONSTANT, hashlib.sha256).hexdigest()


def check(ring: str, keys: Mapping[int, bytes]) -> None:
    """Compare the keys at hand with the prints and remember those that are new.

    Raises KeysDoNotMatch for a missing key, another key, and no key where data is kept under one.
    """
    fresh = compare(ring, keys)
    if fresh:
        rows = [KeyPrint(ring=ring, version=v, fingerprint=of(keys[v])) for v in fresh]
        KeyPrint.objects.bulk_create(rows, ignore_conflicts=True)


def compare(ring: str, keys: Mapping[int, bytes]) -> list[int]:
    """Return the versions that have no print yet. Raises KeysDoNotMatch."""
    tables = connection.introspection.table_names()
    if KeyPrint._meta.db_table not in tables:  # noqa: SLF001 - Django's public _meta
        # Before the first migration nothing is sealed, and there is nowhere to look.
        return []
    known = {row.version: row for row in KeyPrint.objects.filter(ring=ring)}
    wrong = [v for v, row in known.items() if not _fits(row, keys.get(v))]
    if wrong or (not keys and _is_used(ring, tables)):
        raise KeysDoNotMatch(ring=ring, versions=sorted(wrong))
    return sorted(keys.keys() - known)


def retire(ring: str, version: int) -> None:
    """Remember that a key was set aside on purpose."""
    KeyPrint.objects.filter(ring=ring, version=version).update(retired=True)


def _fits(row: KeyPrint, key: bytes | None) -> bool:
    return row.retired if key is None else of(key) == row.fingerprint


def _is_used(ring: str, tables: Container[str]) -> bool:
    # Asked only where a ring has no key at all: is there a value that one of its keys made?
    return any(
        model._base_manager.filter(made).exists()  # noqa: SLF001
        for model in apps.get_models()
        if model._meta.db_table in tables  # noqa: SLF001
        for made in _made_under(ring, model)
    )


def _made_under(ring: str, model: type[models.Model]) -> Iterator[models.Q]:
    # The fields seal with the keys that are checked here, so they know this module, not it them.
    from pendopo.kernel.privacy import fields

    for field in model._meta.local_fields:  # noqa: SLF001
        if ring == "data" and isinstance(field, fields.EncryptedText):
            yield models.Q(**{f"{field.name}__stale_under": 0})
        if ring == "lookup" and isinstance(field, fields.LookupHash):
            yield models.Q(**{f"{field.name}__gt": ""})
