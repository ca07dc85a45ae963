"""Command line: `pendopo COMMAND` is Django's management interface with our settings."""

import os
import sys


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pendopo.project.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
