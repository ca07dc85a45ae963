"""Accounts and people."""

from django.contrib.auth.models import AbstractBaseUser


class Account(AbstractBaseUser):
    """What a person signs in with."""

    USERNAME_FIELD = "id"
