"""One search box over everything an actor may see."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Kernel app `search`."""

    name = "pendopo.kernel.search"
    label = "search"
