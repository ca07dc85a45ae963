"""How a domain joins the house: its hooks and reactions are imported when Django is ready."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class DomainConfig(AppConfig):
    """Base of every domain's AppConfig."""

    # An apps.py that imports this class holds two configurations; Django takes the one whose
    # `default` is true, and with two candidates would silently take neither.
    default = False
    rooms: tuple[str, ...] = ("events", "hooks", "reactions")

    def __init_subclass__(cls) -> None:
        """Make each domain's own configuration the one that Django takes."""
        cls.default = True

    def ready(self) -> None:
        """Import the rooms that register something; a domain has only those it needs."""
        for room in self.rooms:
            name = f"{self.name}.{room}"
            if find_spec(name) is not None:
                import_module(name)
