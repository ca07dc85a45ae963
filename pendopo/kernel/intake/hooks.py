"""What intake does now and then."""

from datetime import datetime

from django.core.cache import cache

from pendopo.kernel import hooks
from pendopo.kernel.intake import keeping

_DAY_SECONDS = 24 * 3600


@hooks.ticks.fill
def forget_receipts(now: datetime) -> None:
    """Once a day, a round a minute until nothing is left: remove receipts given long ago."""
    if cache.get("intake.forget_receipts"):
        return
    if not keeping.forget_receipts(now):
        cache.set("intake.forget_receipts", 1, timeout=_DAY_SECONDS)
