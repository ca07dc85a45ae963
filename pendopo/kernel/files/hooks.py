"""What files do in the background: forget what is due, and follow key rotation."""

from collections.abc import Iterator
from datetime import datetime

from django.core.cache import cache
from django.utils import timezone

from pendopo.kernel import hooks
from pendopo.kernel.files import store, uploads

_EVERY_SECONDS = 3600


@hooks.ticks.fill
def clean_up(now: datetime) -> None:
    """Once an hour: expired files, uploads nobody continued, bytes without a row."""
    if not cache.add("files.clean_up", 1, timeout=_EVERY_SECONDS):
        return
    store.remove_expired(today=timezone.localdate(now))
    uploads.remove_stale(now=now)
    store.sweep(now=now)


@hooks.rotations.fill
def reseal() -> Iterator[tuple[str, int]]:
    """Follow a new data key."""
    return store.reseal()
