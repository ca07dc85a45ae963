"""Content packages: versioned, validated, immutable once loaded."""

from pendopo.kernel.apps import DomainConfig


class ContentConfig(DomainConfig):
    """Kernel app `content`."""

    name = "pendopo.kernel.content"
    label = "content"
