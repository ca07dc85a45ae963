"""Deployment checks: a demo must not be reachable by anybody else."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from pendopo.project.demo import stamp
from pendopo.project.models import DemoStamp


@register(Tags.security, deploy=True)
def demo_is_off(**_: Any) -> list[CheckMessage]:
    """Refuse a deployment in which demo sign-in could be reached."""
    if settings.DEMO:
        return [Error("PENDOPO_DEMO is set: anybody could sign in.", id="project.E001")]
    return []


@register(Tags.database)
def demo_database_is_local(databases: Any = None, **_: Any) -> list[CheckMessage]:
    """Refuse to serve a demo database under a public address."""
    try:
        demo = bool(databases) and DemoStamp.objects.exists()
    except DatabaseError:
        return []  # not migrated yet
    if demo and not stamp.is_loopback(settings.PUBLIC_ADDRESS):
        return [Error("A demo database is served under a public address.", id="project.E002")]
    return []
