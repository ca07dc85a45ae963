"""The project as an app: its commands, its checks and the demo."""

import gc
from importlib import import_module

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Holds what knows every domain."""

    name = "pendopo.project"
    label = "project"

    def ready(self) -> None:
        """Register the deployment checks, and set what was loaded aside for good."""
        import_module("pendopo.project.checks")
        # Classes and modules stay as long as the process: no collection need look at them again.
        gc.freeze()
