"""Personal data: classes, key ring, encrypted fields."""

from importlib import import_module

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Kernel app `privacy`."""

    name = "pendopo.kernel.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Register the check of the keys."""
        import_module("pendopo.kernel.privacy.checks")
