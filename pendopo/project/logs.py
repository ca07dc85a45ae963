"""Keep addresses out of the log: a path may hold a token, a case number or a person's reference."""

import logging
from typing import Any

from django.urls import Resolver404, resolve


class RouteNotPath(logging.Filter):
    """Name the route of a request (`v/<str:token>`) where Django would write its path."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite what Django logs about a request; everything passes."""
        path = getattr(getattr(record, "request", None), "path", None)
        if path and isinstance(record.args, tuple):
            record.args = tuple(_route(path) if arg == path else arg for arg in record.args)
        return True


def _route(path: str) -> str:
    try:
        return f"/{resolve(path).route}"
    except (Resolver404, ValueError):
        return "(no such address)"


def config(level: str) -> dict[str, Any]:
    """Return Django's LOGGING: one line per record on standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"route": {"()": RouteNotPath}},
        "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["route"],
            }
        },
        "root": {"handlers": ["console"], "level": level},
        # Django's own handlers for these would print the path, and mail it.
        "loggers": {"django": {"handlers": [], "propagate": True}},
    }
