"""Bring every sealed field and lookup hash of the database under the newest keys.

Works on every model that has such fields, in small transactions; whatever interrupts it, the next
run goes on with the rows that are still under an older key. Reading never stops, because every
version in the ring reads. What lies outside the database fills kernel.hooks.rotations.
"""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q

from pendopo.kernel import hooks
from pendopo.kernel.errors import DomainError
from pendopo.kernel.privacy import cipher, keys
from pendopo.kernel.privacy.fields import EncryptedText, LookupHash

BATCH = 200


class KeyStillInUse(DomainError):
    """Rows need this key; what they hash may be known to nobody, so they cannot be rewritten."""

    sentence = "Kunci ini masih dipakai. Jalankan rotasi sampai selesai lebih dahulu."


def rotate() -> Iterator[tuple[str, int]]:
    """Rewrite all that is under an older key; yields (table, rows) after each batch."""
    for model in _models():
        for rows in _rewrite_all(model):
            yield model._meta.db_table, rows  # noqa: SLF001 - Django's public _meta
    for filler in hooks.rotations:
        yield from filler()


def retire(ring: keys.Ring, version: int) -> None:
    """Set an old key aside once nothing is under it. Raises KeyStillInUse, KeyMissing."""
    for model in _models():
        under = _under(model, ring, version)
        if under and model._base_manager.filter(under).exists():  # noqa: SLF001
            raise KeyStillInUse
    ring.retire(version)


def _models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if _sealed(model) or _hashes(model)]


def _rewrite_all(model: type[models.Model]) -> Iterator[int]:
    waiting = model._base_manager.filter(_stale(model)).order_by("pk")  # noqa: SLF001
    batch = waiting
    while True:
        with transaction.atomic():
            rows = list(batch.select_for_update()[:BATCH])
            for row in rows:
                _rewrite(row)
        if not rows:
            return
        yield len(rows)
        batch = waiting.filter(pk__gt=rows[-1].pk)


def _rewrite(row: models.Model) -> None:
    values = {field.name: getattr(row, field.name) for field in _sealed(type(row))}
    for field in _hashes(type(row)):
        if field.of:
            plain = getattr(row, field.of) or ""
            values[field.name] = cipher.lookup_hash(plain, field.purpose) or getattr(
                row, field.name
            )
    # update() and not save(): a model may refuse to be saved twice, its values do not change.
    type(row)._base_manager.filter(pk=row.pk).update(**values)  # noqa: SLF001


def _stale(model: type[models.Model]) -> Q:
    stale = Q(pk__in=[])
    for sealed in _sealed(model):
        stale |= Q(**{f"{sealed.name}__stale_under": keys.data.newest()})
    for hashed in _hashes(model):
        if hashed.of:
            current = Q(**{f"{hashed.name}__startswith": f"{keys.lookup.newest()}."})
            stale |= Q(**{f"{hashed.name}__gt": ""}) & ~current
    return stale


def _under(model: type[models.Model], ring: keys.Ring, version: int) -> Q:
    under = Q()
    if ring is keys.data:
        for sealed in _sealed(model):
            under |= Q(**{f"{sealed.name}__under_key": version})
    else:
        for hashed in _hashes(model):
            under |= Q(**{f"{hashed.name}__startswith": f"{version}."})
    return under


def _sealed(model: type[models.Model]) -> Iterable[EncryptedText]:
    return [field for field in model._meta.local_fields if isinstance(field, EncryptedText)]  # noqa: SLF001


def _hashes(model: type[models.Model]) -> Iterable[LookupHash]:
    return [field for field in model._meta.local_fields if isinstance(field, LookupHash)]  # noqa: SLF001
