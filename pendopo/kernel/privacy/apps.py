"""Personal data: classes, key ring, encrypted fields."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Kernel app `privacy`."""

    name = "pendopo.kernel.privacy"
    label = "privacy"
