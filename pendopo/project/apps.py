"""The project as an app: its commands (demo, work) and its checks."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Holds commands that know every domain."""

    name = "pendopo.project"
    label = "project"
