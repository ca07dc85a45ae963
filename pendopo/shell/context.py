"""What every page knows: the government, the menu, the frame of the actor."""

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the values of the frame around a page."""
    return {"actor": getattr(request, "actor", None)}
