"""The shell as an app: templates, static files, the component page."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """App `shell`."""

    name = "pendopo.shell"
    label = "shell"
