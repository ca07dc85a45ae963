"""Intake: one protocol for what is sent once, even from a blank spot."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Kernel app `intake`."""

    name = "pendopo.kernel.intake"
    label = "intake"
