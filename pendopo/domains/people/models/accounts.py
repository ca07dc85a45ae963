"""What a person signs in with, and the devices we have seen them on."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from pendopo.domains.people.models.persons import Person
from pendopo.kernel.privacy.classes import DataClass
from pendopo.kernel.privacy.fields import EncryptedText, LookupHash


class Account(AbstractBaseUser):
    """A way to sign in for one person: an e-mail address, a phone number, or both. No password."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    email = models.EmailField(unique=True, null=True, blank=True)
    phone = EncryptedText(data_class=DataClass.CONTACT, blank=True, default="")
    phone_hash = LookupHash(of="phone", purpose="phone", unique=True, null=True, blank=True)
    phone_proven_at = models.DateTimeField(null=True, blank=True)
    """When a code sent to this very number was last answered; None: not verified."""
    is_active = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=1)
    """Raised when roles change, so that sessions forget what they remembered."""
    created_at = models.DateTimeField()

    objects = BaseUserManager["Account"]()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        """Never a contact: this text ends up in logs."""
        return f"account:{self.pk}"


class KnownDevice(models.Model):
    """A browser on which this account was opened before; its cookie is kept only as a hash."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="devices")
    token_hash = LookupHash(purpose="device", unique=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        """Name the device by its row."""
        return f"device:{self.pk}"
