"""Access: doors of pages, limits, and the log of revealed personal data."""

from pendopo.kernel.apps import DomainConfig


class AccessConfig(DomainConfig):
    """Kernel app `access`."""

    name = "pendopo.kernel.access"
    label = "access"
