"""The project as an app: its commands, its checks and the demo."""

from importlib import import_module

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Holds what knows every domain."""

    name = "pendopo.project"
    label = "project"

    def ready(self) -> None:
        """Register the deployment checks."""
        import_module("pendopo.project.checks")
