"""The evidence lake joins the house: its hooks are imported when Django is ready."""

from pendopo.kernel.apps import DomainConfig


class LakeConfig(DomainConfig):
    """Kernel app `lake`."""

    name = "pendopo.kernel.lake"
    label = "lake"
