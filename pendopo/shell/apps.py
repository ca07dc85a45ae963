"""The shell as an app: templates, static files, the component page."""

from pendopo.kernel.apps import DomainConfig


class ShellConfig(DomainConfig):
    """App `shell`; like a domain it fills hooks."""

    name = "pendopo.shell"
    label = "shell"
    rooms = ("hooks",)
