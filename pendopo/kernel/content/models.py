"""Loaded versions of content packages."""

import secrets
from typing import Any, NoReturn

from django.db import models

from pendopo.kernel import steady
from pendopo.kernel.content.kinds import kind_of
from pendopo.kernel.content.schema import Package


class ContentIsImmutable(Exception):
    """Somebody tried to change a loaded version instead of loading a new one."""


class Version(models.Model):
    """One version of one package, exactly as it was loaded. Never changed, never deleted."""

    kind = models.CharField(max_length=40)
    code = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    effective_from = models.DateField()
    title = models.CharField(max_length=120)
    raw = models.JSONField()
    files = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    class Meta:
        db_table = "content_version"
        constraints = [
            models.UniqueConstraint(fields=["kind", "code", "version"], name="content_version_once")
        ]
        indexes = [models.Index(fields=["kind", "code", "effective_from"], name="content_current")]

    def __str__(self) -> str:
        """Return kind/code@version."""
        return f"{self.kind}/{self.code}@{self.version}"

    def save(self, **kwargs: Any) -> None:
        """Insert only."""
        if not self._state.adding:
            raise ContentIsImmutable(str(self))
        super().save(**(kwargs | {"force_insert": True}))
        Revision.renew()

    def delete(self, using: Any = None, keep_parents: bool = False) -> NoReturn:  # noqa: ARG002, FBT001, FBT002
        """Refuse."""
        raise ContentIsImmutable(str(self))

    @property
    def data(self) -> Package:
        """Return the validated package; parsed once per process, because it cannot change."""
        return _parse(self)


class Revision(models.Model):
    """One row: a mark that every process compares with the one of its shelf (shelf.py).

    It is random and not a counter: the same number could come back after a rollback.
    """

    mark = models.CharField(max_length=32)

    class Meta:
        db_table = "content_revision"

    def __str__(self) -> str:
        """Return the mark."""
        return self.mark

    @classmethod
    def renew(cls) -> None:
        """Let every process read again what it keeps, once this transaction is committed."""
        cls.objects.update_or_create(pk=1, defaults={"mark": secrets.token_hex(16)})
        steady.forget(cls)


_parsed: dict[tuple[str, str], Package] = {}


def _parse(version: Version) -> Package:
    # A version never changes, so its fingerprint names the parsed object for ever.
    key = (version.kind, version.sha256)
    if key not in _parsed:
        _parsed[key] = kind_of(version.kind).schema.model_validate(version.raw)
    return _parsed[key]
