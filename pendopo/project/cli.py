"""Command line: `pendopo COMMAND` is Django's management interface with our settings.

`verify-pack` and `verify-heads` are for people without an installation: they need none.
"""

import os
import sys

from pendopo.pack import command

ALONE = {"verify-pack": command.verify_pack, "verify-heads": command.verify_heads}


def main() -> None:
    """Run one management command."""
    if len(sys.argv) > 1 and sys.argv[1] in ALONE:
        sys.exit(ALONE[sys.argv[1]](sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pendopo.project.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
