"""Access: doors of pages, limits, and the log of revealed personal data."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Kernel app `access`."""

    name = "pendopo.kernel.access"
    label = "access"
