"""Run the worker: `pendopo work`, or `pendopo work --once` from a timer."""

import signal
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from pendopo.kernel.ledger.worker import Worker


class Command(BaseCommand):
    """Seal, deliver, tick and publish until SIGTERM or Ctrl-C; a started job is finished."""

    help = "Menyegel buku besar, mengantar kejadian, dan menjalankan tugas berkala."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --once."""
        parser.add_argument("--once", action="store_true", help="satu putaran, lalu berhenti")

    def handle(self, *_args: Any, once: bool, **_options: Any) -> None:
        """Work."""
        worker = Worker(timezone.now)
        if once:
            worker.round()
            return

        def stop(signum: int, frame: FrameType | None) -> None:
            worker.stop.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        worker.run()
