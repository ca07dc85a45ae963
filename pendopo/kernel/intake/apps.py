"""Intake: one protocol for what is sent once, even from a blank spot."""

from pendopo.kernel.apps import DomainConfig


class IntakeConfig(DomainConfig):
    """Kernel app `intake`."""

    name = "pendopo.kernel.intake"
    label = "intake"
    rooms = ("hooks", "checks")
