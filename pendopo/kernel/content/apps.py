"""Content packages: versioned, validated, immutable once loaded."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    """Kernel app `content`."""

    name = "pendopo.kernel.content"
    label = "content"
