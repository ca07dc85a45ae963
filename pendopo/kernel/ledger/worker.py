"""One worker: seal, deliver, tick, publish, over and over until it is asked to stop.

Everything it does is safe to do twice and by several workers at once, so it keeps no state
that would have to survive it.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from traceback import extract_tb

from django.db import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    close_old_connections,
    connections,
)

from pendopo.kernel import hooks
from pendopo.kernel.ledger import delivery, heads, sealing

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

PAUSE = 0.5
LONGEST_PAUSE = 30.0
TICK = timedelta(seconds=60)


class Worker:
    """The loop; `stop` may be set from a signal handler."""

    def __init__(self, clock: Clock) -> None:
        """Start with everything due."""
        self.clock = clock
        self.stop = threading.Event()
        self._next_tick: datetime | None = None

    def run(self) -> None:
        """Work until stopped; a database that is away is waited for, longer each time."""
        pause = PAUSE
        while not self.stop.is_set():
            try:
                close_old_connections()
                busy = self.round()
                pause = PAUSE
            except (DatabaseError, InterfaceError) as error:
                _log("the database", error)
                connections.close_all()
                busy, pause = False, min(pause * 2, LONGEST_PAUSE)
            if not busy:
                self.stop.wait(pause)

    def round(self) -> bool:
        """Do once what is due; tell whether there was anything to seal or deliver."""
        sealed = _guarded(sealing.seal, self.clock())
        delivered = self._deliver()
        if self._next_tick is None or self.clock() >= self._next_tick:
            self._tick()
        return bool(sealed or delivered)

    def _deliver(self) -> int:
        delivery.enqueue(self.clock())
        delivery.park_lost(self.clock())
        tried = 0
        while not self.stop.is_set() and (claimed := delivery.claim(self.clock())):
            delivery.run(claimed, self.clock())
            tried += 1
        return tried

    def _tick(self) -> None:
        now = self.clock()
        self._next_tick = now + TICK
        _guarded(heads.publish_heads, now)
        for tick in hooks.ticks:
            _guarded(tick, now)


def _guarded(job: Callable[[datetime], object], now: datetime) -> object:
    """Run one job; what it raises never reaches the others, only a lost database does."""
    try:
        return job(now)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 - the worker outlives every job
        _log(f"{job.__module__}.{job.__name__}", error)
        return None


def _log(what: str, error: Exception) -> None:
    """Say what failed and where in the code, never the message: it may quote personal data."""
    place = extract_tb(error.__traceback__)[-1]
    log.error("%s: %s at %s:%s", what, type(error).__name__, place.filename, place.lineno)
