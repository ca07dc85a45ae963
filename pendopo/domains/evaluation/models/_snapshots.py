"""Snapshots of scores, which never change, and the packs that prove them."""

import json
from typing import Any, NoReturn

from django.db import models
from django.db.models import Q

from pendopo.domains.evaluation.models._assessments import Assessment


class Snapshot(models.Model):
    """A score as it stood at one moment: one signed text whose hash stands in the ledger.

    Rows are never changed or deleted: no action does, the model refuses, and whoever does it in
    the database disagrees with the signature and with the ledger.
    """

    key = models.CharField(max_length=22, unique=True)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="snapshots")
    statement = models.TextField()
    """Canonical JSON (docs/reference/pack.md): inputs, tree, index, measures, evidence, ledger."""
    sha256 = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=100)

    class Meta:
        db_table = "evaluation_snapshot"
        indexes = [models.Index(fields=["assessment", "taken_at"], name="evaluation_taken")]

    def __str__(self) -> str:
        """Return the key."""
        return self.key

    def save(self, **kwargs: Any) -> None:
        """Insert only."""
        if not self._state.adding:
            raise SnapshotIsImmutable(self.key)
        super().save(**(kwargs | {"force_insert": True}))

    def delete(self, using: Any = None, keep_parents: bool = False) -> NoReturn:  # noqa: ARG002, FBT001, FBT002
        """Refuse."""
        raise SnapshotIsImmutable(self.key)

    @property
    def ref(self) -> str:
        """Return how files and the ledger name it."""
        return f"snapshot:{self.key}"

    @property
    def said(self) -> dict[str, Any]:
        """Return what the statement says."""
        return dict(json.loads(self.statement))


class SnapshotIsImmutable(RuntimeError):
    """Somebody tried to change or delete a snapshot: a mistake of the programmer."""


class PackState(models.TextChoices):
    """How far the pack of a snapshot is."""

    BUILDING = "building", "Sedang disusun"
    HEAD = "head", "Menunggu kepala buku besar"
    READY = "ready", "Siap diunduh"
    FAILED = "failed", "Gagal disusun"


class Pack(models.Model):
    """The file that proves a snapshot, and how far the worker is with it."""

    snapshot = models.OneToOneField(Snapshot, on_delete=models.PROTECT, related_name="pack")
    state = models.CharField(max_length=8, choices=PackState.choices, default=PackState.BUILDING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=1)
    file = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    trouble = models.CharField(max_length=300, blank=True)
    ready_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "evaluation_pack"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="ready", file__isnull=False) | ~Q(state="ready"),
                name="evaluation_ready_pack_has_file",
            )
        ]

    def __str__(self) -> str:
        """Name the state."""
        return self.state
