"""The tree of agencies, the posts in it, and who sits there when."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from pendopo.domains.people.models.persons import Person
from pendopo.kernel.content.models import Revision


def effective_on(day: date) -> Q:
    """Match rows whose `starts_on` and `ends_on` (the last day that counts, or None) hold a day."""
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def _ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name=name
    )


class AgencyKind(models.TextChoices):
    """What sort of office it is."""

    GOVERNMENT = "government", "Pemerintah daerah"
    OPD = "opd", "Perangkat daerah"
    KECAMATAN = "kecamatan", "Kecamatan"
    KELURAHAN = "kelurahan", "Kelurahan"
    DESA = "desa", "Desa"
    UPTD = "uptd", "Unit pelaksana teknis"
    PUSKESMAS = "puskesmas", "Puskesmas"


class Agency(models.Model):
    """An office; `path` is its place in the tree and what permissions are granted on."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=AgencyKind.choices)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=255, unique=True)
    """ "/" for the government itself, "/kecamatan-talawi/kelurahan-x/" below it."""
    district = models.CharField(max_length=13, blank=True, default="")
    """Kemendagri code of its territory: 12.19.05, or 12.19.05.1001 for a kelurahan or desa."""
    address = models.CharField(max_length=300, blank=True, default="")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [_ends_after_start("agency_ends_after_start")]

    def __str__(self) -> str:
        """Name the office."""
        return self.name

    def save(self, **kwargs: Any) -> None:
        """Keep it, and let every process read the tree again."""
        super().save(**kwargs)
        Revision.renew()


class Post(models.Model):
    """A chair in an agency; whoever sits on it has its roles."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=160)
    level = models.CharField(max_length=20, blank=True, default="")
    """Echelon or job level as the structure writes it: "II.b", "Pengawas", "Pelaksana"."""
    roles = models.JSONField(default=list, blank=True)
    is_head = models.BooleanField(default=False)
    signs = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "title"], name="post_once_per_agency")
        ]

    def __str__(self) -> str:
        """Name the chair."""
        return self.title


class Holding(models.Model):
    """A person sits on a post for good, from a day to a day; `roles` come on top of the post's."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    roles = models.JSONField(default=list, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [_ends_after_start("holding_ends_after_start")]

    def __str__(self) -> str:
        """Say who sits where, by reference."""
        return f"{self.person} @ {self.post_id}"


class DelegationKind(models.TextChoices):
    """How somebody acts on a post that is not theirs."""

    PLT = "plt", "Pelaksana tugas (jabatan kosong)"
    PLH = "plh", "Pelaksana harian (pejabat berhalangan)"
    AN = "an", "Atas nama"


class Delegation(models.Model):
    """A person acts on a post for a while, by an appointing letter."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="delegations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations")
    kind = models.CharField(max_length=3, choices=DelegationKind.choices)
    letter_number = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField()
    recorded_at = models.DateTimeField()
    revoked_on = models.DateField(null=True, blank=True)
    """The first day on which it no longer holds."""

    class Meta:
        constraints = [
            _ends_after_start("delegation_ends_after_start"),
            models.CheckConstraint(condition=~Q(letter_number=""), name="delegation_has_letter"),
        ]

    def __str__(self) -> str:
        """Say who acts where, by reference."""
        return f"{self.kind} {self.person} @ {self.post_id}"
