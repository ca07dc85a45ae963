"""How a domain joins the house: its hooks and reactions are imported when Django is ready."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class DomainConfig(AppConfig):
    """Base of every domain's AppConfig."""

    rooms = ("events", "hooks", "reactions")

    def ready(self) -> None:
        """Import the rooms that register something; a domain has only those it needs."""
        for room in self.rooms:
            name = f"{self.name}.{room}"
            if find_spec(name) is not None:
                import_module(name)
